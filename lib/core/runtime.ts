import type { IConstruct } from 'constructs';

const METADATA = 'cluster-topology/runtime';

/**
 * States that another program creates the objects of a construct at runtime.
 *
 * The checks read these objects, but dist/ does not contain them: `kubectl apply -f dist/<cluster>` does not change,
 * and `npm run prune` does not delete, what the other program has created.
 */
export function atRuntime(construct: IConstruct): void {
  construct.node.addMetadata(METADATA, true);
}

/** Whether {@link atRuntime} applies to a construct, or to one above it. */
export function isAtRuntime(construct: IConstruct): boolean {
  return construct.node.scopes.some(({ node }) => node.metadata.some(({ type }) => type === METADATA));
}
