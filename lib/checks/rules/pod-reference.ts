import type { ClusterIndex } from '../engine/cluster-index';
import { list } from '../engine/finding';
import { isClusterScoped } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { isGiven } from '../facts/given-objects';
import { podReferences } from '../facts/pod-references';
import { SecretIndex } from '../facts/secret-index';

/** Every ConfigMap, secret, claim, service account and class that a pod names is there, with the keys that it needs. */
export const podReference: Rule = {
  id: 'pod-reference',
  group: 'references',
  title:
    'Every ConfigMap, secret, claim, service account, secret provider, priority class and runtime class that a pod names is made here or declared as expected, with the keys that the pod takes.',
  protects: 'The pod stays in `CreateContainerConfigError` or `ContainerCreating`, or is never made.',
  *check(cluster) {
    const secrets = new SecretIndex(cluster);
    for (const workload of cluster.workloads) {
      const { object, namespace } = workload;
      if (cluster.isForeign(namespace)) continue;
      for (const { kind, name, keys, field } of podReferences(workload)) {
        if (isGiven(cluster, kind, name)) continue;
        const known =
          kind === 'Secret' ? secrets.keys(namespace, name) : keysOf(cluster, kind, namespace, name);
        const at = { object, field, value: name };
        if (known === undefined) {
          const where = isClusterScoped(kind) ? 'the cluster' : namespace;
          const others =
            kind === 'Secret'
              ? secrets.names(namespace)
              : cluster.names(kind, where === namespace ? namespace : undefined);
          const make = kind === 'Secret' ? 'declare it with cluster.expectSecret()' : 'make it';
          yield { ...at, problem: `${where} has no such ${kind}: ${make}, or use one of ${list(others)}` };
          continue;
        }
        for (const key of keys.filter((it) => known !== 'any' && !known.includes(it))) {
          yield {
            ...at,
            value: `${name}, key ${key}`,
            problem: `the ${kind} has no such key: it has ${list(known)}`,
          };
        }
      }
    }
  },
};

function keysOf(
  cluster: ClusterIndex,
  kind: string,
  namespace: string,
  name: string,
): readonly string[] | 'any' | undefined {
  const found = cluster.find(kind, isClusterScoped(kind) ? undefined : namespace, name);
  if (found === undefined) return undefined;
  if (kind !== 'ConfigMap') return 'any';
  const { data, binaryData } = found.json as { data?: object; binaryData?: object };
  return [...Object.keys(data ?? {}), ...Object.keys(binaryData ?? {})];
}
