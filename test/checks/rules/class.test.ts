import { withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

reports('class', 'a missing class', ({ remove }) => remove('IngressClass', 'nginx'), [
  'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.ingressClassName is "nginx": IngressClass nginx not found: create it [class]',
]);

reports(
  'class',
  'a second default class',
  ({ find, add }) => {
    const first = find('IngressClass', 'nginx');
    first.metadata.annotations = { 'ingressclass.kubernetes.io/is-default-class': 'true' };
    add({ ...first, metadata: { ...first.metadata, name: 'second' } });
  },
  [
    'test: test/50-all.k8s.yaml: IngressClass second: metadata.annotations["ingressclass.kubernetes.io/is-default-class"] is "true": IngressClass nginx is the default, too, and the class that was created last is used: remove the annotation from one of them [class]',
  ],
);

reports(
  'class',
  'a Gateway of a class that does not exist',
  withGateways(({ find }) => {
    find('Gateway', 'public').spec.gatewayClassName = 'envoi';
  }),
  [
    'test: test/50-all.k8s.yaml: Gateway edge/public: spec.gatewayClassName is "envoi": GatewayClass envoi not found: create it, or use one of envoy [class]',
  ],
);
