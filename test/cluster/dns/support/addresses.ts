import { getAll, kubectl } from '../../support/kubectl';

/**
 * The addresses of ingress-nginx in the tests, one below and one above that of the gateway: if both controllers publish a
 * host, ExternalDNS takes the smaller address, so that one of the two reveals it.
 *
 * @see https://github.com/kubernetes-sigs/external-dns/blob/v0.22.0/plan/conflict.go
 */
export const NGINX_ADDRESSES = ['192.0.2.10', '203.0.113.200'] as const;

interface Service {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly type?: string };
}

/** Gives the load balancer of ingress-nginx an address, as a cloud does, and writes it to the Ingresses, as the controller does. */
export function assignNginxAddress(address: string): void {
  const services = getAll<Service>('services', '--all-namespaces').filter(
    ({ metadata, spec }) =>
      spec.type === 'LoadBalancer' && metadata.labels?.['app.kubernetes.io/managed-by'] !== 'envoy-gateway',
  );
  for (const { metadata } of services) assign('service', metadata, address);
  for (const { metadata } of getAll<Service>('ingresses', '--all-namespaces'))
    assign('ingress', metadata, address);
}

function assign(kind: string, { namespace, name }: Service['metadata'], ip: string): void {
  const status = { loadBalancer: { ingress: [{ ip }] } };
  kubectl([
    ...['patch', kind, name, '--namespace', namespace, '--subresource=status', '--type=merge'],
    ...['--patch', JSON.stringify({ status })],
  ]);
}
