import type { ClusterIndex } from '../engine/cluster-index';
import { isClusterScoped, type KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { isGiven } from '../facts/given-objects';
import { notFound } from '../facts/references';

export const namespace: Rule = {
  id: 'namespace',
  group: 'references',
  title: 'Every namespaced object names an existing namespace other than `default`.',
  protects: "The object is created in kubectl's current namespace, or the apply fails half-way.",
  *check(cluster) {
    for (const object of cluster.objects) {
      const problem = problemOf(cluster, object);
      if (problem) yield { object, field: 'metadata.namespace', value: object.namespace, problem };
    }
  },
};

function problemOf(cluster: ClusterIndex, { kind, namespace: name }: KubeObject): string | undefined {
  if (isClusterScoped(kind)) return name && `${kind} is cluster-scoped: remove the namespace`;
  if (name === undefined) return 'missing: state one, because kubectl would use its current namespace';
  if (name === 'default') return 'namespace default is not allowed: state another one';
  const target = { kind: 'Namespace', name };
  const exists = cluster.find(target) || cluster.isForeign(name) || isGiven(cluster, 'Namespace', name);
  return exists ? undefined : notFound(cluster, target);
}
