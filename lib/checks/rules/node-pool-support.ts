import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';

/** Warnings only: the pool works, and its owner decides whether to run it without support. */
export const nodePoolSupport: Rule = {
  id: 'node-pool-support',
  group: 'capacity',
  title: 'The cloud provider supports every node pool. Otherwise a warning is reported.',
  protects: 'The provider does not help if the pods that it runs on such nodes fail.',
  *check({ facts }): Iterable<Finding> {
    for (const { unsupported } of facts.nodes)
      if (unsupported !== undefined) yield { field: 'nodes', problem: unsupported, severity: 'warning' };
  },
};
