import { GATEWAY_API } from './listeners';

/** A field of a kind that names another object. */
export interface Link {
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
  /** Whether another rule looks for objects of {@link kind}. @default false */
  readonly isFollowed?: boolean;
  /** Whether the rule `route-parent` looks for the part of the target that the field names. @default false */
  readonly isAttachment?: boolean;
  /** Whether a target in another namespace must permit the reference with a ReferenceGrant. @default false */
  readonly needsGrant?: boolean;
}

const ISSUERS = ['Issuer', 'ClusterIssuer'];
const KEYSTORES = 'spec.keystores';
const RULES = 'spec.rules[*]';

/** The policies of Envoy Gateway. */
const POLICIES = ['BackendTrafficPolicy', 'ClientTrafficPolicy', 'SecurityPolicy'];

/**
 * The links that no other rule follows.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 * @see https://cert-manager.io/docs/reference/api-docs/
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/
 */
export const LINKS: readonly Link[] = [
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
  { in: ['Gateway'], at: 'spec.infrastructure.parametersRef', kind: '' },
  {
    in: ['Gateway', 'ListenerSet'],
    at: 'spec.listeners[*].tls.certificateRefs[*]',
    kind: 'Secret',
    isFollowed: true,
    needsGrant: true,
  },
  { in: ['ListenerSet'], at: 'spec.parentRef', kind: 'Gateway', group: GATEWAY_API },
  { in: ['HTTPRoute'], at: 'spec.parentRefs[*]', kind: 'Gateway', group: GATEWAY_API, isAttachment: true },
  ...[
    'backendRefs[*]',
    'filters[*].requestMirror.backendRef',
    'backendRefs[*].filters[*].requestMirror.backendRef',
  ].map((at) => ({
    in: ['HTTPRoute'],
    at: `${RULES}.${at}`,
    kind: 'Service',
    isFollowed: true,
    needsGrant: true,
  })),
  { in: ['HTTPRoute'], at: `${RULES}.filters[*].extensionRef`, kind: '' },
  { in: [...POLICIES, 'BackendTLSPolicy'], at: 'spec.targetRefs[*]', kind: '' },
  { in: POLICIES, at: 'spec.targetRef', kind: '' },
  {
    in: ['BackendTLSPolicy'],
    at: 'spec.validation.caCertificateRefs[*]',
    kind: 'ConfigMap',
    keys: ['ca.crt'],
  },
  {
    in: ['ClientTrafficPolicy'],
    at: 'spec.tls.clientValidation.caCertificateRefs[*]',
    kind: 'Secret',
    keys: ['ca.crt'],
    needsGrant: true,
  },
  {
    in: ['SecurityPolicy'],
    at: 'spec.basicAuth.users',
    kind: 'Secret',
    keys: ['.htpasswd'],
    needsGrant: true,
  },
  {
    in: ['SecurityPolicy'],
    at: 'spec.oidc.clientSecret',
    kind: 'Secret',
    keys: ['client-secret'],
    needsGrant: true,
  },
  { in: ['SecurityPolicy'], at: 'spec.apiKeyAuth.credentialRefs[*]', kind: 'Secret', needsGrant: true },
  {
    in: ['SecurityPolicy'],
    at: 'spec.extAuth.http.backendRefs[*]',
    kind: 'Service',
    needsGrant: true,
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
