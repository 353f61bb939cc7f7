import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { groupBy } from '../../checks/engine/group-by';
import type { KubeObject } from '../../checks/engine/kube-object';
import { Ledger } from '../../checks/facts/ledger';
import { stopsFirst } from '../../checks/facts/rollout';
import { fieldChanges } from '../field-changes';
import { counted, sentenceList, shared, sharedName } from '../names';
import type { Comparison } from './compare';

/** A workload whose pods are replaced when its pod template changes. */
const RESTARTING = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;

interface Spec {
  readonly template?: unknown;
  readonly replicas?: number;
  readonly updateStrategy?: { readonly type?: string };
}

/** How the pods of a workload are replaced. */
type Manner = 'without an interruption' | 'with an interruption' | 'when they are deleted';

/** The pods that an apply restarts, because their template changes. */
export const compareRestarts: Comparison = (before, after) => {
  const workloads = byName(before);
  const restarts = after.ofKind(...RESTARTING).flatMap((object) => {
    const old = workloads.get(sharedName(after, object));
    if (old === undefined) return [];
    const templates = [templateText(before, old), templateText(after, object)] as const;
    if (templates[0] === templates[1]) return [];
    const [was, now] = templates.map((text) => ({ template: JSON.parse(text) })) as [object, object];
    if (fieldChanges(was, now).length === 0) return [];
    const count = podsOf(after, object);
    return count === 0 ? [] : [{ name: sharedName(after, object), count, manner: mannerOf(object, count) }];
  });
  return [...groupBy(restarts, ({ manner }) => manner)].map(([manner, all]) => {
    const pods = all.reduce((sum, { count }) => sum + count, 0);
    const names = sentenceList(
      all.map(({ name }) => name),
      12,
    );
    return {
      topic: 'restarts',
      sentence: `${counted(pods, 'pod')} restart${pods === 1 ? 's' : ''} ${manner}: ${names}`,
      isImportant: manner !== 'without an interruption',
    };
  });
};

function byName(cluster: ClusterIndex): ReadonlyMap<string, KubeObject> {
  return new Map(
    cluster.ofKind<string>(...RESTARTING).map((object) => [sharedName(cluster, object), object]),
  );
}

function templateText(cluster: ClusterIndex, { spec, namespace }: KubeObject): string {
  return shared(cluster, namespace, JSON.stringify((spec as Spec).template ?? {}));
}

/** The number of pods at the minimum. Those of all previews count. */
function podsOf(cluster: ClusterIndex, object: KubeObject): number {
  const ledger = Ledger.of(cluster);
  const { namespace = 'default' } = object;
  const entry = ledger.in(namespace).find(({ workload }) => workload.object === object);
  return entry === undefined ? 0 : ledger.count(entry, 'minimum') * (1 + cluster.copiesOf(namespace).length);
}

/**
 * A StatefulSet and a DaemonSet stop a pod before they start its successor: with one pod, nothing answers meanwhile.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies
 */
function mannerOf(object: KubeObject, count: number): Manner {
  if ((object.spec as Spec).updateStrategy?.type === 'OnDelete') return 'when they are deleted';
  const isStopped =
    object.kind === 'Deployment'
      ? stopsFirst(object as KubeObject<'Deployment'>, count) &&
        (count === 1 || isRecreated(object as KubeObject<'Deployment'>))
      : count === 1 || object.kind === 'DaemonSet';
  return isStopped ? 'with an interruption' : 'without an interruption';
}

function isRecreated({ spec }: KubeObject<'Deployment'>): boolean {
  return spec.strategy?.type === 'Recreate';
}
