import type { IConstruct } from 'constructs';
import type { Labels } from '../kube/labels';

/** This program, as the value of `app.kubernetes.io/managed-by`. */
const PROGRAM = 'cluster-topology';

/**
 * The labels of every object of a cluster. They select what this program owns.
 *
 * The label `managed-by: aiworker`, which the documents set on namespaces, is a different one: it marks what aiworker's
 * backend may manage.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function commonLabels(cluster: string): Labels {
  return { 'app.kubernetes.io/managed-by': PROGRAM, [PART_OF]: cluster };
}

/** The label with the name of the cluster. */
export const PART_OF = 'app.kubernetes.io/part-of';

/** The label selector of what this program owns, in any cluster. */
export const MANAGED_BY = `app.kubernetes.io/managed-by=${PROGRAM}`;

/** An object without the labels that {@link commonLabels} returns: `npm run prune` does not delete it. */
export function withoutCommonLabels(object: object): object {
  const { metadata, ...rest } = object as { metadata: { labels?: Labels } };
  const { labels = {}, ...others } = metadata;
  const common = Object.keys(commonLabels(''));
  const kept = Object.entries(labels).filter(([key]) => !common.includes(key));
  return {
    ...rest,
    metadata: { ...others, ...(kept.length > 0 && { labels: Object.fromEntries(kept) }) },
  };
}

const METADATA = 'cluster-topology/labels';

/** Adds labels to all objects below a construct. Labels that an object states itself take precedence. */
export function labelAll(construct: IConstruct, labels: Labels): void {
  construct.node.addMetadata(METADATA, labels);
}

/** The labels that {@link labelAll} states on a construct itself, together with those that apply above it. */
export function resolveLabels(construct: IConstruct, above: Labels): Labels {
  const own = construct.node.metadata.filter(({ type }) => type === METADATA);
  return own.length === 0 ? above : Object.assign({}, above, ...own.map(({ data }) => data as Labels));
}
