import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { ETCD_BACKUP, EtcdBackup } from '../../addons/backup/etcd-backup';
import { KubeletCsrApprover } from '../../addons/kubelet-csr-approver';
import { Elasticsearch } from '../../addons/logging/elasticsearch';
import { Filebeat } from '../../addons/logging/filebeat';
import { Kibana } from '../../addons/logging/kibana';
import { Logstash } from '../../addons/logging/logstash';
import { MetricsServer } from '../../addons/metrics-server';
import { certManagerJob, envoyGatewayJobs, ingressNginxJob } from '../../addons/monitoring/addon-jobs';
import { Alertmanager } from '../../addons/monitoring/alertmanager';
import { envoyGatewayDashboard, namespacesDashboard } from '../../addons/monitoring/dashboards/dashboards';
import { Grafana } from '../../addons/monitoring/grafana';
import { KubeStateMetrics } from '../../addons/monitoring/kube-state-metrics';
import { NodeExporter } from '../../addons/monitoring/node-exporter';
import { Prometheus } from '../../addons/monitoring/prometheus';
import { backupRules } from '../../addons/monitoring/rules/backup';
import { CLUSTER_RULES } from '../../addons/monitoring/rules/cluster-rules';
import { ENDPOINT_RULES } from '../../addons/monitoring/rules/endpoints';
import { GATEWAY_RULES } from '../../addons/monitoring/rules/gateways';
import { Flannel } from '../../addons/network/flannel';
import { KubeNetworkPolicies } from '../../addons/network/kube-network-policies';
import { PermissionAudit } from '../../addons/permission-audit';
import { LocalPath } from '../../addons/storage/local-path';
import { CertManagerIssuers } from '../../certificates/cert-manager-issuers';
import { CertManagerNamespace } from '../../certificates/cert-manager-namespace';
import { ClusterBase } from '../../core/cluster-base';
import { ClusterMarker } from '../../core/cluster-marker';
import { NODE_AGENTS, PriorityClass } from '../../core/priority-class';
import { envoyGateway } from '../../ingress/envoy/envoy-ingress';
import { envoysIn } from '../../ingress/envoy/proxies';
import { gatewayListener } from '../../ingress/gateway/public-gateway';
import { IngressStack } from '../../ingress/ingress-stack';
import { nginx } from '../../ingress/nginx/controller';
import { challengeWays, hasController } from '../../ingress/setting';
import { sideBySide } from '../../ingress/side-by-side';
import { parseHours } from '../../kube/go-duration';
import { backupStore, ingressSetting } from '../shared-fields';
import type { ArcanaConfig } from './config';
import { AUDIT_LOGS, Kubeadm } from './kubeadm/kubeadm';
import { Mercury } from './mercury';

const GATEWAY_NAMESPACE = 'envoy-gateway';

/**
 * Arcana: a cluster of one Hetzner machine, created with kubeadm.
 *
 * It contains the add-ons that a cloud provider would bring: network, storage, metrics, ingress controller, certificates,
 * monitoring, logging and backups.
 *
 * @see document 003
 * @see docs/clusters/arcana.md
 */
export class ArcanaCluster extends ClusterBase {
  constructor(scope: Construct, config: ArcanaConfig) {
    super(scope, 'arcana', config.cluster);
    new ClusterMarker(this, 'marker');
    const { node, network } = config;

    // The configuration with which kubeadm creates the cluster.
    new Kubeadm(this, 'bootstrap', {
      kubernetesVersion: config.kubernetesVersion,
      nodeName: node.name,
      address: node.address,
      apiServerPort: network.apiServerPort,
    });

    // The namespaces of pods with access to the node, and all other namespaces.
    const priorityClass = new PriorityClass(this, NODE_AGENTS);
    const podNetwork = this.addNamespace({ name: 'kube-flannel', podSecurity: 'privileged' });
    const policyEngine = this.addNamespace({ name: 'kube-network-policies', podSecurity: 'privileged' });
    const storage = this.addNamespace({ name: 'local-path-storage', podSecurity: 'privileged' });
    const backup = this.addNamespace({ name: 'backup', podSecurity: 'privileged' });
    const nodeAgents = this.addNamespace({ name: 'node-agents', priorityClass, podSecurity: 'privileged' });
    const edge = (name: string) => this.addNamespace({ name, priorityClass, podSecurity: 'privileged' });
    const setting = ingressSetting(config.ingress);
    const nginxNamespace = hasController(setting, 'nginx') ? edge('ingress-nginx') : undefined;
    const gatewayNamespace = hasController(setting, 'gateway') ? edge(GATEWAY_NAMESPACE) : undefined;

    const metrics = this.addNamespace({ name: 'metrics-server', podSecurity: 'restricted' });
    const kubeletCertificates = this.addNamespace({
      name: 'kubelet-csr-approver',
      podSecurity: 'restricted',
    });
    const audit = this.addNamespace({ name: 'audit', podSecurity: 'restricted' });
    const monitoring = this.addNamespace({ name: 'monitoring', podSecurity: 'restricted' });
    const logging = this.addNamespace({ name: 'logging', podSecurity: 'restricted' });
    const application = this.addNamespace({ name: 'mercury', podSecurity: 'restricted' });

    // The network, the storage, the certificates of the kubelet, and the metrics for autoscaling.
    new Flannel(this, 'flannel', { namespace: podNetwork, podMtu: network.podMtu });
    new KubeNetworkPolicies(this, 'kube-network-policies', { namespace: policyEngine });
    new LocalPath(this, 'local-path', { namespace: storage });
    new KubeletCsrApprover(this, 'kubelet-csr-approver', {
      namespace: kubeletCertificates,
      nodeNames: [node.name],
      nodeCidrs: [`${node.address}/32`],
    });
    new MetricsServer(this, 'metrics-server', { namespace: metrics });

    // The ingress controller, and the issuer of certificates.
    const { certificate } = config;
    const certManager = new CertManagerNamespace(this, 'cert-manager', {
      ingressControllers: [
        ...(nginxNamespace ? (['nodes'] as const) : []),
        ...(gatewayNamespace ? [envoysIn(gatewayNamespace)] : []),
      ],
    });
    const { className, httpPort, httpsPort, gatewayAddress } = config.ingress;
    const ingress = new IngressStack(this, 'ingress', {
      controller: sideBySide(setting, {
        nginx:
          nginxNamespace &&
          nginx({
            namespace: nginxNamespace,
            placement: 'hostNetwork',
            className,
            hostPorts: { http: httpPort, https: httpsPort },
            // Another controller can have the same ports of another address of the machine.
            hostAddress: node.address,
          }),
        gateway:
          gatewayNamespace &&
          envoyGateway({
            namespace: gatewayNamespace,
            placement: 'hostPorts',
            hostAddress: gatewayAddress,
          }),
      }),
    });
    const issuers = new CertManagerIssuers(this, 'issuers', { email: certificate.email });
    const issuer = issuers.acme('letsencrypt-prod', {
      challenge: 'http01',
      ...challengeWays(setting, {
        nginx: { ingressClass: className },
        gateway: { gateway: gatewayListener(GATEWAY_NAMESPACE) },
      }),
    });

    // The application, with its certificate and its host.
    const mercury = new Mercury(this, 'mercury', { namespace: application, ...config.mercury });
    const { secret } = issuers.certificate(certificate.secretName, {
      namespace: application,
      secretName: certificate.secretName,
      issuer,
      dnsNames: [certificate.domain],
      renewBefore: Duration.hours(parseHours(certificate.renewBefore)),
    });
    ingress.expose('mercury', {
      service: mercury.service,
      hostnames: [certificate.domain],
      tls: { secret },
    });

    // The report of permissions, and the backups of etcd.
    new PermissionAudit(this, 'permission-audit', { namespace: audit, schedule: config.audit.schedule });
    new EtcdBackup(this, 'etcd-backup', {
      namespace: backup,
      schedule: config.backup.schedule,
      address: node.address,
      store: backupStore(config.backup),
    });

    // The monitoring.
    const prometheus = new Prometheus(this, 'prometheus', {
      namespace: monitoring,
      rules: [
        ...CLUSTER_RULES,
        ENDPOINT_RULES,
        ...(gatewayNamespace ? [GATEWAY_RULES] : []),
        ...backupRules({ namespace: backup.name, name: ETCD_BACKUP }),
      ],
    });
    prometheus.scrapeKubelets();
    prometheus.scrape(certManagerJob(certManager.controller));
    const { nginx: nginxController, gateway } = ingress.controller;
    if (nginxController) prometheus.scrape(ingressNginxJob(nginxController));
    for (const job of gateway ? envoyGatewayJobs(gateway.controller) : []) prometheus.scrape(job);
    if (config.alerts)
      new Alertmanager(this, 'alertmanager', { namespace: monitoring, prometheus, ...config.alerts });
    new KubeStateMetrics(this, 'kube-state-metrics', { namespace: monitoring, prometheus });
    new NodeExporter(this, 'node-exporter', { namespace: nodeAgents, prometheus });
    new Grafana(this, 'grafana', {
      namespace: monitoring,
      prometheus,
      dashboards: [namespacesDashboard(), ...(gatewayNamespace ? [envoyGatewayDashboard()] : [])],
    });

    // The logs.
    const elasticsearch = new Elasticsearch(this, 'elasticsearch', { namespace: logging });
    const logstash = new Logstash(this, 'logstash', { namespace: logging, elasticsearch });
    new Kibana(this, 'kibana', { namespace: logging, elasticsearch });
    new Filebeat(this, 'filebeat', { namespace: nodeAgents, logstash, auditLogs: AUDIT_LOGS });
  }
}
