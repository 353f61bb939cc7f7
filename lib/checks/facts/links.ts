import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import { groupOf } from './api-resources';
import { hasClaim } from './claims';
import { compilePath } from './constraints/constraint';
import { kindProblem, mayBeUnknown } from './kind-names';
import { servicePortProblem } from './ports';
import { type Reference, unresolved } from './references';

/** A field of a kind that names another object. */
interface Link {
  /** The kinds with the field. */
  readonly in: readonly string[];
  /** The path of the field, as in {@link compilePath}. Its value is a name, or an object with a name. */
  readonly at: string;
  /** The kind of the target, if the field does not state another one. */
  readonly kind: string;
  /** The API group of that kind. @default '' */
  readonly group?: string;
  /** The namespace of the target of a cluster-scoped object. @default none */
  readonly namespace?: string;
  /** The keys that a target must have. @default the key that the field states */
  readonly keys?: readonly string[];
  /** Whether another rule follows references to {@link kind}. @default false */
  readonly isFollowed?: boolean;
}

/** The value of a link that is an object. */
interface Target {
  readonly name?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly apiVersion?: string;
  readonly apiGroup?: string;
  readonly group?: string;
  readonly port?: number;
  readonly key?: string;
}

const GATEWAY_API = 'gateway.networking.k8s.io';
const ISSUERS = ['Issuer', 'ClusterIssuer'];
const KEYSTORES = 'spec.keystores';
const RULES = 'spec.rules[*]';

/**
 * The links that no other rule follows.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 * @see https://cert-manager.io/docs/reference/api-docs/
 */
const LINKS: readonly Link[] = [
  { in: ['StatefulSet'], at: 'spec.serviceName', kind: 'Service' },
  {
    in: ['ValidatingAdmissionPolicyBinding'],
    at: 'spec.policyName',
    kind: 'ValidatingAdmissionPolicy',
    group: 'admissionregistration.k8s.io',
  },
  { in: ['ServiceAccount'], at: 'imagePullSecrets[*]', kind: 'Secret' },
  { in: ['PersistentVolumeClaim'], at: 'spec.dataSource', kind: 'PersistentVolumeClaim' },
  { in: ['PersistentVolumeClaim'], at: 'spec.dataSourceRef', kind: 'PersistentVolumeClaim' },
  { in: ['HorizontalPodAutoscaler'], at: 'spec.metrics[*].object.describedObject', kind: '' },
  { in: ['Ingress'], at: 'spec.defaultBackend.resource', kind: '' },
  { in: ['Ingress'], at: `${RULES}.http.paths[*].backend.resource`, kind: '' },
  { in: ['IngressClass'], at: 'spec.parameters', kind: '' },
  { in: ['GatewayClass'], at: 'spec.parametersRef', kind: '' },
  { in: ['Gateway'], at: 'spec.gatewayClassName', kind: 'GatewayClass', group: GATEWAY_API },
  { in: ['Gateway'], at: 'spec.listeners[*].tls.certificateRefs[*]', kind: 'Secret' },
  { in: ['HTTPRoute'], at: 'spec.parentRefs[*]', kind: 'Gateway', group: GATEWAY_API },
  { in: ['HTTPRoute'], at: `${RULES}.backendRefs[*]`, kind: 'Service', isFollowed: true },
  {
    in: ['HTTPRoute'],
    at: `${RULES}.filters[*].requestMirror.backendRef`,
    kind: 'Service',
    isFollowed: true,
  },
  { in: ['Certificate'], at: `${KEYSTORES}.jks.passwordSecretRef`, kind: 'Secret' },
  { in: ['Certificate'], at: `${KEYSTORES}.pkcs12.passwordSecretRef`, kind: 'Secret' },
  {
    in: ISSUERS,
    at: 'spec.ca.secretName',
    kind: 'Secret',
    namespace: 'cert-manager',
    keys: ['tls.crt', 'tls.key'],
  },
];

const COMPILED = LINKS.map((link) => ({ ...link, partsOf: compilePath(link.at) }));

/** The findings about links to objects that do not exist, or that the API server cannot have. */
export function* brokenLinks(cluster: ClusterIndex): Iterable<Finding> {
  for (const link of COMPILED)
    for (const object of cluster.ofKind(...link.in))
      for (const { field, value } of link.partsOf({ field: '', value: object.json })) {
        const target = typeof value === 'string' ? { name: value } : (value as Target);
        yield* ofTarget(cluster, object, field, typeof value === 'string', link, target);
      }
  yield* ofOwners(cluster);
  yield* ofMesh(cluster);
}

function* ofTarget(
  cluster: ClusterIndex,
  object: KubeObject,
  field: string,
  isName: boolean,
  link: Link,
  { name, kind = link.kind, namespace = object.namespace ?? link.namespace, port, key, ...target }: Target,
): Iterable<Finding> {
  const group = groupFor(link, kind, target);
  const invalid = kindProblem(group, kind);
  if (invalid) {
    yield { object, field: `${field}.kind`, value: kind, problem: invalid };
    return;
  }
  if (mayBeUnknown(group, kind) || name === undefined || name === '') return;
  if (link.isFollowed && kind === link.kind) return;
  if (kind === 'PersistentVolumeClaim' && hasClaim(cluster)(namespace ?? '', name)) return;
  const keys = link.keys ?? (key === undefined ? [] : [key]);
  const reference: Reference = {
    object,
    field: isName ? field : `${field}.name`,
    kind,
    namespace,
    name,
    keys,
  };
  const problems = [...unresolved(cluster, [reference])];
  yield* problems;
  if (kind !== 'Service' || port === undefined || problems.length > 0 || cluster.isForeign(namespace ?? ''))
    return;
  const found = servicePortProblem(cluster, namespace ?? 'default', name, port);
  if (found) yield { object, field: `${field}.port`, value: port, problem: found.problem };
}

/** The API group that a target states, or that of the link. */
function groupFor(link: Link, kind: string, { apiVersion, apiGroup, group }: Target): string {
  const stated = apiVersion === undefined ? (apiGroup ?? group) : groupOf(apiVersion);
  return stated ?? (kind === link.kind || group !== undefined ? (link.group ?? '') : '');
}

/**
 * The owners of objects. Without its owner, an object is deleted. Files that were read from a cluster name owners that are
 * in no file.
 *
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents
 */
function* ofOwners(cluster: ClusterIndex): Iterable<Finding> {
  if (cluster.mayHave('Namespace')) return;
  for (const object of cluster.objects) {
    const { ownerReferences = [] } = (object.json.metadata ?? {}) as { ownerReferences?: readonly Target[] };
    for (const [index, { apiVersion, kind = '', name }] of ownerReferences.entries()) {
      const link = { in: [], at: '', kind };
      yield* ofTarget(cluster, object, `metadata.ownerReferences[${index}]`, false, link, {
        apiVersion,
        kind,
        name,
      });
    }
  }
}

const DESTINATIONS = [
  ...['http', 'tcp', 'tls'].map((protocol) => `spec.${protocol}[*].route[*].destination`),
  'spec.http[*].mirror',
].map(compilePath);

/** A host of the mesh: a name without dots is a Service of the same namespace. */
const MESH_HOST = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?)?$/;

/** The Services of Istio's routes. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
function* ofMesh(cluster: ClusterIndex): Iterable<Finding> {
  for (const object of cluster.ofKind('VirtualService'))
    for (const partsOf of DESTINATIONS)
      for (const { field, value } of partsOf({ field: '', value: object.json })) {
        const { host = '', port } = value as {
          readonly host?: string;
          readonly port?: { readonly number?: number };
        };
        const [, name, namespace = object.namespace ?? 'default'] = MESH_HOST.exec(host) ?? [];
        if (name === undefined || cluster.isForeign(namespace)) continue;
        const found = servicePortProblem(cluster, namespace, name, port?.number);
        if (found?.field === 'name')
          yield { object, field: `${field}.host`, value: host, problem: found.problem };
        else if (found)
          yield { object, field: `${field}.port.number`, value: port?.number, problem: found.problem };
      }
}
