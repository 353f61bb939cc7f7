import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { ExternalDns } from '../../addons/dns/external-dns';
import { certManagerJob, envoyGatewayJobs, ingressNginxJob } from '../../addons/monitoring/addon-jobs';
import { envoyGatewayDashboard } from '../../addons/monitoring/dashboards/dashboards';
import { MonitoringStack } from '../../addons/monitoring/monitoring-stack';
import { backupRules } from '../../addons/monitoring/rules/backup';
import { DNS_RULES } from '../../addons/monitoring/rules/dns';
import { GATEWAY_RULES } from '../../addons/monitoring/rules/gateways';
import { reloadRules } from '../../addons/monitoring/rules/reloads';
import { ISTIO, IstioMesh } from '../../addons/network/istio-mesh';
import { CertManagerIssuers } from '../../certificates/cert-manager-issuers';
import type { CertificateProps } from '../../certificates/certificate-rules';
import { NO_PROVIDER, type ProviderFacts } from '../../checks/engine/cluster-facts';
import { acceptRisk } from '../../core/accept-risk';
import { ClusterBase, type SecretReference } from '../../core/cluster-base';
import { ClusterMarker } from '../../core/cluster-marker';
import type { PodGroup } from '../../core/isolation/connection';
import { NamespaceCopies } from '../../core/namespace-copies';
import { Stage } from '../../core/placement';
import { NODE_AGENTS, PriorityClass } from '../../core/priority-class';
import { TopologyApp } from '../../core/topology-app';
import { PREVIOUS_KUBERNETES_VERSION } from '../../core/versions';
import { envoyGateway } from '../../ingress/envoy/envoy-ingress';
import { GATEWAY_NAME } from '../../ingress/gateway/listeners';
import { IngressStack } from '../../ingress/ingress-stack';
import { nginx } from '../../ingress/nginx/controller';
import { hasController } from '../../ingress/setting';
import { sideBySide } from '../../ingress/side-by-side';
import { toDnsLabel } from '../../kube/dns-names';
import type { Labels } from '../../kube/labels';
import { previousMinorVersion } from '../../kube/minor-version';
import { ServiceAccount } from '../../workloads/service-account';
import { backupStore, ingressSetting } from '../shared-fields';
import { BackendAccount } from './access/backend-account';
import { NamespaceGuard } from './access/namespace-guard';
import type { AiworkerConfig } from './config';
import { exposePreview, exposeProject, exposeServices, previewArea } from './exposure';
import { previewDashboard } from './monitoring/preview-dashboard';
import { previewRules } from './monitoring/preview-rules';
import { DEFAULT_PORT, PREVIEW_NAMESPACES, PreviewEnv } from './preview-env';
import { groupPreviews, namespaceOf, previewTemplates } from './preview-template';
import { AGENTS, PLATFORM, PREVIEWS } from './priorities';
import { PROJECT_NAMESPACES, ProjectEnvironments } from './project-environments';
import { EXPOSED_NAMESPACES } from './project-hosts';
import { AgentTemplate } from './workloads/agent-template';
import { Backend } from './workloads/backend';
import { Frontend } from './workloads/frontend';
import { Gitea } from './workloads/gitea';
import { GiteaBackup } from './workloads/gitea-backup/gitea-backup';
import { McpServer } from './workloads/mcp-server';
import { MySql } from './workloads/mysql';
import { MySqlBackup } from './workloads/mysql-backup';
import { PreviewCleanup } from './workloads/preview-cleanup/preview-cleanup';
import { QueueWorkers } from './workloads/queue-workers';
import { Redis } from './workloads/redis';
import { registryCredentials } from './workloads/registry-credentials';

/** The parts that docs/clusters/aiworker.md requires of the provider. */
const PROVIDER: ProviderFacts = {
  ...NO_PROVIDER,
  hasDefaultStorageClass: true,
  apiGroups: ['metrics.k8s.io'],
};

/**
 * The cluster of the AI-worker platform: the namespaces of the platform, the environments of each project, and a preview
 * for each task.
 *
 * @see documents 000 and 001
 */
export class AiworkerCluster extends ClusterBase {
  constructor(scope: Construct, config: AiworkerConfig) {
    super(scope, 'aiworker', { ...config.cluster, provider: PROVIDER });
    new ClusterMarker(this, 'marker');
    const { isolation } = this;
    const { domain } = config;

    // The order in which pods get a place on the nodes. Projects have no class: their priority is 0.
    const platformClass = new PriorityClass(this, PLATFORM);
    const previewClass = new PriorityClass(this, PREVIEWS);
    const agentClass = new PriorityClass(this, AGENTS);

    // The namespaces of the platform.
    const controlPlane = this.addNamespace({
      name: 'control-plane',
      labels: { ...platformLabels('control-plane'), 'managed-by': 'aiworker' },
      quota: {
        requests: { cpu: '4', memory: '8Gi' },
        limits: { cpu: '8', memory: '16Gi' },
        persistentVolumeClaims: 5,
      },
      limits: {
        max: { cpu: '2', memory: '4Gi' },
        min: { cpu: '100m', memory: '128Mi' },
        default: { cpu: '500m', memory: '512Mi' },
        defaultRequest: { cpu: '250m', memory: '256Mi' },
      },
      priorityClass: platformClass,
      podSecurity: 'restricted',
    });
    const agents = this.addNamespace({
      name: 'agents',
      labels: { ...platformLabels('agents'), 'managed-by': 'aiworker' },
      // The quota allows 50 pods, but its CPU and memory are sufficient for 40 at the minimum of 500m and 1Gi
      // (docs/deviations.md).
      quota: { requests: { cpu: '20', memory: '40Gi' }, limits: { cpu: '40', memory: '80Gi' }, pods: 50 },
      limits: {
        max: { cpu: '2', memory: '4Gi' },
        min: { cpu: '500m', memory: '1Gi' },
        default: { cpu: '1', memory: '2Gi' },
        defaultRequest: { cpu: '500m', memory: '1Gi' },
      },
      priorityClass: agentClass,
      podSecurity: 'restricted',
      policyName: 'agents-network-policy',
    });
    const gitea = this.addNamespace({
      name: 'gitea',
      labels: { ...platformLabels('gitea'), 'managed-by': 'aiworker' },
      quota: {
        requests: { cpu: '2', memory: '4Gi' },
        limits: { cpu: '4', memory: '8Gi' },
        persistentVolumeClaims: 2,
      },
      expectedPods: 4,
      priorityClass: platformClass,
      podSecurity: 'restricted',
    });
    const monitoring = this.addNamespace({
      name: 'monitoring',
      labels: platformLabels('monitoring'),
      quota: {
        requests: { cpu: '4', memory: '8Gi' },
        limits: { cpu: '8', memory: '16Gi' },
        persistentVolumeClaims: 10,
      },
      expectedPods: 10,
      priorityClass: platformClass,
      podSecurity: 'restricted',
    });
    const nodeAgents = this.addNamespace({
      name: 'node-agents',
      labels: platformLabels('node-agents'),
      priorityClass: new PriorityClass(this, NODE_AGENTS),
      podSecurity: 'privileged',
    });
    // Apart from control-plane, whose quota has no room for another job while all workloads roll out.
    const backup = this.addNamespace({
      name: 'backup',
      labels: platformLabels('backup'),
      priorityClass: platformClass,
      podSecurity: 'restricted',
    });
    const edge = (name: string) =>
      this.addNamespace({ name, priorityClass: platformClass, podSecurity: 'restricted' });
    const setting = ingressSetting(config.ingress);
    const nginxNamespace = hasController(setting, 'nginx') ? edge('ingress-nginx') : undefined;
    const gatewayNamespace = hasController(setting, 'gateway') ? edge('envoy-gateway') : undefined;

    // The namespaces of projects and previews. The rules of a group apply to present and future namespaces.
    const projects = isolation.group(PROJECT_NAMESPACES);
    const previews = isolation.group(PREVIEW_NAMESPACES);

    // The accounts that manage namespaces, and the admission policies that restrict them.
    const backendAccount = new BackendAccount(this, 'backend-account', { controlPlane, agents, setting });
    const cleanupAccount = new ServiceAccount(this, 'cleanup-account', {
      namespace: controlPlane,
      name: 'preview-cleanup',
    });
    cleanupAccount.grantEverywhere([{ apiGroup: '', resources: ['namespaces'], verbs: ['list', 'delete'] }]);
    const users = {
      name: 'preview-basic-auth',
      purpose: 'the ingress controller authenticates the visitors of previews',
    };
    const nginxUsers =
      nginxNamespace &&
      this.expectSecret({
        ...users,
        namespace: nginxNamespace,
        keys: { auth: 'an htpasswd file: for each user a line, as printed by `htpasswd -nB NAME`' },
      });
    const gatewayUsers =
      gatewayNamespace &&
      this.expectSecret({
        ...users,
        namespace: gatewayNamespace,
        // Envoy supports no other hash.
        keys: { '.htpasswd': 'an htpasswd file: for each user a line, as printed by `htpasswd -ns NAME`' },
      });
    // A cluster has at least one controller.
    const previewUsers = (nginxUsers ?? gatewayUsers) as SecretReference;
    const previewHosts = gatewayUsers && previewArea(domain, gatewayUsers);
    new NamespaceGuard(this, 'guard', {
      backend: backendAccount,
      cleanup: cleanupAccount,
      agents,
      previewClass,
      domain,
      nginxUsers,
      gateway: gatewayNamespace &&
        previewHosts && {
          name: GATEWAY_NAME,
          namespace: gatewayNamespace.name,
          area: previewHosts,
        },
      kubernetesVersions: acceptedVersions(this.kubernetesVersion),
    });

    // The workloads of the platform.
    const mysql = new MySql(this, 'mysql', { namespace: controlPlane, volume: '50Gi' });
    const redis = new Redis(this, 'redis', { namespace: controlPlane, volume: '10Gi' });
    const git = new Gitea(this, 'gitea', {
      namespace: gitea,
      hostname: `git.${domain}`,
      volume: '200Gi',
      webhookHosts: ['aiworker-backend.control-plane.svc:3000'],
    });
    const platform = {
      namespace: controlPlane,
      pullSecret: registryCredentials(controlPlane),
      env: { ...mysql.clientEnv, ...redis.clientEnv, ...git.clientEnv(controlPlane) },
    };
    const backend = new Backend(this, 'backend', { ...platform, account: backendAccount });
    const frontend = new Frontend(this, 'frontend', platform);
    const mcpServer = new McpServer(this, 'mcp-server', platform);
    const workers = new QueueWorkers(this, 'workers', platform);
    new AgentTemplate(this, 'agent-template', {
      namespace: agents,
      pullSecret: registryCredentials(agents),
      ...config.agents,
      env: { MCP_SERVER_URL: mcpServer.service.url, GIT_URL: git.http.url },
    });
    const { job: cleanUp } = new PreviewCleanup(this, 'preview-cleanup', {
      namespace: controlPlane,
      account: cleanupAccount,
    });

    // The connections of the workloads. Connections that are not declared are denied.
    const connect = (from: PodGroup, to: PodGroup, because: string) => isolation.allow({ from, to, because });
    for (const [client, { pods }] of [
      ['backend', backend],
      ['MCP server', mcpServer],
      ['workers', workers],
    ] as const) {
      connect(pods, mysql.pods, `MySQL stores the tasks and projects of the ${client}`);
      connect(pods, redis.pods, `Redis stores the jobs and events of the ${client}`);
      connect(pods, git.http.pods, `Gitea stores the repositories of the ${client}`);
    }
    connect(git.pods, backend.pods, 'Gitea notifies the backend of pushes (webhook)');
    connect(backend.pods, agents, 'the backend controls its agents');
    connect(mcpServer.pods, agents, 'the MCP server calls its agents');
    connect(agents, mcpServer.pods, 'agents report to the MCP server');
    connect(agents, git.pods, 'agents clone and push over HTTP and SSH');
    isolation.allowInternet({ from: agents, ports: [443], because: 'agents call the model API' });
    connect(backend.pods, previews, 'the backend checks whether a preview responds');
    connect(previews, git.pods, 'previews download their source and packages from Gitea');
    isolation.allowInternet({
      from: previews,
      ports: [443],
      because: 'previews download packages from npm, apt and others',
    });
    isolation.allowInternet({ from: projects, ports: [443], because: 'applications call external services' });
    const backendEgress = isolation.allowAllEgress({
      from: backend.pods,
      policyName: 'backend-egress',
      because: 'the backend calls the API server, Gitea, agents, previews and external services',
    });
    acceptRisk(backendEgress, {
      rule: 'metadata-address',
      because:
        "the document requires it; the backend is the only pod that can read the machine's credentials",
    });

    // The certificates and the ingress controller.
    const issuers = new CertManagerIssuers(this, 'issuers', {
      email: config.email,
      cloudflareZones: [domain],
    });
    const letsEncrypt = issuers.acme('letsencrypt-prod', { challenge: 'dns01' });
    issuers.acme('letsencrypt-staging', { challenge: 'dns01', endpoint: 'staging' });
    const wildcardIn = (namespace: CertificateProps['namespace']) =>
      issuers.certificate('wildcard-aiworker', {
        namespace,
        secretName: 'wildcard-aiworker-tls',
        issuer: letsEncrypt,
        commonName: `*.${domain}`,
        dnsNames: [domain, `*.${domain}`, `*.preview.${domain}`],
      });
    // WebSockets of the backend last an hour (document 000). With nginx, each new or deleted preview is a new configuration.
    const drain = Duration.hours(1);
    const nginxWildcard = nginxNamespace && wildcardIn(nginxNamespace);
    const gatewayWildcard = gatewayNamespace && wildcardIn(gatewayNamespace);
    const ingress = new IngressStack(this, 'ingress', {
      controller: sideBySide(setting, {
        nginx:
          nginxNamespace &&
          nginx({ namespace: nginxNamespace, placement: 'loadBalancer', crossNamespaceSecrets: true, drain }),
        gateway:
          gatewayNamespace &&
          envoyGateway({
            namespace: gatewayNamespace,
            placement: 'loadBalancer',
            drain,
            wildcard: gatewayWildcard,
            areas: previewHosts && [previewHosts],
          }),
      }),
      issuer: letsEncrypt,
      wildcard: nginxWildcard ?? gatewayWildcard,
    });
    for (const [clients, who] of [
      [agents, 'agents'],
      [previews, 'previews'],
      [projects, 'applications'],
    ] as const)
      ingress.controller.allowClients(
        clients,
        `${who} use the hosts of ${domain}, such as the packages of Gitea`,
      );
    if (config.serviceMesh === 'istio') {
      const mesh = new IstioMesh(this, 'mesh', {
        name: 'aiworker-gateway',
        host: `*.${domain}`,
        certificate: wildcardIn(ISTIO),
      });
      mesh.route('backend-vs', { service: backend.service, hostname: `api.${domain}`, prefix: '/api' });
    }
    const externalDns = new ExternalDns(this, 'external-dns', {
      zone: domain,
      sources: setting,
      priorityClass: platformClass,
    });

    // The hosts of the platform, and access to the hosts of projects and previews.
    exposeServices(ingress, domain, {
      backend: backend.service,
      frontend: frontend.service,
      git: git.http,
    });
    ingress.admit(previews, 'previews are served to the internet');
    ingress.admit(isolation.group(EXPOSED_NAMESPACES), 'applications are served to the internet');

    // The backups.
    const { schedule } = config.backup;
    const mysqlBackup = new MySqlBackup(this, 'mysql-backup', {
      namespace: backup,
      mysql,
      schedule,
      store: backupStore(config.backup, 'mysql'),
    });
    const giteaBackup = new GiteaBackup(this, 'gitea-backup', {
      namespace: gitea,
      schedule,
      store: backupStore(config.backup, 'gitea'),
    });

    // The monitoring.
    const { prometheus } = new MonitoringStack(this, 'monitoring', {
      namespace: monitoring,
      nodeAgents,
      rules: [
        ...previewRules(cleanUp),
        ...backupRules(mysqlBackup.job, giteaBackup.job),
        DNS_RULES,
        ...(nginxNamespace ? [reloadRules(40)] : []),
        ...(gatewayNamespace ? [GATEWAY_RULES] : []),
      ],
      alerts: config.alerts,
      dashboards: [previewDashboard(cleanUp), ...(gatewayNamespace ? [envoyGatewayDashboard()] : [])],
    });
    prometheus.scrape(certManagerJob());
    const { nginx: nginxController, gateway } = ingress.controller;
    if (nginxController) prometheus.scrape(ingressNginxJob(nginxController));
    for (const job of gateway ? envoyGatewayJobs(gateway.controller) : []) prometheus.scrape(job);
    prometheus.scrape(externalDns.metricsJob);

    // The projects and previews of the configuration, each in a file of its own.
    const ports = new Map<string, number>();
    for (const project of config.projects) {
      const environments = new ProjectEnvironments(this, `project-${toDnsLabel(project.name)}`, project);
      exposeProject(ingress, domain, environments);
      for (const namespace of Object.values(environments.namespaces)) backendAccount.viewIn(namespace);
      if (project.application) ports.set(environments.name, project.application.port);
    }
    // Of several previews of one shape, constructs make the first.
    const groups = groupPreviews(
      config.previews.map((preview) => ({
        ...preview,
        port: preview.port ?? ports.get(toDnsLabel(preview.project)) ?? DEFAULT_PORT,
      })),
    );
    const copied = groups.filter(({ copies }) => copies.length > 0).map(({ original }) => original);
    const templateOf = previewTemplates(copied, (samples) => {
      const app = new TopologyApp();
      new AiworkerCluster(app, { ...config, projects: [], previews: samples });
      return app.manifests();
    });
    for (const { original, copies } of groups) {
      const environment = new PreviewEnv(this, `preview-${toDnsLabel(original.id)}`, {
        ...original,
        taskId: original.id,
        project: toDnsLabel(original.project),
        priorityClass: previewClass,
      });
      exposePreview(ingress, domain, environment, previewUsers);
      backendAccount.viewIn(environment.namespace);
      if (copies.length > 0)
        new NamespaceCopies(environment, 'copies', {
          stage: Stage.preview,
          original: namespaceOf(original),
          copies: copies.map(namespaceOf),
          template: () => templateOf(original),
        });
    }
  }
}

/** The labels of the namespaces of the platform, which the backend must not change. */
function platformLabels(name: string): Labels {
  return { name, environment: 'production', protected: 'true' };
}

/** The versions of Kubernetes for which a backend may render previews: this one, and those before the last upgrade. */
function acceptedVersions(kubernetesVersion: string): string[] {
  const previous = [PREVIOUS_KUBERNETES_VERSION, previousMinorVersion(kubernetesVersion)];
  return [...new Set([...previous, kubernetesVersion])];
}
