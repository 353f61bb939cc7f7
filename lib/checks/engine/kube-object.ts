import type { Labels } from '../../kube/labels';
import type { PlacedObject } from './cluster-facts';

/** What every rendered object has. */
export interface ObjectJson {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Labels;
    readonly annotations?: Labels;
  };
}

/** A rendered object, the construct that made it, and its file. */
export interface KubeObject extends PlacedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined for what lies in no namespace, or states none. */
  readonly namespace: string | undefined;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly json: ObjectJson;
}

/** A rendered object with its name, namespace, labels and annotations at hand. */
export function kubeObject({ json, path, file }: PlacedObject): KubeObject {
  const { apiVersion, kind, metadata } = json as ObjectJson;
  return {
    apiVersion,
    kind,
    name: metadata?.name ?? '',
    namespace: metadata?.namespace,
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    json: json as ObjectJson,
    path,
    file,
  };
}

/** An object's `spec`, as the fields that a rule reads of it; empty where there is none. */
export function specOf<T extends object>({ json }: KubeObject): Partial<T> {
  return (json as { spec?: T }).spec ?? {};
}

/** The kinds that lie in no namespace, of those that the clusters have or may come to have. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'APIService',
  'CiliumClusterwideNetworkPolicy',
  'ClusterIssuer',
  'ClusterRole',
  'ClusterRoleBinding',
  'CSIDriver',
  'CustomResourceDefinition',
  'GatewayClass',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

/** Whether objects of a kind lie in no namespace. */
export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}

/** What tells an object from every other of its cluster. */
export function objectKey(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}
