import type { WildcardCertificate } from '../../../lib/ingress/controller';
import { envoyGateway } from '../../../lib/ingress/envoy/envoy-ingress';
import { IngressStack } from '../../../lib/ingress/ingress-stack';
import { nginx } from '../../../lib/ingress/nginx/controller';
import type { IngressSetting } from '../../../lib/ingress/setting';
import { sideBySide } from '../../../lib/ingress/side-by-side';
import { type Manifest, TestCluster } from '../../support/test-cluster';
import { exposeAll, WILDCARD } from './exposures';

/** The namespaces of the controllers. */
export const NGINX = 'ingress-nginx';
export const ENVOY = 'envoy-gateway-system';

/** The Secret with the default certificate of each controller. */
export const WILDCARD_SECRET = 'wildcard-tls';

/** The objects of a cluster with every exposure, and with the controllers of a setting. */
export function objectsOf(setting: IngressSetting): Manifest[] {
  const cluster = new TestCluster();
  const add = (name: string) => cluster.addNamespace({ name, podSecurity: 'restricted' });
  const namespaces = { shop: add('shop'), other: add('other'), nginx: add(NGINX), envoy: add(ENVOY) };
  const placement = 'loadBalancer';
  const ingress = new IngressStack(cluster, 'ingress', {
    controller: sideBySide(setting, {
      nginx: nginx({ namespace: namespaces.nginx, placement }),
      gateway: envoyGateway({ namespace: namespaces.envoy, placement, wildcard: wildcardIn(ENVOY) }),
    }),
    wildcard: wildcardIn(NGINX),
  });
  exposeAll(ingress, namespaces);
  return cluster.objects();
}

function wildcardIn(namespace: string): WildcardCertificate {
  return { dnsNames: WILDCARD, secret: { namespace, name: WILDCARD_SECRET } };
}
