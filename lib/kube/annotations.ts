import type { Labels } from './labels';

/** The prefix of ingress-nginx's annotations. */
export const NGINX_PREFIX = 'nginx.ingress.kubernetes.io/';

/** The annotation with the ConfigMap of response headers, as `namespace/name`. */
export const NGINX_HEADERS = `${NGINX_PREFIX}custom-headers`;

/** The annotations that refer to a Secret, as `name` or `namespace/name`. */
export const NGINX_SECRETS = ['auth-secret', 'auth-tls-secret', 'proxy-ssl-secret'].map(
  (name) => NGINX_PREFIX + name,
);

/** The annotations with which cert-manager orders the certificates of an Ingress, and the kind to which each refers. */
export const ISSUER_ANNOTATIONS = {
  'cert-manager.io/cluster-issuer': 'ClusterIssuer',
  'cert-manager.io/issuer': 'Issuer',
} as const;

/** Whether cert-manager orders the certificates of an object with these annotations. */
export function isIssued(annotations: Labels): boolean {
  return Object.keys(ISSUER_ANNOTATIONS).some((key) => annotations[key] !== undefined);
}

/** The annotation with the reason why the ingress class of an issuer has no controller yet. */
export const AWAITS_CONTROLLER = 'cluster-topology/awaits-controller';
