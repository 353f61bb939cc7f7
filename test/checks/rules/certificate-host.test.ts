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
