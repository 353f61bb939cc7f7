import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { objectName } from '../../checks/engine/finding';
import { perCluster } from '../../checks/engine/per-cluster';
import { Ledger } from '../../checks/facts/ledger';
import { type AskedEnd, type EndKind, endsOf } from '../isolation/ends';
import type { Manifest } from '../isolation/manifests';
import { shared, sharedNamespace } from '../names';

/** One end of connections. */
export interface ConnectedEnd {
  /** The name by which connections refer to it, such as `shop/web`, `api-server` or `198.51.100.0/24`. */
  readonly name: string;
  readonly kind: EndKind;
  /** The namespace of pods; undefined for other ends. */
  readonly namespace: string | undefined;
  /** The kind of the workload of pods, such as `Deployment`; undefined if it is not in dist/. */
  readonly workload: string | undefined;
  /**
   * The number of pods at the minimum and at the autoscalers' maximum: 0 for a PodTemplate, whose pods another program
   * creates; undefined without a known workload.
   */
  readonly replicas: { readonly minimum: number; readonly maximum: number } | undefined;
  /** The ports of pods on the host network: at the address of a node, no NetworkPolicy controls them. Empty for other ends. */
  readonly hostPorts: readonly number[];
}

/** The ends of the connections of a cluster, as the policies see them. */
export const policyEndsOf = perCluster(({ facts }) =>
  endsOf(
    facts.objects.map(({ json }) => json as Manifest),
    facts,
  ),
);

/** The ends of the connections of a cluster. */
export const connectedEndsOf = perCluster((cluster): readonly ConnectedEnd[] => {
  if (cluster.facts.nodes.length === 0) return [];
  const ledger = Ledger.of(cluster);
  const entries = new Map(ledger.entries.map((entry) => [objectName(entry.workload.object), entry]));
  const { sources, destinations } = policyEndsOf(cluster);
  const ends = [...sources, ...destinations]
    .filter(({ at }) => at !== undefined)
    .map((end): ConnectedEnd => {
      const { namespace, workload } = end.pod ?? {};
      const entry = workload === undefined ? undefined : entries.get(`${workload} ${end.name}`);
      const count = (load: 'minimum' | 'maximum') => (entry ? ledger.count(entry, load) : 0);
      return {
        name: endName(cluster, end),
        kind: end.kind,
        namespace: namespace === undefined ? undefined : sharedNamespace(cluster, namespace),
        workload,
        replicas: entry && { minimum: count('minimum'), maximum: count('maximum') },
        hostPorts:
          end.pod?.hostUser === undefined ? [] : end.pod.ports.map(({ containerPort }) => containerPort),
      };
    });
  return [...new Map(ends.map((end) => [end.name, end])).values()];
});

/** The name of an end, with `*` for the id of a preview. */
export function endName(cluster: ClusterIndex, { name, pod }: AskedEnd): string {
  return shared(cluster, pod?.namespace, name);
}
