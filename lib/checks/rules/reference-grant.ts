import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import { perCluster } from '../engine/per-cluster';
import type { Rule } from '../engine/rule';
import { groupOf } from '../facts/api-resources';
import { type CrossReference, crossReferences } from '../facts/links';
import { keysOf } from '../facts/references';

export const referenceGrant: Rule = {
  id: 'reference-grant',
  group: 'references',
  title:
    'A ReferenceGrant permits every reference of Gateway API to an object of another namespace, except from a route to its Gateway.',
  protects:
    'The controller ignores the reference: the route responds with 500, or the listener has no certificate.',
  *check(cluster): Iterable<Finding> {
    for (const reference of crossReferences(cluster)) {
      const { object, field, group, kind, namespace, name } = reference;
      if (cluster.isForeign(namespace) || cluster.mayHave('ReferenceGrant')) continue;
      const isMissing = ['Secret', 'Service'].includes(kind) && !keysOf(cluster, { kind, namespace, name });
      // Other rules report an object that does not exist.
      if (isMissing || isPermitted(cluster, reference)) continue;
      const to = group === '' ? kind : `${kind}.${group}`;
      const problem = `no ReferenceGrant of namespace ${namespace} permits references from ${object.kind} of ${object.namespace} to ${to} ${name}: add one to ${namespace}`;
      yield { object, field: `${field}.namespace`, value: namespace, problem };
    }
  },
};

/** @see https://gateway-api.sigs.k8s.io/api-types/referencegrant/ */
function isPermitted(
  cluster: ClusterIndex,
  { object, group, kind, namespace, name }: CrossReference,
): boolean {
  return (grants(cluster).get(namespace) ?? []).some(({ spec: { from = [], to = [] } }) => {
    const isSource = from.some(
      (it) =>
        it.group === groupOf(object.apiVersion) &&
        it.kind === object.kind &&
        it.namespace === object.namespace,
    );
    const isTarget = to.some(
      (it) => (it.group ?? '') === group && it.kind === kind && [undefined, '', name].includes(it.name),
    );
    return isSource && isTarget;
  });
}

const grants = perCluster((cluster) =>
  groupBy(cluster.ofKind('ReferenceGrant'), ({ namespace = 'default' }) => namespace),
);
