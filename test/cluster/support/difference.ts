import type { Manifest } from '../../support/test-cluster';

const identity = ({ kind, metadata }: Manifest) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;

/** What an operator applies and deletes so that a cluster has other objects: those that are new or differ, and the others. */
export function difference(
  from: readonly Manifest[],
  to: readonly Manifest[],
): { readonly changed: Manifest[]; readonly gone: Manifest[] } {
  const kept = new Set(to.map(identity));
  const known = new Map(from.map((object) => [identity(object), JSON.stringify(object)]));
  return {
    changed: to.filter((object) => known.get(identity(object)) !== JSON.stringify(object)),
    gone: from.filter((object) => !kept.has(identity(object))),
  };
}
