import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { objectName } from '../../checks/engine/finding';
import { groupBy } from '../../checks/engine/group-by';
import type { KubeObject } from '../../checks/engine/kube-object';
import { Ledger } from '../../checks/facts/ledger';
import { isPreview } from '../../checks/facts/previews';
import { stopsFirst } from '../../checks/facts/rollout';
import { counted } from '../../kube/text';
import type { Consequence } from '../consequence';
import { isSameMeaning } from '../field-changes';
import { sentenceList } from '../names';
import type { ObjectChange, PreviewChange } from '../object-change';
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

/** The pods that an apply restarts, because their template changes. Those of previews are counted by {@link previewRestarts}. */
export const compareRestarts: Comparison = (before, after) => {
  const restarts = after.ofKind(...RESTARTING).flatMap((object) => {
    const { namespace = 'default' } = object;
    const old = before.find(object);
    if (old === undefined || object.isAtRuntime || isPreview(after.namespaceLabels(namespace))) return [];
    if (isSameMeaning((old.spec as Spec).template, (object.spec as Spec).template)) return [];
    const count = podsOf(before, old);
    return count === 0 ? [] : [{ name: objectName(object), count, manner: mannerOf(object, count) }];
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

/** The previews whose pods restart. */
export function previewRestarts(previews: readonly PreviewChange[]): Consequence[] {
  const isTemplate = ({ object, fields }: ObjectChange) =>
    (RESTARTING as readonly string[]).includes(object.kind) &&
    fields.some(({ path }) => path.startsWith('spec.template.'));
  const count = previews
    .filter(({ objects }) => objects.some(isTemplate))
    .reduce((sum, preview) => sum + preview.count, 0);
  if (count === 0) return [];
  return [
    { topic: 'restarts', sentence: `the pods of ${counted(count, 'preview')} restart`, isImportant: false },
  ];
}

/** The number of pods of a workload at the minimum. */
function podsOf(cluster: ClusterIndex, object: KubeObject): number {
  const ledger = Ledger.of(cluster);
  const entry = ledger.in(object.namespace ?? 'default').find(({ workload }) => workload.object === object);
  return entry === undefined ? 0 : ledger.count(entry, 'minimum');
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
