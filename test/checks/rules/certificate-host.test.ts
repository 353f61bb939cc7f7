import { withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

reports(
  'certificate-host',
  'a host that the certificate does not contain, and one without a certificate',
  ({ find }) => {
    const { spec } = find('Ingress', 'web');
    spec.tls.push({ hosts: ['shop.example'] });
    spec.tls[0].hosts = ['www.shop.example'];
  },
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.tls[0].hosts is "www.shop.example": the certificate in Secret shop/shop-tls is for shop.example: add the host to the dnsNames of its Certificate [certificate-host]',
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.tls[1].hosts is "shop.example": the controller has no default certificate, only a self-signed one: set secretName [certificate-host]',
  ],
);

reports(
  'certificate-host',
  'the host of a listener, and the hosts of routes of a listener for all hosts',
  withGateways(({ find }) => {
    find('Certificate', 'shop-tls').spec.dnsNames = ['www.shop.example'];
    const { listeners } = find('ListenerSet', 'shop').spec;
    listeners.push({ ...listeners[0], name: 'all', hostname: undefined });
    const web = find('HTTPRoute', 'web').spec;
    delete web.parentRefs[0].sectionName;
    web.hostnames.push('api.shop.example', 'www.shop.example');
  }),
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.tls[0].hosts is "api.shop.example, shop.example": the certificate in Secret shop/shop-tls is for www.shop.example: add the host to the dnsNames of its Certificate [certificate-host]',
  ],
);
