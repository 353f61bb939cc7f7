import { canonicalJson } from '../../kube/canonical-json';
import { parseQuantity } from '../../kube/quantity';
import type { ObjectJson } from '../engine/kube-object';

/** Whether the API server refuses a change of a field. */
type Refuses = (was: unknown, value: unknown, old: ObjectJson) => boolean;

/** A field without a default. Missing and empty values are the same. */
function always(was: unknown, value: unknown): boolean {
  return textOf(was) !== textOf(value);
}

function textOf(value: unknown): string {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return canonicalJson(isEmpty ? null : (value ?? null));
}

/** A field that the API server sets if it is missing. */
function byDefault(value: unknown): Refuses {
  return (was, now) => always(was ?? value, now ?? value);
}

const ifImmutable: Refuses = (was, value, old) =>
  (old as { immutable?: boolean }).immutable === true && always(was, value);

/** The API server keeps an address that is no longer stated, also the address `None`. */
const address: Refuses = (was, value) => (value !== undefined || was === 'None') && always(was, value);

const smaller: Refuses = (was, value) =>
  isQuantity(was) && isQuantity(value) && parseQuantity(`${value}`) < parseQuantity(`${was}`);

function isQuantity(value: unknown): boolean {
  try {
    return parseQuantity(`${value}`) >= 0;
  } catch {
    return false;
  }
}

interface Claim {
  readonly metadata?: object;
  readonly spec?: { readonly resources?: { readonly requests?: { readonly storage?: unknown } } };
}

/** The claims of a StatefulSet. Their kind is always the same, and the API server compares sizes by their value. */
const claims: Refuses = (was, value) => always(meaning(was), meaning(value));

function meaning(templates: unknown): unknown {
  if (!Array.isArray(templates)) return templates;
  return (templates as readonly Claim[]).map(({ metadata, spec }) => {
    const storage = spec?.resources?.requests?.storage;
    const size = isQuantity(storage) ? parseQuantity(`${storage}`) : storage;
    return { metadata, volumeMode: 'Filesystem', ...spec, resources: { ...spec?.resources, requests: size } };
  });
}

const ofJobsWithoutIndex: Refuses = (was, value, old) =>
  (old as { spec?: { completionMode?: string } }).spec?.completionMode !== 'Indexed' &&
  byDefault(1)(was, value, old);

/**
 * The fields that cannot be changed in an existing object, by kind.
 *
 * @see https://github.com/kubernetes/kubernetes/tree/v1.36.4/pkg/apis, the functions `Validate…Update`
 */
export const IMMUTABLE: Readonly<Record<string, Readonly<Record<string, Refuses>>>> = {
  Deployment: { 'spec.selector': always },
  DaemonSet: { 'spec.selector': always },
  ReplicaSet: { 'spec.selector': always },
  StatefulSet: {
    'spec.selector': always,
    'spec.serviceName': always,
    'spec.podManagementPolicy': byDefault('OrderedReady'),
    'spec.volumeClaimTemplates': claims,
  },
  Job: {
    'spec.selector': always,
    'spec.template': always,
    'spec.completionMode': byDefault('NonIndexed'),
    'spec.completions': ofJobsWithoutIndex,
    'spec.podFailurePolicy': always,
    'spec.successPolicy': always,
    'spec.backoffLimitPerIndex': always,
    'spec.managedBy': always,
  },
  RoleBinding: { roleRef: always },
  ClusterRoleBinding: { roleRef: always },
  ConfigMap: { immutable: ifImmutable, data: ifImmutable, binaryData: ifImmutable },
  Secret: { type: byDefault('Opaque') },
  PersistentVolumeClaim: {
    'spec.storageClassName': always,
    'spec.accessModes': always,
    'spec.volumeName': always,
    'spec.volumeMode': byDefault('Filesystem'),
    'spec.resources.requests.storage': smaller,
  },
  PersistentVolume: { 'spec.volumeMode': byDefault('Filesystem'), 'spec.nfs': always, 'spec.csi': always },
  ResourceQuota: { 'spec.scopes': always },
  StorageClass: {
    provisioner: always,
    parameters: always,
    reclaimPolicy: byDefault('Delete'),
    volumeBindingMode: byDefault('Immediate'),
  },
  PriorityClass: { value: always, preemptionPolicy: byDefault('PreemptLowerPriority') },
  RuntimeClass: { handler: always },
  IngressClass: { 'spec.controller': always },
  GatewayClass: { 'spec.controllerName': always },
  Service: { 'spec.clusterIP': address },
};
