import { type KubeObject, objectKey } from '../engine/kube-object';
import type { Rule } from '../engine/rule';

export const duplicateObject: Rule = {
  id: 'duplicate-object',
  group: 'objects',
  title: 'No two objects have the same kind, namespace and name.',
  protects: 'The second object overwrites the first at every apply; the order depends on the names of files.',
  *check(cluster) {
    const seen = new Map<string, KubeObject>();
    for (const object of cluster.objects) {
      // Objects of two versions of an API group are one object.
      const group = object.apiVersion.replace(/\/?[^/]*$/, '');
      const key = `${group}/${objectKey(object)}`;
      const other = seen.get(key);
      const problem = `${placeOf(other ?? object)} makes the same object: rename or remove one of them`;
      if (other) yield { object, problem };
      else seen.set(key, object);
    }
  },
};

/** The construct and the file of an object. The path of an object that no construct made begins with its file. */
function placeOf({ path, file }: KubeObject): string {
  return path.startsWith(`${file}:`) ? path : `${path} (${file})`;
}
