import type { ClusterFacts } from '../../../lib/checks/engine/cluster-facts';
import { UNNAMED_CLUSTER } from '../../../lib/checks/engine/unnamed-cluster';
import { ApiError, type ApiRequest } from '../../../lib/live/client';
import type { ApiResource } from '../../../lib/live/discovery';
import type { Situation, WrittenManifest } from '../../../lib/live/situation';
import { fakeClient } from '../fake-client';

/** A cluster for tests of one question. */
interface FakeCluster {
  readonly facts?: Partial<ClusterFacts>;
  /** The objects of dist/. */
  readonly written?: readonly object[];
  /** The objects of the cluster, by the names of their kinds in paths. An error stands for a refusal of the list. */
  readonly live?: Readonly<Record<string, readonly object[] | ApiError>>;
  /** The answers to requests of single objects, by path. */
  readonly single?: Readonly<Record<string, object | ApiError>>;
  readonly namespaces?: readonly string[];
  readonly versions?: { readonly server?: string; readonly kubectl?: string };
  readonly resources?: readonly ApiResource[];
}

const KINDS: readonly [string, string, string, boolean][] = [
  ['', 'Namespace', 'namespaces', false],
  ['', 'Node', 'nodes', false],
  ['', 'Pod', 'pods', true],
  ['', 'Service', 'services', true],
  ['apps', 'DaemonSet', 'daemonsets', true],
  ['apps', 'Deployment', 'deployments', true],
  ['discovery.k8s.io', 'EndpointSlice', 'endpointslices', true],
  ['gateway.networking.k8s.io', 'GatewayClass', 'gatewayclasses', false],
  ['networking.k8s.io', 'IngressClass', 'ingressclasses', false],
  ['storage.k8s.io', 'StorageClass', 'storageclasses', false],
];

export const RESOURCES: readonly ApiResource[] = KINDS.map(([group, kind, plural, isNamespaced]) => ({
  group,
  version: 'v1',
  kind,
  plural,
  isNamespaced,
  verbs: ['list'],
}));

export function situation(cluster: FakeCluster): Situation & { readonly sent: ApiRequest[] } {
  const { live = {}, single = {}, written = [], namespaces, versions = {}, resources = RESOURCES } = cluster;
  const client = fakeClient(({ path }) => {
    const [plain = ''] = path.split('?');
    const list = live[plain.split('/').at(-1) ?? ''];
    if (single[plain] !== undefined) return single[plain];
    if (list === undefined && !path.includes('?')) return undefined;
    return list instanceof ApiError ? list : { metadata: {}, items: list ?? [] };
  });
  return {
    client,
    sent: client.sent,
    discovery: { resources, silent: [] },
    facts: { ...UNNAMED_CLUSTER, name: 'shop', objects: [], ...cluster.facts },
    objects: written.map((json, index) => ({
      json: json as WrittenManifest['json'],
      file: 'dist/shop/50-test.k8s.yaml',
      positionOf: (field) => ({ line: index + 1, column: field === undefined ? 1 : 3 }),
    })),
    serverVersion: versions.server ?? 'v1.36.4',
    kubectlVersion: versions.kubectl ?? 'v1.36.0',
    namespaces: namespaces && new Set(namespaces),
    progress: () => {},
  };
}
