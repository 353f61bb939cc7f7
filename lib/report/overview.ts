import type { Against, ClusterReport } from './model';
import type { ObjectChange } from './object-change';

/**
 * A table with one row for each cluster.
 *
 * @returns the headings and the rows
 */
export function overview(
  clusters: readonly ClusterReport[],
  isComparison: boolean,
): [headings: string[], rows: string[][]] {
  if (!isComparison) {
    const rows = clusters.map(({ name, present }) => [
      name,
      String(present?.objects ?? 0),
      String(present?.previews ?? 0),
      String(present?.findings.filter(({ isAccepted }) => !isAccepted).length ?? 0),
    ]);
    return [['cluster', 'objects', 'previews', 'findings'], rows];
  }
  const rows = clusters.map(({ name, objects, previews, consequences }) => {
    const count = (change: ObjectChange['change']) =>
      String(objects.filter((object) => object.change === change).length);
    const review = String(consequences.filter(({ isImportant }) => isImportant).length);
    return [name, count('added'), count('changed'), count('removed'), previewText(previews), review];
  });
  return [['cluster', 'added', 'changed', 'removed', 'previews', 'to review'], rows];
}

function previewText(previews: ClusterReport['previews']): string {
  const counts = (['added', 'changed', 'removed'] as const).flatMap((change) => {
    const count = previews
      .filter((preview) => preview.change === change)
      .reduce((sum, preview) => sum + preview.count, 0);
    return count > 0 ? [`${count} ${change}`] : [];
  });
  return counts.join(', ') || 'none';
}

/** A sentence, after a space, if the configuration of the commit is unknown. */
export function unknownConfiguration({ configurationProblem }: Against): string {
  if (configurationProblem === undefined) return '';
  return ` Its configuration is unknown (${configurationProblem}): nodes, networks, accepted risks and expected Secrets are those of the present tree on both sides.`;
}
