import type { Labels } from '../../kube/labels';
import type { PlacedObject } from './cluster-facts';
import type { JsonOf, SpecOf } from './kinds';

/** The fields that every rendered object has. */
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
export interface KubeObject<Kind extends string = string> extends PlacedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined if the object states no namespace. */
  readonly namespace: string | undefined;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly json: JsonOf<Kind> & ObjectJson;
  /** The object's `spec`; empty if it has none. */
  readonly spec: SpecOf<Kind>;
}

/** A rendered object with its name, namespace, labels, annotations and specification as fields. */
export function kubeObject({ json, ...place }: PlacedObject): KubeObject {
  const { apiVersion, kind, metadata, spec } = json as ObjectJson & { readonly spec?: object };
  return {
    apiVersion,
    kind,
    name: metadata?.name ?? '',
    namespace: metadata?.namespace,
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    json: json as ObjectJson,
    spec: spec ?? {},
    ...place,
  };
}

/** The value of a field of an object, by a path such as `spec.template.spec`; undefined if it is missing. */
export function valueAt(json: object, field: string): unknown {
  let value: unknown = json;
  for (const key of field.split('.')) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  return value;
}

/** The kinds without a namespace, among those that the clusters use or may use. */
export const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
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

/** Whether objects of a kind have no namespace. */
export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}

/** The kinds that have the name of a kind that rules read, and another API group. */
const HOMONYMS: ReadonlySet<string> = new Set(['Gateway.networking.istio.io']);

/** The kind by which rules find an object: `Gateway`, or with its group `Gateway.networking.istio.io`. */
export function indexedKind({ apiVersion = '', kind }: ObjectName): string {
  const full = `${kind}.${apiVersion.split('/')[0]}`;
  return HOMONYMS.has(full) ? full : kind;
}

/** The key that identifies an object in its cluster. */
export function objectKey(object: ObjectName): string {
  const { namespace = '', name } = object;
  return `${indexedKind(object)}/${namespace}/${name}`;
}

/** The kind, namespace and name of an object. */
export interface ObjectName<Kind extends string = string> {
  readonly kind: Kind;
  /** Distinguishes kinds of the same name. @default the kind that rules read */
  readonly apiVersion?: string;
  /** Undefined for a cluster-scoped kind. */
  readonly namespace?: string;
  readonly name: string;
}
