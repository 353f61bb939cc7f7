import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { approutingJob, certManagerJob, ingressNginxJob } from '../../addons/monitoring/addon-jobs';
import { approutingDashboard, namespacesDashboard } from '../../addons/monitoring/dashboards/dashboards';
import { MonitoringStack } from '../../addons/monitoring/monitoring-stack';
import { APPROUTING_RULES } from '../../addons/monitoring/rules/approuting';
import { ENDPOINT_RULES } from '../../addons/monitoring/rules/endpoints';
import { CertManagerIssuers } from '../../certificates/cert-manager-issuers';
import { CertManagerNamespace } from '../../certificates/cert-manager-namespace';
import { ClusterBase } from '../../core/cluster-base';
import { ClusterMarker } from '../../core/cluster-marker';
import { NODE_AGENTS, PriorityClass } from '../../core/priority-class';
import { approutingIstio, gatewayPodsIn } from '../../ingress/approuting/approuting-ingress';
import { gatewayListener } from '../../ingress/gateway/public-gateway';
import { IngressStack } from '../../ingress/ingress-stack';
import { managed } from '../../ingress/nginx/managed';
import { challengeWays, hasController } from '../../ingress/setting';
import { sideBySide } from '../../ingress/side-by-side';
import { ingressSetting } from '../shared-fields';
import { API_SERVER_TUNNEL, aksApplicationRouting, aksFacts, GATEWAY_NAMESPACE, ISTIOD } from './azure/aks';
import type { AlgestaClusterConfig, AlgestaConfig } from './config';
import { Deployer } from './deployer';
import { AlgestaEnvironment, type EnvironmentDescription } from './environment';
import { REQUEST_SECONDS } from './microservice';
import { GATEWAYS, SOLVERS } from './priorities';
import { SERVICES } from './services';

const ENVIRONMENTS: readonly EnvironmentDescription[] = [
  { name: 'development', suffix: 'dev', replicas: { min: 1, max: 3 }, maxBodyMi: 300 },
  { name: 'testing', suffix: 'test', replicas: { min: 1, max: 3 }, maxBodyMi: 10 },
  {
    name: 'production',
    suffix: 'prod',
    replicas: { min: 2, max: 10 },
    // The limits are not sufficient for ten replicas of each service: they allow three of each service, or five of the
    // gateway and two of each other service.
    quota: { requests: { cpu: '4', memory: '8Gi' }, limits: { cpu: '8', memory: '16Gi' }, pods: 50 },
    // What one side cannot use remains for the minimum of the other: three pods of the gateway, one of them for its
    // rollout, or two pods of each other service.
    shares: { gatewayLimitsCpu: '5', servicesLimitsCpu: '5' },
    maxBodyMi: 10,
  },
];

const REQUEST = Duration.seconds(REQUEST_SECONDS);
const LONG_REQUESTS = { connect: REQUEST, send: REQUEST, read: REQUEST };

/** The differences of application routing on the Gateway API, which has no field for the size of requests. */
const ACCEPTED = {
  maxBodySize: 'the services refuse bodies that are too large, because AKS supports no limit on its gateways',
};

/**
 * A cluster of Algesta on Azure Kubernetes Service: kubenet with Calico, application routing, and small nodes.
 *
 * Development and testing share one cluster. Production has another one, which also has a public Grafana.
 *
 * @see document 002
 */
export class AlgestaCluster extends ClusterBase {
  constructor(scope: Construct, name: keyof AlgestaConfig, config: AlgestaClusterConfig) {
    const setting = ingressSetting(config.ingress);
    const hasGateway = hasController(setting, 'gateway');
    const keyVault = hasGateway ? config.ingress?.keyVault : undefined;
    const { nodes } = config.cluster;
    super(scope, name, {
      ...config.cluster,
      nodes: hasGateway ? config.nodesWithGateway : nodes,
      provider: aksFacts(setting, [...(keyVault?.certificates.keys() ?? [])]),
    });
    new ClusterMarker(this, 'marker');

    const gateways = new PriorityClass(this, GATEWAYS);
    const solvers = new PriorityClass(this, SOLVERS);

    // The namespaces. Each environment makes its own.
    const devops = this.addNamespace({
      name: 'connect-devops',
      // This namespace runs no pods. It contains the accounts with which pipelines deploy.
      quota: {
        requests: { cpu: '100m', memory: '128Mi' },
        limits: { cpu: '200m', memory: '256Mi' },
        pods: 2,
      },
      podSecurity: 'restricted',
    });
    const monitoring = this.addNamespace({
      name: 'monitoring',
      quota: { requests: { cpu: '2', memory: '4Gi' }, limits: { cpu: '4', memory: '8Gi' } },
      expectedPods: 20,
      podSecurity: 'restricted',
    });
    const nodeAgents = this.addNamespace({
      name: 'node-agents',
      priorityClass: new PriorityClass(this, NODE_AGENTS),
      podSecurity: 'privileged',
    });

    const gatewayNamespace = hasGateway
      ? this.addNamespace({ name: GATEWAY_NAMESPACE, podSecurity: 'baseline' })
      : undefined;

    // The issuers of certificates, and the ingress controllers of AKS.
    const issuers = new CertManagerIssuers(this, 'issuers', {
      email: config.email,
      solverPriorityClass: solvers,
    });
    issuers.acme('letsencrypt-prod', {
      challenge: 'http01',
      ingressClass: 'nginx',
      awaitsController:
        'this cluster has application routing alone; the issuer is for an ingress-nginx of its own',
    });
    const issuer = issuers.acme('letsencrypt-prod-webapprouting', {
      challenge: 'http01',
      ...challengeWays(setting, {
        nginx: { ingressClass: aksApplicationRouting.className },
        gateway: { gateway: gatewayListener(GATEWAY_NAMESPACE) },
      }),
    });
    const certManager = new CertManagerNamespace(this, 'cert-manager', {
      ingressControllers: [
        ...(hasController(setting, 'nginx') ? [aksApplicationRouting.controller] : []),
        ...(gatewayNamespace ? [gatewayPodsIn(gatewayNamespace)] : []),
      ],
      apiServerTunnel: API_SERVER_TUNNEL,
    });
    const ingress = new IngressStack(this, 'ingress', {
      controller: sideBySide(setting, {
        nginx: managed(aksApplicationRouting),
        gateway:
          gatewayNamespace &&
          approutingIstio({ namespace: gatewayNamespace, controlPlane: ISTIOD, keyVault }),
      }),
      issuer,
    });

    // The environments, each with an account for its pipeline and a public host.
    for (const description of ENVIRONMENTS) {
      const environmentConfig = config.environments[description.name];
      if (environmentConfig === undefined) continue;
      const { namespace, gateway } = new AlgestaEnvironment(this, description.name, {
        ...description,
        services: SERVICES,
        priorityClasses: { gateways, solvers },
        registry: config.registry,
        config: environmentConfig,
        keyVault: config.secrets === 'key-vault' ? environmentConfig.keyVault : undefined,
      });
      new Deployer(this, `deployer-${description.name}`, {
        home: devops,
        target: namespace,
        registry: config.registry,
      });
      ingress.expose(`ingress-${description.name}`, {
        service: gateway.service,
        hostnames: [environmentConfig.host],
        tls: { order: `algesta-api-${description.suffix}-tls` },
        timeouts: LONG_REQUESTS,
        maxBodySize: Size.mebibytes(description.maxBodyMi),
        acceptRisk: ACCEPTED,
      });
    }

    // The monitoring, with a public Grafana if it has a host.
    const { grafana, prometheus } = new MonitoringStack(this, 'monitoring', {
      namespace: monitoring,
      nodeAgents,
      alerts: config.alerts,
      rules: [ENDPOINT_RULES, ...(gatewayNamespace ? [APPROUTING_RULES] : [])],
      dashboards: [namespacesDashboard(), ...(gatewayNamespace ? [approutingDashboard()] : [])],
      // All pods fit the small nodes and the quota twice, because the quota counts terminated pods for a short time.
      prometheus: {
        resources: { requests: { cpu: '250m', memory: '576Mi' }, limits: { cpu: '500m', memory: '1Gi' } },
      },
      loki: {
        resources: { requests: { cpu: '150m', memory: '320Mi' }, limits: { cpu: '300m', memory: '768Mi' } },
      },
      grafana: {
        serviceName: 'grafana-service',
        url: config.grafanaHost && `https://${config.grafanaHost}`,
        resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } },
      },
    });
    prometheus.scrape(certManagerJob(certManager.controller));
    const { nginx, gateway: gatewayController } = ingress.controller;
    if (nginx) prometheus.scrape(ingressNginxJob(aksApplicationRouting));
    if (gatewayController) prometheus.scrape(approutingJob(gatewayController));
    if (config.grafanaHost !== undefined) {
      ingress.expose('ingress-monitoring', {
        service: grafana.service,
        hostnames: [config.grafanaHost],
        tls: { order: 'algesta-grafana-tls' },
        timeouts: LONG_REQUESTS,
        maxBodySize: Size.mebibytes(10),
        acceptRisk: ACCEPTED,
      });
    }
  }
}
