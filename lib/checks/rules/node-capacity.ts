import { formatCpu, formatMemory } from '../../kube/quantity';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { Rule } from '../engine/rule';
import { Ledger, SCENARIO_TEXT, type Scenario, shortages } from '../facts/ledger';
import { nodeLosses } from '../facts/node-loss';
import { type Batch, unplaced } from '../facts/scheduling';

const REMEDY: Readonly<Record<Scenario, string>> = {
  minimum: 'add or enlarge nodes, or reduce the requests',
  rollout: 'add or enlarge nodes, or set maxSurge to 0',
  maximum: 'decide whether to allow more nodes or to lower maxReplicas',
};

/** The maximum number of sizes in a message, the largest first. */
const MAX_SIZES = 4;

export const nodeCapacity: Rule = {
  id: 'node-capacity',
  group: 'capacity',
  title:
    'All pods of a cluster fit on the maximum number of its nodes, on different nodes where a topology spread constraint requires it, also while all workloads roll out at once. A warning is reported if the pods that quotas admit at the maximum of the autoscalers do not fit. All pods except those of a negative priority, such as previews and agents, also fit with one node less of a pool that does not grow.',
  protects:
    'The pods that were created last stay `Pending`, regardless of their importance. After the loss of a node, pods stay `Pending` although all pods that may be evicted have been evicted.',
  *check(cluster): Iterable<Finding> {
    if (cluster.facts.nodes.length === 0) return;
    const found = [
      ...shortages((scenario) => {
        const batches = unplaced(cluster, scenario);
        return shortage(cluster, batches, SCENARIO_TEXT[scenario], REMEDY[scenario]);
      }),
    ];
    yield* found;
    // The nodes are too small already.
    if (found.some(({ severity }) => severity !== 'warning')) return;
    yield* afterLossOfNode(cluster);
  },
};

/** The pods that stay pending after the loss of a node. */
function* afterLossOfNode(cluster: ClusterIndex): Iterable<Finding> {
  for (const { pool, nodes, entries } of nodeLosses(cluster)) {
    const batches = unplaced(cluster, 'minimum', nodes, entries);
    const situation = `with one node of pool ${pool} less`;
    const remedy =
      'add or enlarge nodes, reduce the requests, or give less important pods a negative priority';
    const finding = shortage(cluster, batches, situation, remedy);
    if (finding) yield finding;
  }
}

function shortage(
  cluster: ClusterIndex,
  batches: readonly Batch[],
  situation: string,
  remedy: string,
): Finding | undefined {
  if (batches.length === 0) return undefined;
  const disk = cluster.facts.nodes.some((pool) => pool.disk !== undefined);
  const sizes = groupBy(batches, (batch) => sizeOf(batch, disk));
  const texts = [...sizes].slice(0, MAX_SIZES).map(([size, same]) => {
    const pods = same.reduce((sum, { count }) => sum + count, 0);
    return `${pods} ${pods === 1 ? 'pod' : 'pods'} of ${size} (${list(same.flatMap(({ names }) => names))})`;
  });
  const more = sizes.size - texts.length;
  if (more > 0) texts.push(`pods of ${more} smaller sizes`);
  const problem = `${situation}, no node has room for ${texts.join(', and for ')}: ${remedy}`;
  return { field: 'nodes', value: Ledger.of(cluster).nodes('maximum'), problem };
}

function sizeOf({ cpu, memory, disk }: Batch, hasDisk: boolean): string {
  const figures = [`${formatCpu(cpu)} CPU`, `${formatMemory(memory)} memory`];
  if (hasDisk) figures.push(`${formatMemory(disk)} disk`);
  return `${figures.slice(0, -1).join(', ')} and ${figures.at(-1)}`;
}
