import type { Construct } from 'constructs';
import { acceptRisk } from '../../core/accept-risk';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { ServiceAccount } from '../../workloads/service-account';

const NAME = 'envoy-gateway';

/** The lease with which one replica is elected to make Envoys and to write status. The name is fixed in Envoy Gateway. */
const LEADER_LEASE = '5b9825d2.gateway.envoyproxy.io';

/** The Secret with a key for OpenID Connect and for WebAssembly. Envoy Gateway reads it by this name. */
export const HMAC_SECRET = 'envoy-oidc-hmac';

const GATEWAY_API = 'gateway.networking.k8s.io';
const ENVOY_GATEWAY = 'gateway.envoyproxy.io';

/** The kinds of the Gateway API that exposures use. */
const USED = ['gateways', 'listenersets', 'httproutes'];

/** The kinds that Envoy Gateway watches as soon as their CRDs exist. Nothing here uses them: it writes no status. */
const WATCHED = [
  'backendtlspolicies',
  'grpcroutes',
  'referencegrants',
  'tcproutes',
  'tlsroutes',
  'udproutes',
];

/** The policies that exposures use, and the settings of the class. */
const USED_POLICIES = ['backendtrafficpolicies', 'clienttrafficpolicies', 'envoyproxies', 'securitypolicies'];

const WATCHED_POLICIES = ['envoyextensionpolicies', 'envoypatchpolicies', 'httproutefilters'];

const READ = ['get', 'list', 'watch'];
const WATCH = ['list', 'watch'];

/** Envoy Gateway applies the objects of a fleet, and deletes those with its labels that are no longer needed. */
const MANAGE = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'watch'];

/**
 * The ServiceAccount of Envoy Gateway, with the permissions that it needs and no others.
 *
 * It reads Secrets in every namespace, because a certificate is in the namespace of its listener. It cannot change them. It
 * makes the Envoys in its own namespace only.
 *
 * @see https://github.com/envoyproxy/gateway/blob/v1.9.3/internal/provider/kubernetes/controller.go
 */
export function envoyGatewayAccount(scope: Construct, namespace: ClusterNamespace): ServiceAccount {
  const account = new ServiceAccount(scope, 'account', { namespace, name: NAME, automountToken: false });
  placeIn(account, Stage.addons, NAME);
  account.grantEverywhere([
    { apiGroup: '', resources: ['configmaps', 'namespaces', 'nodes', 'secrets', 'services'], verbs: WATCH },
    { apiGroup: 'discovery.k8s.io', resources: ['endpointslices'], verbs: WATCH },
    // It adds a finalizer to its class, so that the class is not deleted before its gateways.
    { apiGroup: GATEWAY_API, resources: ['gatewayclasses'], verbs: [...READ, 'patch'] },
    { apiGroup: GATEWAY_API, resources: USED, verbs: READ },
    { apiGroup: GATEWAY_API, resources: status(['gatewayclasses', ...USED]), verbs: ['update'] },
    { apiGroup: GATEWAY_API, resources: WATCHED, verbs: WATCH },
    { apiGroup: ENVOY_GATEWAY, resources: USED_POLICIES, verbs: READ },
    { apiGroup: ENVOY_GATEWAY, resources: status(USED_POLICIES), verbs: ['update'] },
    { apiGroup: ENVOY_GATEWAY, resources: WATCHED_POLICIES, verbs: WATCH },
  ]);
  const leases = { apiGroup: 'coordination.k8s.io', resources: ['leases'] };
  account.grantIn(namespace, [
    { apiGroup: '', resources: ['configmaps', 'serviceaccounts', 'services'], verbs: MANAGE },
    { apiGroup: 'apps', resources: ['daemonsets', 'deployments'], verbs: MANAGE },
    { apiGroup: 'autoscaling', resources: ['horizontalpodautoscalers'], verbs: MANAGE },
    { apiGroup: 'policy', resources: ['poddisruptionbudgets'], verbs: MANAGE },
    // It reads this Secret directly, without its cache.
    { apiGroup: '', resources: ['secrets'], resourceNames: [HMAC_SECRET], verbs: ['get'] },
    { ...leases, resourceNames: [LEADER_LEASE], verbs: ['get', 'update'] },
    // RBAC cannot restrict creation by name.
    { ...leases, verbs: ['create'] },
    { apiGroup: '', resources: ['events'], verbs: ['create', 'patch'] },
  ]);
  acceptRisk(account, {
    rule: 'privileged-rbac',
    because:
      'the controller reads the certificate of each listener, which is a Secret in the namespace of the listener, and makes the Envoys of each gateway in its own namespace',
  });
  return account;
}

function status(resources: readonly string[]): string[] {
  return resources.map((resource) => `${resource}/status`);
}
