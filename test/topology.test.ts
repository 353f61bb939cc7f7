import { TopologyApp } from '../lib/core/topology-app';
import { readConfiguration } from '../lib/systems/configuration';
import { topology } from '../lib/topology';
import { APP_IMAGE } from './support/aiworker';
import { jsonOf } from './support/manifests';
import { type Column, matrix, type Pod, PolicyWorld } from './support/reachability';

/** Namespaces of every cluster that this program does not make. */
const FOREIGN = ['default', 'kube-system', 'cert-manager'];

const OUTSIDE = '203.0.113.7';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // biome-ignore lint/suspicious/noExplicitAny: every kind of workload is looked into
  readonly spec?: any;
  /** The template of a PodTemplate, which has no specification. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly template?: any;
}

/** The pod template of a workload of any kind. */
function templateOf({ kind, spec, template }: Manifest) {
  if (kind === 'PodTemplate') return template;
  if (['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(kind)) return spec.template;
  if (kind === 'CronJob') return spec.jobTemplate.spec.template;
  return undefined;
}

/**
 * A pod of each workload, and a pod that no rule selects in each namespace without workloads.
 *
 * Pods on the host network are left out: network policies match them by the address of the node.
 */
function podsOf(manifests: readonly Manifest[]): Pod[] {
  const workloads = manifests.flatMap((manifest): Pod[] => {
    const template = templateOf(manifest);
    if (template === undefined || template.spec.hostNetwork) return [];
    const ports = template.spec.containers.flatMap(
      (container: { ports?: Pod['ports'] }) => container.ports ?? [],
    );
    const { name, namespace = '' } = manifest.metadata;
    return [{ namespace, name, labels: template.metadata.labels, ports }];
  });
  const namespaces = manifests
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ metadata }) => metadata.name);
  const empty = namespaces.filter((name) => !workloads.some(({ namespace }) => namespace === name));
  const unknown = [...empty, ...FOREIGN.filter((name) => !namespaces.includes(name))];
  return [...workloads, ...unknown.map((namespace) => ({ namespace, name: 'any', labels: { app: 'any' } }))];
}

/** The ports of the pods, and port 80 of the pods without ports in namespaces without workloads. */
function columnsOf(
  pods: readonly Pod[],
  apiServer: { readonly cidrs: readonly string[]; readonly port: number },
): Column[] {
  const inside = pods.flatMap((pod): Column[] => {
    const ports = pod.ports?.length ? pod.ports : pod.name === 'any' ? [{ containerPort: 80 }] : [];
    return ports.map(({ containerPort, protocol }) => ({
      to: pod,
      port: containerPort,
      protocol: protocol === 'UDP' ? 'UDP' : 'TCP',
      title: pod.name ?? '',
    }));
  });
  const dns: Pod = { namespace: 'kube-system', name: 'dns', labels: { 'k8s-app': 'kube-dns' } };
  const address = apiServer.cidrs[0]?.replace(/\/\d+$/, '') ?? '';
  return [
    ...inside,
    { to: dns, port: 53, protocol: 'UDP', title: 'dns' },
    { to: dns, port: 53, protocol: 'TCP', title: 'dns' },
    { to: OUTSIDE, port: 443, protocol: 'TCP', title: 'internet' },
    { to: OUTSIDE, port: 80, protocol: 'TCP', title: 'internet' },
    { to: '169.254.169.254', port: 80, protocol: 'TCP', title: 'metadata' },
    { to: '192.168.1.1', port: 443, protocol: 'TCP', title: 'private' },
    { to: address, port: apiServer.port, protocol: 'TCP', title: 'api-server' },
  ];
}

/** The shipped clusters, with one additional project and two additional previews. */
function world() {
  const app = new TopologyApp();
  const config = readConfiguration('config');
  const preview = {
    project: 'other-project',
    createdAt: '2026-01-19T12:00:00Z',
    ttl: '168h',
    image: APP_IMAGE,
  };
  const aiworker = {
    ...config.aiworker,
    projects: [...config.aiworker.projects, { name: 'other-project' }],
    previews: [...config.aiworker.previews, { ...preview, id: 'one' }, { ...preview, id: 'two' }],
  };
  topology(app, { ...config, aiworker });
  return app;
}

const app = world();
const { clusters } = app;

/** The network policies and the pods of one cluster. */
function cluster(name: string) {
  const own = jsonOf<Manifest>(app)
    .filter((manifest) => manifest.cluster === name)
    .flatMap(({ json }) => json);
  const foreign = FOREIGN.filter(
    (foreignName) => !own.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === foreignName),
  );
  const namespaces = foreign.map((foreignName) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: foreignName },
  }));
  return { policies: new PolicyWorld([...own, ...namespaces]), pods: podsOf(own) };
}

test.each(clusters.map(({ name, network }) => [name, network.apiServer] as const))(
  'the connections in %s',
  (name, apiServer) => {
    const { policies, pods } = cluster(name);
    expect(`\n${matrix(policies, [...pods, OUTSIDE], columnsOf(pods, apiServer))}`).toMatchSnapshot();
  },
);

describe('a preview of aiworker', () => {
  const { policies, pods } = cluster('aiworker');
  const previews = pods.filter(({ namespace }) => namespace.startsWith('preview-task-'));
  const reached = (to: readonly Pod[]) =>
    previews.flatMap((from) =>
      to
        .filter((pod) => pod.namespace !== from.namespace)
        .filter((pod) =>
          [80, 443, 3000, ...(pod.ports ?? []).map(({ containerPort }) => containerPort)].some((port) =>
            policies.allows(from, pod, port, 'TCP'),
          ),
        )
        .map((pod) => `${from.namespace} reaches ${pod.namespace}/${pod.name}`),
    );

  test('cannot connect to another preview', () => {
    expect(new Set(previews.map(({ namespace }) => namespace)).size).toBeGreaterThan(1);
    expect(reached(previews)).toEqual([]);
  });

  test('cannot connect to dev, staging, production, control-plane, agents or monitoring', () => {
    const forbidden = /-(dev|staging|production)$|^(control-plane|agents|monitoring)$/;
    const others = pods.filter(({ namespace }) => forbidden.test(namespace));
    expect(others.length).toBeGreaterThanOrEqual(6);
    expect(reached(others)).toEqual([]);
  });
});
