import { NGINX_ONLY } from '../../../lib/ingress/setting';
import { echoServer } from '../ingress/support/echo-pods';
import { authSecret, tlsSecret } from '../ingress/support/secrets';
import { kubectl } from '../support/kubectl';
import { listOf } from '../support/pods';
import { ENVOY, NGINX, objectsOf, WILDCARD_SECRET } from './cluster';
import { PODS, USERS, WILDCARD } from './exposures';

/**
 * Makes the exposures of the request tests with ingress-nginx alone, and their pods and Secrets:
 * `npm run request-fixtures`.
 *
 * It must run before the controller starts, so that the controller finds all objects.
 */
function main(): void {
  const secrets = [
    ...[NGINX, ENVOY].map((namespace) => tlsSecret(namespace, WILDCARD_SECRET, WILDCARD[0] ?? '')),
    tlsSecret('other', 'previews-tls', '*.preview.example.com'),
    tlsSecret('other', 'own-tls', 'own.example.net'),
    authSecret('shop/members'),
  ];
  const pods = [podsOf('shop', PODS.selector), podsOf('shop', USERS), podsOf('other', PODS.selector)].flat();
  kubectl(['apply', '-f', '-'], listOf([...objectsOf(NGINX_ONLY), ...secrets, ...pods]));
  kubectl([
    ...['wait', 'deployments', '--all-namespaces', '--selector=ingress-fixture'],
    ...['--for=condition=Available', '--timeout=120s'],
  ]);
}

function podsOf(namespace: string, selector: { readonly app: string }): object[] {
  const metadata = { namespace, name: selector.app };
  return echoServer({ service: { metadata, spec: { selector, ports: [] } }, podPort: PODS.targetPort });
}

main();
