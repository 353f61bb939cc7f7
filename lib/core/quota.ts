import type { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { QuotaFigures } from './limit-range';
import type { PriorityClass } from './priority-class';

/** The properties of a quota. */
export interface QuotaProps {
  readonly namespace: string;
  readonly name: string;
  /** The maximum of each resource, as quantities by resource name, such as `limits.cpu`. */
  readonly hard: Readonly<Record<string, string>>;
  /** Only pods of these priority classes count. @default all pods */
  readonly only?: readonly PriorityClass[];
  /** Pods of these priority classes do not count. @default none */
  readonly except?: readonly PriorityClass[];
}

/**
 * A quota: the maximum that pods of a namespace together may request and use.
 *
 * A pod must fit every quota that counts it. A terminating pod counts until its grace period ends.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export class Quota extends k8s.KubeResourceQuota {
  /** @throws Error if a quota of some priority classes counts PersistentVolumeClaims */
  constructor(scope: Construct, id: string, { namespace, name, hard, only, except }: QuotaProps) {
    const matchExpressions = [...classes('In', only), ...classes('NotIn', except)];
    if (matchExpressions.length > 0 && 'persistentvolumeclaims' in hard)
      throw new Error(
        `quota "${namespace}/${name}" counts pods by priority class, and PersistentVolumeClaims have none: count them in a quota of their own`,
      );
    super(scope, id, {
      metadata: { name, namespace },
      spec: {
        hard: Object.fromEntries(
          Object.entries(hard).map(([resource, quantity]) => [resource, k8s.Quantity.fromString(quantity)]),
        ),
        ...(matchExpressions.length > 0 && { scopeSelector: { matchExpressions } }),
      },
    });
  }
}

/** The figures of a quota as quantities by resource name. */
export function quotaHard({ requests, limits, pods, persistentVolumeClaims }: QuotaFigures) {
  return {
    'requests.cpu': requests.cpu,
    'requests.memory': requests.memory,
    'limits.cpu': limits.cpu,
    'limits.memory': limits.memory,
    ...(pods !== undefined && { pods: String(pods) }),
    ...(persistentVolumeClaims !== undefined && { persistentvolumeclaims: String(persistentVolumeClaims) }),
  };
}

function classes(
  operator: 'In' | 'NotIn',
  named: readonly PriorityClass[] = [],
): k8s.ScopedResourceSelectorRequirement[] {
  if (named.length === 0) return [];
  return [{ scopeName: 'PriorityClass', operator, values: named.map(({ name }) => name) }];
}
