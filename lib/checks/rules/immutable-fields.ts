import { type Finding, show } from '../engine/finding';
import { type KubeObject, kubeObject, objectKey } from '../engine/kube-object';
import type { Rule } from '../engine/rule';

/** What cannot be changed in an object that is there, by kind, as paths within it. */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec.selector'],
  DaemonSet: ['spec.selector'],
  ReplicaSet: ['spec.selector'],
  StatefulSet: ['spec.selector', 'spec.serviceName', 'spec.podManagementPolicy', 'spec.volumeClaimTemplates'],
  Job: ['spec.selector', 'spec.template', 'spec.completionMode'],
  RoleBinding: ['roleRef'],
  ClusterRoleBinding: ['roleRef'],
  PersistentVolumeClaim: ['spec.storageClassName', 'spec.accessModes', 'spec.volumeName', 'spec.volumeMode'],
  StorageClass: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
  PriorityClass: ['value', 'preemptionPolicy'],
  IngressClass: ['spec.controller'],
  Service: ['spec.clusterIP'],
};

/** The kinds of which an object has something that cannot be changed. */
export const KINDS_WITH_IMMUTABLE_FIELDS: readonly string[] = Object.keys(IMMUTABLE);

/**
 * Nothing changes that the API server lets nobody change.
 *
 * What was written before stands for what runs. A warning, as the change may be meant, and says what must be done for
 * it.
 */
export const immutableFields: Rule = {
  id: 'immutable-fields',
  group: 'objects',
  title:
    'No field changes, against what dist/ held before, that cannot be changed in an object that is there.',
  protects: 'The apply fails in the middle, with what comes after it not applied.',
  *check(cluster): Iterable<Finding> {
    const before = new Map<string, KubeObject>();
    for (const file of new Set(cluster.objects.map((object) => object.file))) {
      for (const json of cluster.facts.previous(file) ?? []) {
        const object = kubeObject({ json, path: cluster.facts.name, file });
        before.set(objectKey(object.kind, object.namespace, object.name), object);
      }
    }
    if (before.size === 0) return;
    for (const object of cluster.ofKind(...KINDS_WITH_IMMUTABLE_FIELDS)) {
      const { kind, namespace, name } = object;
      const old = before.get(objectKey(kind, namespace, name));
      if (old === undefined) continue;
      for (const field of IMMUTABLE[kind] ?? []) {
        const [was, is] = [at(old.json, field), at(object.json, field)];
        if (same(was, is)) continue;
        const where = namespace === undefined ? '' : ` -n ${namespace}`;
        const keep = kind === 'StatefulSet' ? ' --cascade=orphan' : '';
        const problem = `it was ${show(was ?? null)}, and cannot be changed: if it must, "kubectl delete ${kind.toLowerCase()}${where} ${name}${keep}" before the apply`;
        yield { object, field, value: is ?? null, severity: 'warning', problem };
      }
    }
  },
};

function at(json: object, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], json);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, sortedKeys) === JSON.stringify(b, sortedKeys);
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
