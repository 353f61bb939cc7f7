import { formatCpu, formatMemory } from '../../kube/quantity';
import { type Finding, list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { Ledger, SCENARIO_TEXT, type Scenario } from '../facts/ledger';
import { type Homeless, place } from '../facts/scheduling';

/** Every pod finds a node. */
export const nodeCapacity: Rule = {
  id: 'node-capacity',
  group: 'capacity',
  title:
    'All pods of a cluster find room on its nodes, as far as these may grow, also while every workload rolls out at once; that autoscalers reach their maximum there is asked for by a warning.',
  protects: 'Pods stay `Pending`: the last ones that were made, whatever they are for.',
  *check(cluster): Iterable<Finding> {
    const { nodes, provider } = cluster.facts;
    if (nodes.length === 0) return;
    const ledger = Ledger.of(cluster);
    const homeless = (scenario: Scenario) => place(ledger, nodes, scenario, provider.pods);
    const minimum = homeless('minimum');
    if (minimum.length > 0) {
      yield told(ledger, minimum, 'minimum', 'declare more or larger nodes, or run less');
      return;
    }
    const rollout = homeless('rollout');
    if (rollout.length > 0)
      yield told(
        ledger,
        rollout,
        'rollout',
        'declare more or larger nodes, or let workloads roll out without a pod more (maxSurge: 0)',
      );
    const maximum = homeless('maximum');
    if (maximum.length > 0)
      yield {
        ...told(
          ledger,
          maximum,
          'maximum',
          'the load for which maxReplicas was chosen cannot be served: let more nodes come, or lower maxReplicas',
        ),
        severity: 'warning',
      };
  },
};

function told(ledger: Ledger, homeless: readonly Homeless[], scenario: Scenario, remedy: string): Finding {
  const pods = homeless.reduce((sum, { count }) => sum + count, 0);
  const [first] = homeless;
  const size = first
    ? `${formatCpu(first.cpu)} and ${formatMemory(first.memory)}${homeless.length > 1 ? ' and less' : ''} each`
    : '';
  const whose = first ? ` of ${size} (${list(first.names)})` : '';
  const nodes = ledger.nodes('maximum');
  return {
    field: 'nodes',
    value: nodes,
    problem: `${SCENARIO_TEXT[scenario]}, no room is left for ${pods} ${pods === 1 ? 'pod' : 'pods'}${whose}: ${remedy}`,
  };
}
