import { withGateways } from '../../support/gateway-shop';
import type { Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

reports(
  'dns-zone',
  'a host outside the zones of ExternalDNS',
  ({ find, add }) => {
    const pod = structuredClone(find('Deployment', 'controller').spec.template);
    pod.spec.containers[0].image = 'registry.k8s.io/external-dns/external-dns:v0.20.0';
    pod.spec.containers[0].args = ['--source=ingress', '--domain-filter=example.org'];
    add({ apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'x', namespace: 'edge' }, template: pod });
    const { spec } = structuredClone(find('Ingress', 'web'));
    const annotations = { 'external-dns.alpha.kubernetes.io/controller': 'by-hand' };
    const metadata = { name: 'excluded', namespace: 'shop', annotations };
    add({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec });
  },
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.rules[0].host is "shop.example": ExternalDNS manages only example.org, so it creates no record: correct the host, add its zone to --domain-filter, or exclude the Ingress with the annotation external-dns.alpha.kubernetes.io/controller [dns-zone]',
  ],
);

/** Adds an ExternalDNS with some arguments. */
function addExternalDns({ find, add }: Workshop, ...args: string[]): void {
  const pod = structuredClone(find('Deployment', 'controller').spec.template);
  Object.assign(pod.spec.containers[0], { image: 'registry.k8s.io/external-dns/external-dns:v0.23.0', args });
  add({ apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'x', namespace: 'edge' }, template: pod });
}

reports(
  'dns-zone',
  'a host of an HTTPRoute outside the zones, also one of its listener',
  withGateways((workshop) => {
    addExternalDns(workshop, '--source=gateway-httproute', '--domain-filter=example.org');
    delete workshop.find('HTTPRoute', 'web').spec.hostnames;
    workshop.find('HTTPRoute', 'web-redirect').metadata.annotations = {
      'external-dns.kubernetes.io/controller': 'none',
    };
  }),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.parentRefs is "shop.example": ExternalDNS manages only example.org, so it creates no record: correct the host, add its zone to --domain-filter, or exclude the HTTPRoute with the annotation external-dns.alpha.kubernetes.io/controller [dns-zone]',
  ],
);

reports(
  'dns-zone',
  'a route by a ListenerSet that ExternalDNS does not follow',
  withGateways((workshop) => addExternalDns(workshop, '--source=gateway-httproute')),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.hostnames[0] is "shop.example": ExternalDNS does not follow ListenerSets, so it creates no record: add --gateway-listener-sets to its arguments [dns-zone]',
  ],
);

reports(
  'dns-zone',
  'a host of an Ingress and an HTTPRoute with two targets',
  withGateways((workshop) =>
    addExternalDns(workshop, '--source=ingress', '--source=gateway-httproute', '--gateway-listener-sets'),
  ),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.hostnames[0] is "shop.example": Ingress shop/web has the host, too, and ExternalDNS chooses one of their targets: exclude one of them with the annotation external-dns.alpha.kubernetes.io/controller [dns-zone]',
  ],
);

const TARGET = { 'external-dns.kubernetes.io/target': '203.0.113.9' };

reports(
  'dns-zone',
  'no host of an Ingress and an HTTPRoute with one target',
  withGateways((workshop) => {
    addExternalDns(workshop, '--source=ingress', '--source=gateway-httproute', '--gateway-listener-sets');
    workshop.find('Ingress', 'web').metadata.annotations = TARGET;
    workshop.find('Gateway', 'public').metadata.annotations = TARGET;
  }),
  [],
);
