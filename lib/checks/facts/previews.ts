import type { Labels } from '../../kube/labels';

/** Whether a namespace, or an object in it, is that of a preview, by its labels. */
export function isPreview(labels: Labels | undefined): boolean {
  return labels?.environment === 'preview';
}

/** The id of a preview; undefined for other namespaces. */
export function previewId(labels: Labels | undefined): string | undefined {
  return isPreview(labels) ? labels?.['task-id'] : undefined;
}
