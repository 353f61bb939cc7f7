import { ClusterIndex } from '../checks/engine/cluster-index';
import { counted } from '../kube/text';
import type { Progress } from '../output/progress';
import { compareCapacity } from './changes/capacity';
import type { Comparison } from './changes/compare';
import { compareConnections } from './changes/connections';
import { compareDuties } from './changes/duties';
import { compareFindings } from './changes/findings';
import { compareHosts } from './changes/hosts';
import { compareImages } from './changes/images';
import { compareImmutable } from './changes/immutable';
import { comparePermissions } from './changes/permissions';
import { compareRestarts, previewRestarts } from './changes/restarts';
import { type Consequence, TOPICS, type Topic } from './consequence';
import type { ClusterReport, Report } from './model';
import { objectChanges, previewChanges } from './object-changes';
import { pictureOf } from './picture';
import { type ComparedCluster, compareWith } from './previous-tree';
import type { Tree } from './tree';

const COMPARISONS: Readonly<Record<Topic, Comparison>> = {
  immutable: compareImmutable,
  duties: compareDuties,
  connections: compareConnections,
  hosts: compareHosts,
  permissions: comparePermissions,
  images: compareImages,
  capacity: compareCapacity,
  restarts: compareRestarts,
  findings: compareFindings,
};

/**
 * The report about a tree, compared with dist/ and config/ in a commit.
 *
 * @param ref a branch, a tag or a commit; undefined for a report without a comparison
 * @throws Error if the commit or its dist/ does not exist, or if one of its files is not YAML
 */
export function reportOf(tree: Tree, ref: string | undefined, progress: Progress = () => {}): Report {
  if (ref === undefined) {
    const clusters = tree.clusters.map((after): ComparedCluster => {
      const objects = { before: [], after: [] };
      return { name: after.name, before: after, after, objects, previews: [], files: [] };
    });
    return { against: undefined, clusters: clusters.map((cluster) => clusterReport(cluster, progress)) };
  }
  progress(`reading dist/ and config/ of ${ref}`);
  const { clusters, ...against } = compareWith(tree, ref);
  return {
    against: { ref, ...against },
    clusters: clusters.map((cluster) => clusterReport(cluster, progress)),
  };
}

function clusterReport(cluster: ComparedCluster, progress: Progress): ClusterReport {
  const { name, before, after, objects, previews, files } = cluster;
  progress(`comparing ${name}`);
  const index = after && new ClusterIndex(after);
  const changes = previewChanges(previews);
  const previous = before === after ? index : before && new ClusterIndex(before);
  return {
    name,
    objects: objectChanges(objects.before, objects.after),
    previews: changes,
    files,
    consequences: sorted([...consequencesOf(previous, index), ...previewRestarts(changes)]),
    previous: before === after ? undefined : previous && pictureOf(previous, index),
    present: index && pictureOf(index, before === after ? undefined : previous),
  };
}

/** The consequences of a change of the objects. */
export function consequencesOf(
  before: ClusterIndex | undefined,
  after: ClusterIndex | undefined,
): Consequence[] {
  if (before === after) return [];
  if (before === undefined)
    return [about(`the cluster is new: ${counted(after?.objects.length ?? 0, 'object')}`)];
  if (after === undefined)
    return [about('the cluster is no longer described: its objects remain until a person deletes them')];
  return TOPICS.flatMap((topic) => COMPARISONS[topic](before, after));
}

/** In the order of the topics, the important ones of a topic first. */
function sorted(consequences: readonly Consequence[]): Consequence[] {
  return TOPICS.flatMap((topic) => {
    const all = consequences.filter((consequence) => consequence.topic === topic);
    return [
      ...all.filter(({ isImportant }) => isImportant),
      ...all.filter(({ isImportant }) => !isImportant),
    ];
  });
}

function about(sentence: string): Consequence {
  return { topic: 'duties', sentence, isImportant: true };
}
