import { reports } from './reports';

reports('class', 'a missing class', ({ remove }) => remove('IngressClass', 'nginx'), [
  'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.ingressClassName is "nginx": IngressClass nginx not found: create it [class]',
]);
