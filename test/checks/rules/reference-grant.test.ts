import { httpRoute, referenceGrant, withGateways } from '../../support/gateway-shop';
import type { Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

const LISTENER = {
  name: 'https',
  port: 443,
  protocol: 'HTTPS',
  hostname: 'www.shop.example',
  tls: { mode: 'Terminate', certificateRefs: [{ name: 'shop-tls', namespace: 'shop' }] },
};

const NONE =
  'test: test/50-all.k8s.yaml: Gateway edge/public: spec.listeners[1].tls.certificateRefs[0].namespace is "shop": no ReferenceGrant of namespace shop permits references from Gateway of edge to Secret shop-tls: add one to shop [reference-grant]';

function grant(change: Parameters<typeof referenceGrant>): (workshop: Workshop) => void {
  return withGateways(({ find, add }) => {
    find('Gateway', 'public').spec.listeners.push(LISTENER);
    add(referenceGrant(...change));
  });
}

reports('reference-grant', 'a grant of another name', grant(['Gateway', { kind: 'Secret', name: 'other' }]), [
  NONE,
]);
reports('reference-grant', 'a grant for another kind', grant(['Gateway', { kind: 'Service' }]), [NONE]);
reports('reference-grant', 'a grant of another kind', grant(['HTTPRoute', { kind: 'Secret' }]), [NONE]);
reports('reference-grant', 'a grant for another namespace', grant(['Gateway', { kind: 'Secret' }, 'shop']), [
  NONE,
]);
reports(
  'reference-grant',
  'no permitted reference',
  grant(['Gateway', { kind: 'Secret', name: 'shop-tls' }]),
  [],
);

reports(
  'reference-grant',
  'a backend in another namespace, but no backend that does not exist',
  withGateways(({ add }) => {
    const { apiVersion, kind, spec } = {
      apiVersion: 'v1',
      kind: 'Service',
      spec: { ports: [{ port: 80 }], selector: { app: 'controller' } },
    };
    add({ apiVersion, kind, metadata: { name: 'admin', namespace: 'edge' }, spec });
    const backendRefs = ['admin', 'none'].map((name) => ({ name, namespace: 'edge', port: 80 }));
    add(httpRoute('other', { rules: [{ matches: [{ method: 'PUT' }], backendRefs }] }));
  }),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/other: spec.rules[0].backendRefs[0].namespace is "edge": no ReferenceGrant of namespace edge permits references from HTTPRoute of shop to Service admin: add one to edge [reference-grant]',
  ],
);
