import { parseCpu, parseQuantity } from '../../../lib/kube/quantity';
import { NodeAgent } from '../../../lib/workloads/node-agent';
import type { Manifest } from '../../support/test-cluster';
import { configOf, emptyCluster, withStack } from './support';

const containerOf = ({ spec }: Manifest) => spec.template.spec.containers[0];

test('makes these objects', () => {
  const { cluster } = withStack();
  const made = cluster.objects().filter(({ kind }) => kind !== 'NetworkPolicy' && kind !== 'Namespace');
  expect(
    made.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`),
  ).toMatchSnapshot();
});

test('makes these workloads', () => {
  const { cluster } = withStack();
  for (const kind of ['StatefulSet', 'Deployment', 'DaemonSet']) {
    for (const { metadata, spec } of cluster.ofKind(kind)) {
      // The hash would change with every change of the configuration, which has tests of its own.
      if (spec.template.metadata.annotations) spec.template.metadata.annotations = 'of the configuration';
      expect(spec).toMatchSnapshot(`${kind} ${metadata.name}`);
    }
  }
});

test("Prometheus, Loki, Algesta's Grafana and kube-state-metrics with a rollout request at most 2 CPU and 4Gi", () => {
  const grafana = { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } };
  const { cluster } = withStack({ grafana: { resources: grafana } });
  const surging = cluster.ofKind('Deployment');
  const pods = [...cluster.ofKind('StatefulSet'), ...surging, ...surging].map(containerOf);
  const sum = (figures: string[], parse: (text: string) => number) =>
    figures.reduce((total, text) => total + parse(text), 0);
  const total = (of: 'requests' | 'limits') => ({
    cpu: sum(
      pods.map(({ resources }) => resources[of].cpu),
      parseCpu,
    ),
    gibibytes:
      sum(
        pods.map(({ resources }) => resources[of].memory),
        parseQuantity,
      ) /
      1024 ** 3,
  });
  expect(total('requests')).toEqual({ cpu: 1600, gibibytes: 3.5 });
  expect(total('limits')).toEqual({ cpu: 3200, gibibytes: 6.5 });
});

test('only Prometheus and kube-state-metrics mount a ServiceAccount token', () => {
  const { cluster } = withStack();
  const workloads = ['StatefulSet', 'Deployment', 'DaemonSet'].flatMap((kind) => cluster.ofKind(kind));
  const withToken = workloads.filter(({ spec }) => spec.template.spec.automountServiceAccountToken !== false);
  expect(withToken.map(({ metadata }) => metadata.name)).toEqual(['prometheus', 'kube-state-metrics']);
});

test('kube-state-metrics may only list the kinds that rules query, and no Secrets', () => {
  const { rules } = withStack().cluster.find('ClusterRole', 'kube-state-metrics') as unknown as {
    rules: { resources: string[]; verbs: string[] }[];
  };
  expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['list', 'watch']));
  expect(rules.flatMap(({ resources }) => resources).sort()).toEqual([
    'cronjobs',
    'daemonsets',
    'deployments',
    'horizontalpodautoscalers',
    'jobs',
    'namespaces',
    'nodes',
    'persistentvolumeclaims',
    'pods',
    'resourcequotas',
    'statefulsets',
  ]);
});

test('node agents run on every node, and mount directories of the host without access to its network or processes', () => {
  const { cluster } = withStack();
  for (const { spec } of cluster.ofKind('DaemonSet')) {
    const pod = spec.template.spec;
    expect(pod.tolerations).toEqual([{ operator: 'Exists' }]);
    expect([pod.hostNetwork, pod.hostPID, pod.hostIPC]).toEqual([undefined, undefined, undefined]);
    expect(pod.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
  }
  const writable = cluster
    .ofKind('DaemonSet')
    .flatMap((daemonSet) => containerOf(daemonSet).volumeMounts)
    .filter(({ readOnly }: { readOnly?: boolean }) => !readOnly)
    .map(({ mountPath }: { mountPath: string }) => mountPath);
  expect(writable).toEqual(['/var/lib/log-collector']);
});

test('the log collector sends logs to Loki with labels from their paths', () => {
  const { data } = withStack().cluster.find('ConfigMap', 'log-collector') as unknown as {
    data: Record<string, string>;
  };
  expect(data['config.alloy']).toContain('url = "http://loki.monitoring.svc:3100/loki/api/v1/push"');
  const regex = /regex +=.*"(.*)"/.exec(data['config.alloy'] ?? '')?.[1] ?? '';
  const path = '/var/log/pods/shop_api-7d9f-x2_0f1e2d3c-1111-2222-3333-444455556666/server/0.log';
  expect(new RegExp(`^${regex.replaceAll('?P<', '?<')}$`).exec(path)?.groups).toEqual({
    namespace: 'shop',
    pod: 'api-7d9f-x2',
    container: 'server',
  });
});

test('Loki deletes logs after the given number of days', () => {
  const { cluster } = withStack({ loki: { retentionDays: 3 } });
  const { limits_config, compactor } = configOf(cluster, 'loki-config', 'loki.yaml');
  expect(limits_config.retention_period).toBe('72h');
  expect(compactor.retention_enabled).toBe(true);
});

test('fails if the Pod Security level of the namespace does not admit a node agent', () => {
  const { cluster, namespace } = emptyCluster();
  const resources = { requests: { cpu: '1m', memory: '1Mi' }, limits: { cpu: '1m', memory: '1Mi' } };
  const props = { image: 'x:1', args: [], port: 1, readyPath: '/', user: 1, directories: [], resources };
  expect(() => new NodeAgent(cluster, 'agent', { namespace, name: 'agent', ...props })).toThrow(
    'node agent "agent" mounts directories of its host, but namespace "monitoring" is restricted: use a separate namespace that is privileged',
  );
});
