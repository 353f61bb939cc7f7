import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { isClusterScoped, type KubeObject, objectKey } from '../../checks/engine/kube-object';
import { isPreview } from '../../checks/facts/previews';
import { counted } from '../../kube/text';
import { KEPT_KINDS } from '../../live/kept-kinds';
import { sentenceList, shared, sharedName } from '../names';

/**
 * Sentences about the objects that leave dist/: an apply deletes nothing, and `npm run prune` keeps what only a person may
 * delete. The backend deletes previews.
 */
export function deletions(before: ClusterIndex, after: ClusterIndex): string[] {
  const now = new Set(after.objects.map((object) => shared(after, object.namespace, objectKey(object))));
  const removed = before.objects.filter(
    (object) =>
      !object.isAtRuntime &&
      !now.has(shared(before, object.namespace, objectKey(object))) &&
      !isOfPreview(before, object),
  );
  const namespaces = removed.filter(({ kind }) => kind === 'Namespace');
  const gone = new Set(namespaces.map(({ name }) => name));
  const claims = removed.filter(hasClaims);
  const withClaims = new Set(claims.map(({ namespace }) => namespace));
  const isKept = ({ name, labels }: KubeObject) => labels.protected === 'true' || withClaims.has(name);
  const rest = removed.filter(
    ({ kind, namespace = '' }) => kind !== 'Namespace' && (isClusterScoped(kind) || !gone.has(namespace)),
  );
  const deleted = rest.filter(({ kind }) => !KEPT_KINDS.has(kind));
  const prune = `npm run prune -- ${after.facts.name}`;
  const [is, it] = deleted.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const about = (objects: readonly KubeObject[], sentence: (names: string) => string): string[] => {
    const names = objects.map((object) => sharedName(before, object));
    return objects.length === 0 ? [] : [sentence(sentenceList(names, 8))];
  };
  return [
    ...about(deleted, (names) => {
      const count = counted(deleted.length, 'object');
      return `an apply does not delete ${count} that ${is} no longer in dist/; ${prune} deletes ${it}: ${names}`;
    }),
    ...about(
      namespaces.filter((namespace) => !isKept(namespace)),
      (names) => `an apply does not delete ${names}; ${prune} deletes namespaces with all that they contain`,
    ),
    ...about(
      namespaces.filter(isKept),
      (names) =>
        `decide whether to delete ${names}: ${prune} keeps protected namespaces, and those with volumes`,
    ),
    ...about(
      rest.filter((object) => KEPT_KINDS.has(object.kind) && !hasClaims(object)),
      (names) => `decide whether to delete ${names}: ${prune} keeps volumes, and definitions of kinds`,
    ),
    ...about(
      claims,
      (names) => `decide about the data of ${names}: the volumes remain until a person deletes their claims`,
    ),
  ];
}

function hasClaims({ kind, spec }: KubeObject): boolean {
  if (kind === 'PersistentVolumeClaim') return true;
  return (
    kind === 'StatefulSet' && (spec as { volumeClaimTemplates?: unknown }).volumeClaimTemplates !== undefined
  );
}

/** Whether an object belongs to a preview. */
function isOfPreview(cluster: ClusterIndex, { namespace, kind, name }: KubeObject): boolean {
  return isPreview(cluster.namespaceLabels((kind === 'Namespace' ? name : namespace) ?? ''));
}
