import { share } from '../../kube/int-or-percent';
import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import { type Entry, Ledger } from './ledger';
import { largestFirst } from './pod-size';
import { Admission } from './quota';

/** The default of Kubernetes for `maxSurge` and for `maxUnavailable`. */
const QUARTER = '25%';

/** Whether a rollout of a number of replicas may stop an old pod before a new one is available. */
export function stopsFirst({ spec }: KubeObject<'Deployment'>, replicas: number): boolean {
  const { type, rollingUpdate: { maxSurge = QUARTER, maxUnavailable = QUARTER } = {} } = spec.strategy ?? {};
  if (type === 'Recreate') return true;
  // Kubernetes rounds the additional pods up and the unavailable ones down, and allows one if both are 0.
  return share(maxUnavailable, replicas, Math.floor) > 0 || share(maxSurge, replicas) === 0;
}

/** The largest number of pods of an entry that quotas admit beside the minimum of all other entries. */
export function mostPods(cluster: ClusterIndex, entry: Entry): number {
  const admission = new Admission(cluster, entry.workload.namespace);
  admission.fill(entry);
  return admission.count(entry);
}

/**
 * The quota, and its resource, that refuses one more pod of an entry while the autoscalers of the other pods ask for their
 * maximum; undefined if there is always room.
 *
 * The smallest pods come first, because they leave the least room.
 */
export function contested(
  cluster: ClusterIndex,
  entry: Entry,
  count: number,
): ReturnType<Admission['refusal']> {
  const { namespace } = entry.workload;
  const admission = new Admission(cluster, namespace);
  admission.fill(entry, count);
  const others = Ledger.of(cluster)
    .in(namespace)
    .filter((other) => other !== entry);
  for (const other of others.sort((a, b) => largestFirst(b.size.limits, a.size.limits)))
    admission.fill(other);
  return admission.refusal(entry);
}
