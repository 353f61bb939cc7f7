import { AUTOSCALING } from './autoscaling';
import { CERTIFICATES } from './certificates';
import { type Check, type Constraints, compilePath } from './constraint';
import { GATEWAY } from './gateway-api';
import { METADATA } from './metadata';
import { NAMESPACES } from './namespaces';
import { NETWORK } from './network';
import { PODS } from './pods';
import { POLICY } from './policy';
import { PROBES } from './probes';
import { SERVICES } from './services';
import { VOLUMES } from './volumes';
import { WEBHOOKS } from './webhooks';
import { WORKLOADS } from './workloads';

/** The constraints of a type, ready for evaluation. */
export interface Constraint {
  /** The first field of its path; empty for the object itself. */
  readonly field: string;
  readonly partsOf: ReturnType<typeof compilePath>;
  readonly checks: readonly Check[];
}

const TABLES: readonly Constraints[] = [
  METADATA,
  PODS,
  PROBES,
  VOLUMES,
  WORKLOADS,
  AUTOSCALING,
  SERVICES,
  NAMESPACES,
  NETWORK,
  GATEWAY,
  POLICY,
  WEBHOOKS,
  CERTIFICATES,
];

/**
 * All constraints by type.
 *
 * They state what the API server validates in code. `test/cluster/constraints.test.ts` compares them with an API server.
 *
 * @see https://github.com/kubernetes/kubernetes/tree/v1.36.4/pkg/apis, the folders `validation`
 */
export const CONSTRAINTS: ReadonlyMap<string, readonly Constraint[]> = collected();

function collected(): Map<string, Constraint[]> {
  const byType = new Map<string, Constraint[]>();
  for (const [type, constraints] of TABLES.flatMap((table) => Object.entries(table))) {
    const own = Object.entries(constraints).map(([path, checks]) => ({
      field: /^\w*/.exec(path)?.[0] ?? '',
      partsOf: compilePath(path),
      checks: typeof checks === 'function' ? [checks] : checks,
    }));
    byType.set(type, [...(byType.get(type) ?? []), ...own]);
  }
  return byType;
}
