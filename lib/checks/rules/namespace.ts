import { list } from '../engine/finding';
import { isClusterScoped } from '../engine/kube-object';
import type { Rule } from '../engine/rule';

/** Every object in a namespace that is there, and nothing in `default`. */
export const namespace: Rule = {
  id: 'namespace',
  group: 'references',
  title: 'Every namespaced object names a namespace that the cluster has, and none is `default`.',
  protects: 'It lands in whichever namespace is current, or the apply fails half-way.',
  *check(cluster) {
    for (const object of cluster.objects) {
      const { kind, namespace } = object;
      const at = { object, field: 'metadata.namespace', value: namespace };
      if (isClusterScoped(kind)) {
        if (namespace !== undefined) yield { ...at, problem: `a ${kind} lies in no namespace: take it out` };
      } else if (namespace === undefined) {
        yield { ...at, problem: 'it is missing, so that the object lands wherever kubectl points: name one' };
      } else if (namespace === 'default') {
        yield { ...at, problem: 'nothing belongs there: put it into a namespace of its own' };
      } else if (
        cluster.find('Namespace', undefined, namespace) === undefined &&
        !cluster.isForeign(namespace)
      ) {
        const made = list(cluster.ofKind('Namespace').map(({ name }) => name));
        yield { ...at, problem: `the cluster has no such namespace: make it, or use one of ${made}` };
      }
    }
  },
};
