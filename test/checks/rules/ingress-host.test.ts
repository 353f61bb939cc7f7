import { reports } from './reports';

reports(
  'ingress-host',
  'two Ingresses with the same host',
  ({ add, find }) => {
    const other = structuredClone(find('Ingress', 'web'));
    other.metadata.name = 'other';
    add(other);
  },
  [
    'test: test/50-all.k8s.yaml: Ingress shop/other: spec.rules[0].http.paths[0] is "shop.example/": Ingress shop/web (test/all/web.ingress) has the same route: change one of them [ingress-host]',
  ],
);
