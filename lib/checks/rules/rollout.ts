import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { type Entry, Ledger } from '../facts/ledger';
import { podQuotas } from '../facts/quota';
import { contested, mostPods, stopsFirst } from '../facts/rollout';

/** The defaults of Kubernetes. */
const GRACE_SECONDS = 30;
const PROGRESS_DEADLINE_SECONDS = 600;

export const rollout: Rule = {
  id: 'rollout',
  group: 'capacity',
  title:
    'Every Deployment can roll out while autoscalers use up the quotas: a quota always has room for one more pod, or an old pod may stop first. Its progress deadline is longer than the grace periods of its pods, one after the other, because a terminating pod counts until its grace period ends. A new pod does not wait for the volume of an old one, and no Deployment is paused. Otherwise a warning is reported.',
  protects: 'A rollout under load never ends, or is reported as failed although it continues.',
  *check(cluster) {
    for (const object of cluster.ofKind('Deployment')) {
      const problem = 'changes of the pods are not rolled out: remove it';
      if (object.spec.paused)
        yield { object, field: 'spec.paused', value: true, problem, severity: 'warning' };
      yield* heldVolumes(cluster, object);
    }
    for (const entry of Ledger.of(cluster).entries) {
      if (entry.workload.object.kind !== 'Deployment' || !podQuotas(cluster).has(entry.workload.namespace))
        continue;
      const object = entry.workload.object as KubeObject<'Deployment'>;
      const most = mostPods(cluster, entry);
      if (contested(cluster, entry, most) === undefined) continue;
      const finding = stall(cluster, entry, object, most) ?? late(entry, object, most);
      if (finding) yield { ...finding, object, severity: 'warning' };
    }
  },
};

/**
 * The volumes that a new pod of a Deployment cannot use while an old one runs, or only on the same node.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
 */
function* heldVolumes(cluster: ClusterIndex, object: KubeObject<'Deployment'>): Iterable<Finding> {
  const { template, replicas = 1 } = object.spec;
  if (stopsFirst(object, replicas)) return;
  const nodes = cluster.facts.nodes.reduce((sum, { count, maxCount = count }) => sum + maxCount, 0);
  for (const [index, { persistentVolumeClaim }] of (template?.spec?.volumes ?? []).entries()) {
    const name = persistentVolumeClaim?.claimName;
    if (name === undefined) continue;
    const claim = cluster.find({ kind: 'PersistentVolumeClaim', namespace: object.namespace, name });
    const modes = (claim as KubeObject<'PersistentVolumeClaim'> | undefined)?.spec.accessModes ?? [];
    const isOfOnePod = modes.includes('ReadWriteOncePod');
    if (!isOfOnePod && (nodes <= 1 || modes.join() !== 'ReadWriteOnce')) continue;
    const where = isOfOnePod ? '' : ' on another node';
    const problem = `a rollout starts a new pod first, which${where} waits for the volume of the old one: set spec.strategy.type to Recreate`;
    const field = `spec.template.spec.volumes[${index}].persistentVolumeClaim.claimName`;
    yield { object, field, value: name, problem, severity: isOfOnePod ? 'error' : 'warning' };
  }
}

/** The smallest number of replicas with which a rollout waits for room that other pods can use up. */
function stall(
  cluster: ClusterIndex,
  entry: Entry,
  object: KubeObject<'Deployment'>,
  most: number,
): Finding | undefined {
  for (let replicas = entry.scale.min; replicas <= most; replicas += 1) {
    if (stopsFirst(object, replicas)) continue;
    const full = contested(cluster, entry, replicas);
    if (full === undefined) continue;
    const problem = `with ${replicas} replicas, a rollout starts a new pod first, but other pods can use up ${full.resource} of ${objectName(full.quota)}: let maxUnavailable allow one of ${replicas} pods to stop first, or limit the other pods by a quota of their own`;
    return { field: 'spec.strategy', value: object.spec.strategy, problem };
  }
  return undefined;
}

function late(entry: Entry, { spec }: KubeObject<'Deployment'>, most: number): Finding | undefined {
  const { progressDeadlineSeconds: deadline = PROGRESS_DEADLINE_SECONDS } = spec;
  const { terminationGracePeriodSeconds: grace = GRACE_SECONDS } = entry.workload.pod;
  if (deadline > grace * most) return undefined;
  const problem = `under a full quota, a rollout of ${most} pods can wait ${grace * most} s for terminating pods: raise the deadline above ${grace * most}, or lower terminationGracePeriodSeconds`;
  return { field: 'spec.progressDeadlineSeconds', value: deadline, problem };
}
