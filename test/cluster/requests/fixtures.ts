import type { WildcardCertificate } from '../../../lib/ingress/controller';
import { envoyGateway } from '../../../lib/ingress/envoy/envoy-ingress';
import { IngressStack } from '../../../lib/ingress/ingress-stack';
import { nginx } from '../../../lib/ingress/nginx/controller';
import { sideBySide } from '../../../lib/ingress/side-by-side';
import { TestCluster } from '../../support/test-cluster';
import { echoServer } from '../ingress/support/echo-pods';
import { authSecret, tlsSecret } from '../ingress/support/secrets';
import { kubectl } from '../support/kubectl';
import { listOf } from '../support/pods';
import { exposeAll, PODS, USERS, WILDCARD } from './exposures';

/** The namespaces of the controllers. */
const NGINX = 'ingress-nginx';
const ENVOY = 'envoy-gateway-system';

/**
 * Makes the exposures of the request tests, for ingress-nginx and Envoy Gateway side by side, with their
 * pods and Secrets: `npm run request-fixtures`.
 *
 * It must run before the controllers start, so that they find all objects.
 */
function main(): void {
  const cluster = new TestCluster();
  const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const other = cluster.addNamespace({ name: 'other', podSecurity: 'restricted' });
  const ingress = new IngressStack(cluster, 'ingress', {
    controller: sideBySide(
      { controllers: 'both', published: 'nginx', exceptions: [] },
      {
        nginx: nginx({
          namespace: cluster.addNamespace({ name: NGINX, podSecurity: 'restricted' }),
          placement: 'loadBalancer',
        }),
        gateway: envoyGateway({
          namespace: cluster.addNamespace({ name: ENVOY, podSecurity: 'restricted' }),
          placement: 'loadBalancer',
          wildcard: wildcardIn(ENVOY),
        }),
      },
    ),
    wildcard: wildcardIn(NGINX),
  });
  exposeAll(ingress, { shop, other });
  const secrets = [
    ...[NGINX, ENVOY].map((namespace) => tlsSecret(namespace, 'wildcard-tls', WILDCARD[0] ?? '')),
    tlsSecret('other', 'previews-tls', '*.preview.example.com'),
    tlsSecret('other', 'own-tls', 'own.example.net'),
    authSecret('shop/members'),
  ];
  const pods = [podsOf('shop', PODS.selector), podsOf('shop', USERS), podsOf('other', PODS.selector)].flat();
  kubectl(['apply', '-f', '-'], listOf([...cluster.objects(), ...secrets, ...pods]));
  kubectl([
    ...['wait', 'deployments', '--all-namespaces', '--selector=ingress-fixture'],
    ...['--for=condition=Available', '--timeout=120s'],
  ]);
}

function wildcardIn(namespace: string): WildcardCertificate {
  return { dnsNames: WILDCARD, secret: { namespace, name: 'wildcard-tls' } };
}

function podsOf(namespace: string, selector: { readonly app: string }): object[] {
  const metadata = { namespace, name: selector.app };
  return echoServer({ service: { metadata, spec: { selector, ports: [] } }, podPort: PODS.targetPort });
}

main();
