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
