import { formatCpu, formatMemory } from '../../kube/quantity';
import { type Finding, list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { Ledger, SCENARIO_TEXT, type Scenario, shortages } from '../facts/ledger';
import { unplaced } from '../facts/scheduling';

const REMEDY: Readonly<Record<Scenario, string>> = {
  minimum: 'add or enlarge nodes, or reduce the requests',
  rollout: 'add or enlarge nodes, or set maxSurge to 0',
  maximum: 'decide whether to allow more nodes or to lower maxReplicas',
};

export const nodeCapacity: Rule = {
  id: 'node-capacity',
  group: 'capacity',
  title:
    'All pods of a cluster fit on the maximum number of its nodes, also while all workloads roll out at once. A warning is reported if the pods that quotas admit at the maximum of the autoscalers do not fit.',
  protects: 'The pods that were created last stay `Pending`, regardless of their importance.',
  *check(cluster): Iterable<Finding> {
    if (cluster.facts.nodes.length === 0) return;
    yield* shortages((scenario) => {
      const batches = unplaced(cluster, scenario);
      const [first] = batches;
      if (first === undefined) return undefined;
      const pods = batches.reduce((sum, { count }) => sum + count, 0);
      const size = `${batches.length > 1 ? 'at most ' : ''}${formatCpu(first.cpu)} CPU and ${formatMemory(first.memory)} memory`;
      const problem = `${SCENARIO_TEXT[scenario]}, no node has room for ${pods} ${pods === 1 ? 'pod' : 'pods'} of ${size} (${list(first.names)}): ${REMEDY[scenario]}`;
      return { field: 'nodes', value: Ledger.of(cluster).nodes('maximum'), problem };
    });
  },
};
