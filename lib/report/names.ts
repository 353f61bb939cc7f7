import type { ClusterIndex } from '../checks/engine/cluster-index';
import { objectName } from '../checks/engine/finding';
import type { KubeObject } from '../checks/engine/kube-object';
import { previewId } from '../checks/facts/previews';

/**
 * Replaces the id of a preview in a text by `*`. Only the id itself and `task-` with the id are replaced: an id such as `1`
 * is part of many other texts.
 */
export function idMask(id: string): (text: string) => string {
  const named = new RegExp(`\\btask-${id.replace(/[^\w-]/g, '\\$&')}(?![\\w-])`, 'g');
  return (text) => (text === id ? '*' : text.replace(named, 'task-*'));
}

/** A text of an object in a namespace, with `*` for the id of a preview: all previews have the same texts. */
export function shared(cluster: ClusterIndex, namespace: string | undefined, text: string): string {
  if (namespace === undefined) return text;
  const id = previewId(cluster.namespaceLabels(namespace));
  return id === undefined ? text : idMask(id)(text);
}

/** The name of a namespace, with `*` for the id of a preview. */
export function sharedNamespace(cluster: ClusterIndex, namespace: string): string {
  return shared(cluster, namespace, namespace);
}

/** An object in a sentence: `Deployment shop/web`, or with `*` for the id of a preview. */
export function sharedName(cluster: ClusterIndex, object: KubeObject): string {
  return shared(cluster, object.namespace, objectName(object));
}

/** Texts as a list in a sentence: `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function sentenceList(items: readonly string[], most = 4): string {
  const sorted = [...new Set(items)].sort();
  const more = sorted.length - most;
  if (more > 1) return `${sorted.slice(0, most).join(', ')} and ${more} more`;
  const last = sorted.at(-1) ?? '';
  return sorted.length < 2 ? last : `${sorted.slice(0, -1).join(', ')} and ${last}`;
}
