import { reports } from './reports';

const START = 'test/all/metrics: test/50-all.k8s.yaml: APIService v1beta1.metrics.k8s.io: ';

reports(
  'ca-bundle',
  'an API whose certificate cannot be verified',
  ({ find }) => {
    delete find('APIService', 'v1beta1.metrics.k8s.io').spec.insecureSkipTLSVerify;
  },
  [
    `${START}spec.caBundle: missing, so the API server does not trust the certificate of the Service: state it, or name a Certificate in the annotation cert-manager.io/inject-ca-from [ca-bundle]`,
  ],
);

reports(
  'ca-bundle',
  'a Certificate that does not exist, and one without a namespace',
  ({ find, add }) => {
    const api = find('APIService', 'v1beta1.metrics.k8s.io');
    api.metadata.annotations = { 'cert-manager.io/inject-ca-from': 'shop/wep-tls' };
    const metadata = {
      name: 'v1beta2.metrics.k8s.io',
      annotations: { 'cert-manager.io/inject-ca-from': 'web' },
    };
    add({ ...api, metadata, spec: { ...api.spec, version: 'v1beta2' } });
  },
  [
    `${START}metadata.annotations["cert-manager.io/inject-ca-from"] is "shop/wep-tls": Certificate shop/wep-tls not found: create it, or use one of shop-tls [ca-bundle]`,
    'test: test/50-all.k8s.yaml: APIService v1beta2.metrics.k8s.io: metadata.annotations["cert-manager.io/inject-ca-from"] is "web": has no namespace: write NAMESPACE/NAME [ca-bundle]',
  ],
);
