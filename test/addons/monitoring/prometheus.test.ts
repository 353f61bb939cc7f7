import { certManagerJob, envoyGatewayJobs, ingressNginxJob } from '../../../lib/addons/monitoring/addon-jobs';
import { Prometheus } from '../../../lib/addons/monitoring/prometheus';
import { ForeignNamespace } from '../../../lib/core/isolation/foreign-namespace';
import { REASONS } from '../../../lib/core/reasons';
import { EnvoyGatewayController } from '../../../lib/ingress/envoy/controller';
import { PodService } from '../../../lib/workloads/pod-service';
import { configOf, emptyCluster, jobOf, rulesOf, withPrometheus } from './support';

function withShop() {
  const all = withPrometheus();
  const shop = all.cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  return { ...all, shop, api: shop.pods({ app: 'api', tier: 'front' }, { port: 80 }) };
}

test('a job discovers the pods of one namespace by their labels, and scrapes the given port', () => {
  const { cluster, prometheus, api } = withShop();
  prometheus.scrape({ job: 'api', pods: api, port: 9000, path: '/figures', keep: ['a', 'b_.+'] });
  const job = jobOf(cluster, 'api');
  expect(job.metrics_path).toBe('/figures');
  expect(job.kubernetes_sd_configs).toEqual([
    {
      role: 'pod',
      namespaces: { names: ['shop'] },
      selectors: [{ role: 'pod', label: 'app=api,tier=front' }],
    },
  ]);
  expect(job.relabel_configs).toContainEqual({
    source_labels: ['__meta_kubernetes_pod_ip'],
    target_label: '__address__',
    replacement: '$1:9000',
  });
  expect(job.metric_relabel_configs).toEqual([
    { source_labels: ['__name__'], regex: 'a|b_.+', action: 'keep' },
  ]);
});

test('a job permits Prometheus to list the pods of the namespace, and allows the connection to the given port only', () => {
  const { cluster, prometheus, api } = withShop();
  prometheus.scrape({ job: 'api', pods: api, port: 9000 });
  const role = cluster.find('Role', 'prometheus', 'shop') as unknown as { rules: unknown };
  expect(role.rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }]);
  const ports = [{ port: 9000, protocol: 'TCP' }];
  expect(cluster.find('NetworkPolicy', 'app-api-tier-front', 'shop').spec.ingress).toEqual([
    {
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
          podSelector: { matchLabels: { app: 'prometheus' } },
        },
      ],
      ports,
    },
  ]);
  const { spec, metadata } = cluster.find('NetworkPolicy', 'app-prometheus', 'monitoring');
  expect(spec.egress.at(-1).ports).toEqual(ports);
  expect(metadata.annotations?.[REASONS]).toContain('Prometheus scrapes the metrics of api\n');
});

test('Prometheus has cluster-wide permissions only if it scrapes the kubelets', () => {
  const { cluster, prometheus } = withPrometheus();
  expect(cluster.ofKind('ClusterRole')).toEqual([]);
  prometheus.scrapeKubelets();
  const { rules } = cluster.find('ClusterRole', 'prometheus') as unknown as { rules: unknown };
  expect(rules).toEqual([
    { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
  ]);
});

test('metrics have the labels of their pod, or their own labels if they describe other objects', () => {
  const { cluster, prometheus, api } = withShop();
  prometheus.scrape({ job: 'api', pods: api, port: 9000 });
  prometheus.scrape({ job: 'others', pods: api, port: 9001, honorLabels: true });
  const labelsOf = (name: string) =>
    jobOf(cluster, name)
      .relabel_configs.map(({ target_label }: { target_label?: string }) => target_label)
      .filter((label?: string) => label !== undefined && label !== '__address__');
  expect(labelsOf('api')).toEqual(['namespace', 'pod', 'node']);
  expect(labelsOf('others')).toEqual([]);
  expect(jobOf(cluster, 'others').honor_labels).toBe(true);
});

test('two jobs in one namespace share one Role', () => {
  const { cluster, prometheus, shop, api } = withShop();
  prometheus.scrape({ job: 'api', pods: api, port: 9000 });
  prometheus.scrape({ job: 'db', pods: shop.pods({ app: 'db' }), port: 9104 });
  expect(cluster.ofKind('Role').map(({ metadata }) => metadata.namespace)).toEqual(['shop']);
});

test('kubelets are scraped at the addresses of the nodes', () => {
  const { cluster, prometheus } = withPrometheus();
  prometheus.scrapeKubelets();
  expect(cluster.find('NetworkPolicy', 'app-prometheus').spec.egress).toContainEqual({
    to: [{ ipBlock: { cidr: '10.0.0.0/16' } }],
    ports: [{ port: 10250, protocol: 'TCP' }],
  });
  expect(jobOf(cluster, 'cadvisor').metrics_path).toBe('/metrics/cadvisor');
});

test('with Cilium, a policy selects the nodes by identity, because no address matches them', () => {
  const { cluster, prometheus } = withPrometheus('cilium');
  prometheus.scrapeKubelets();
  expect(cluster.find('CiliumNetworkPolicy', 'app-prometheus-nodes-10250', 'monitoring').spec).toEqual({
    description: "Prometheus scrapes the kubelets' metrics of volumes and containers",
    endpointSelector: { matchLabels: { app: 'prometheus' } },
    egress: [
      {
        toEntities: ['host', 'remote-node'],
        toPorts: [{ ports: [{ port: '10250', protocol: 'TCP' }] }],
      },
    ],
  });
});

test('the metrics of cert-manager keep the namespace of a certificate, which the alert names', () => {
  const { cluster, prometheus, shop } = withShop();
  prometheus.scrape(certManagerJob(shop.pods({ app: 'cert-manager' })));
  const { honor_labels, relabel_configs } = jobOf(cluster, 'cert-manager');
  expect(honor_labels).toBe(true);
  expect(JSON.stringify(relabel_configs)).not.toContain('"target_label":"namespace"');
});

test('cert-manager of another program is scraped through its Service, without permissions in its namespace', () => {
  const { cluster, prometheus } = withPrometheus();
  prometheus.scrape(certManagerJob());
  expect(jobOf(cluster, 'cert-manager').static_configs).toEqual([
    { targets: ['cert-manager.cert-manager.svc:9402'] },
  ]);
  expect(cluster.ofKind('Role')).toEqual([]);
  expect(cluster.find('NetworkPolicy', 'app-prometheus').spec.egress).toContainEqual({
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'cert-manager' } },
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'cert-manager' } },
      },
    ],
    ports: [{ port: 9402, protocol: 'TCP' }],
  });
});

test.each([
  ['loadBalancer', { namespaceSelector: expect.anything(), podSelector: expect.anything() }],
  ['hostNetwork', { ipBlock: { cidr: '10.0.0.0/16' } }],
] as const)('the ingress controller is scraped with placement %s', (placement, peer) => {
  const { cluster, prometheus, shop } = withShop();
  const metrics = new PodService(cluster, 'metrics', {
    namespace: shop,
    name: 'metrics',
    selector: { app: 'nginx' },
    port: 10254,
  });
  prometheus.scrape(ingressNginxJob({ metrics, placement }));
  expect(cluster.find('NetworkPolicy', 'app-prometheus').spec.egress).toContainEqual({
    to: [peer],
    ports: [{ port: 10254, protocol: 'TCP' }],
  });
});

test('every pod of an ingress controller of the provider is scraped, with the permission to list its pods', () => {
  const { cluster, prometheus } = withPrometheus();
  const routing = new ForeignNamespace('app-routing-system');
  const metrics = { pods: routing.pods({ app: 'nginx' }), port: 10254, listForeignPods: true };
  prometheus.scrape(ingressNginxJob({ metrics }));
  expect(jobOf(cluster, 'ingress-nginx').kubernetes_sd_configs).toEqual([
    {
      role: 'pod',
      namespaces: { names: ['app-routing-system'] },
      selectors: [{ role: 'pod', label: 'app=nginx' }],
    },
  ]);
  // Not a Role in the namespace, which may not exist yet.
  prometheus.scrapeKubelets();
  expect(cluster.find('ClusterRole', 'prometheus')).toMatchObject({
    rules: [
      { resources: ['pods'], verbs: ['get', 'list', 'watch'] },
      { resources: ['nodes'] },
      { resources: ['nodes/metrics'] },
    ],
  });
  expect(cluster.ofKind('Role')).toEqual([]);
});

test('Envoy Gateway and its Envoys are scraped', () => {
  const { cluster, prometheus } = withPrometheus();
  const namespace = cluster.addNamespace({ name: 'gateways', podSecurity: 'restricted' });
  const controller = new EnvoyGatewayController(cluster, 'envoy', { namespace, placement: 'loadBalancer' });
  for (const job of envoyGatewayJobs(controller)) prometheus.scrape(job);
  expect(jobOf(cluster, 'envoy').metrics_path).toBe('/stats/prometheus');
  const sources = cluster
    .ofKind('NetworkPolicy')
    .filter(({ metadata }) => metadata.namespace === 'gateways')
    .flatMap(({ spec }) => spec.ingress ?? [])
    .filter(({ ports }) => ports[0].port === 19_001)
    .map(({ from }) => from[0].podSelector.matchLabels);
  expect(sources).toEqual([{ app: 'prometheus' }, { app: 'prometheus' }]);
});

test('the retention size leaves a fifth of the volume free', () => {
  const { cluster, namespace } = emptyCluster();
  new Prometheus(cluster, 'prometheus', {
    namespace,
    volume: '10Gi',
    retentionDays: 30,
    storageClass: 'fast',
  });
  const { spec } = cluster.find('StatefulSet', 'prometheus');
  expect(spec.template.spec.containers[0].args).toEqual(
    expect.arrayContaining(['--storage.tsdb.retention.time=30d', '--storage.tsdb.retention.size=8192MB']),
  );
  expect(spec.volumeClaimTemplates[0].spec).toEqual({
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '10Gi' } },
    storageClassName: 'fast',
    volumeMode: 'Filesystem',
  });
});

test('a changed configuration restarts the pod', () => {
  const hashOf = (scrape: boolean) => {
    const { cluster, prometheus, api } = withShop();
    if (scrape) prometheus.scrape({ job: 'api', pods: api, port: 9000 });
    return cluster.find('StatefulSet', 'prometheus').spec.template.metadata.annotations;
  };
  expect(hashOf(true)).toEqual({ 'cluster-topology/config-sha256': expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(hashOf(true)).toEqual(hashOf(true));
  expect(hashOf(true)).not.toEqual(hashOf(false));
});

test('an alert reports every declared job without targets', () => {
  const { cluster, prometheus, api } = withShop();
  prometheus.scrape({ job: 'api', pods: api, port: 9000 });
  expect(rulesOf(cluster).find(({ alert }) => alert === 'TargetMissing')?.expr).toBe(
    'absent(up{job="prometheus"}) or absent(up{job="api"})',
  );
});

test('metrics have the name of the cluster as a label', () => {
  const { cluster } = withPrometheus();
  const { global, rule_files } = configOf(cluster, 'prometheus-config', 'prometheus.yml');
  expect(global.external_labels).toEqual({ cluster: 'test' });
  expect(rule_files).toEqual(['/etc/prometheus-rules/*.yml']);
});

test('fails if a job is declared twice', () => {
  const { prometheus, api } = withShop();
  prometheus.scrape({ job: 'api', pods: api, port: 9000 });
  expect(() => prometheus.scrape({ job: 'api', pods: api, port: 9001 })).toThrow(
    'scrape job "api" is declared twice: give one of them another name',
  );
});

test.each([
  [
    'of another program',
    { namespaces: new ForeignNamespace('cert-manager'), podLabels: undefined, ports: [] },
  ],
  ['of a group of namespaces', undefined],
])('fails if a job must discover pods %s', (_title, foreign) => {
  const { cluster, prometheus } = withPrometheus();
  const pods = foreign ?? cluster.isolation.group({ matchLabels: { environment: 'preview' } });
  expect(() => prometheus.scrape({ job: 'theirs', pods, port: 9402 })).toThrow(
    'scrape job "theirs": the pods are not in one namespace of this cluster: state the "service" to scrape instead, or set "listForeignPods"',
  );
});
