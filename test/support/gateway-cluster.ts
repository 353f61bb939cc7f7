import type { Construct } from 'constructs';
import { addPolicies } from '../../lib/ingress/envoy/policies';
import type { ExposureProps } from '../../lib/ingress/exposure';
import type { HostArea } from '../../lib/ingress/gateway/listeners';
import { PublicGateway } from '../../lib/ingress/gateway/public-gateway';
import { IngressStack } from '../../lib/ingress/ingress-stack';
import { issuerOf, serviceIn } from './ingress-cluster';
import { TestCluster } from './test-cluster';

/** A certificate in the namespace of the gateway. */
export const GATEWAY_WILDCARD = {
  dnsNames: ['example.com', '*.example.com', '*.preview.example.com'],
  secret: { namespace: 'edge', name: 'wildcard-tls' },
};

/** Hosts whose routes are in namespaces with the label `environment: preview`. */
export const PREVIEWS: HostArea = {
  name: 'previews',
  hostname: '*.preview.example.com',
  namespaces: { label: 'environment', value: 'preview' },
  basicAuth: { namespace: 'edge', name: 'preview-users' },
};

/** A cluster with a gateway and the policies of Envoy Gateway, without the controller, and one exposure. */
export function gatewayCluster(props: Partial<ExposureProps>, areas: readonly HostArea[] = [PREVIEWS]) {
  const cluster = new TestCluster();
  const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const controller = (scope: Construct) => {
    const gateway = new PublicGateway(scope, 'gateway', {
      namespace: 'edge',
      className: 'envoy',
      wildcard: GATEWAY_WILDCARD,
      areas,
    });
    return {
      expose(scope: Construct, exposure: Parameters<typeof gateway.expose>[1]) {
        gateway.expose(scope, exposure);
        addPolicies(scope, exposure, gateway.areaOf(exposure));
      },
      admit() {},
      allowClients() {},
    };
  };
  const ingress = new IngressStack(cluster, 'ingress', {
    controller,
    issuer: issuerOf('dns01'),
    wildcard: GATEWAY_WILDCARD,
  });
  ingress.expose('shop', { service: serviceIn(shop, 'shop'), hostnames: ['shop.example.com'], ...props });
  return cluster;
}
