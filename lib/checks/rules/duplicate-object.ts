import { type KubeObject, objectKey } from '../engine/kube-object';
import type { Rule } from '../engine/rule';

/** No two objects of one kind, namespace and name, whatever the version of their API. */
export const duplicateObject: Rule = {
  id: 'duplicate-object',
  group: 'objects',
  title: 'No object is made twice.',
  protects:
    'The second overwrites the first at every apply, and which of them counts depends on the names of files.',
  *check(cluster) {
    const seen = new Map<string, KubeObject>();
    for (const object of cluster.objects) {
      const group = object.apiVersion.replace(/\/?[^/]*$/, '');
      const key = `${group}/${objectKey(object.kind, object.namespace, object.name)}`;
      const other = seen.get(key);
      if (other) {
        const where = `${other.path} (${other.file})`;
        yield { object, problem: `${where} makes the same object: give one another name, or make it once` };
      } else seen.set(key, object);
    }
  },
};
