import { withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

reports(
  'object-reference',
  'a missing headless Service',
  ({ find }) => {
    find('StatefulSet', 'db').spec.serviceName = 'database';
  },
  [
    'test/all/db.set: test/50-all.k8s.yaml: StatefulSet shop/db: spec.serviceName is "database": Service shop/database not found: create it, or use one of db, web [object-reference]',
  ],
);

reports(
  'object-reference',
  'a port of an API that the Service does not have',
  ({ find }) => {
    const { spec } = find('APIService', 'v1beta1.metrics.k8s.io');
    spec.service = { namespace: 'shop', name: 'web' };
  },
  [
    'test/all/metrics: test/50-all.k8s.yaml: APIService v1beta1.metrics.k8s.io: spec.service.port is 443: Service shop/web has no port 443: add it, or use one of 80 (http) [object-reference]',
  ],
);

const ROUTE = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [{ name: 'web', port: 81 }] }] },
};

reports('object-reference', 'a gateway of a route that does not exist', ({ add }) => add(ROUTE), [
  'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.parentRefs[0].name is "public": Gateway shop/public not found: create it [object-reference]',
]);

reports(
  'object-reference',
  'an owner of an API group that no longer exists',
  ({ find }) => {
    find('Deployment', 'web').metadata.ownerReferences = [
      { apiVersion: 'extensions/v1beta1', kind: 'Deployment', name: 'db', uid: '1' },
    ];
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: metadata.ownerReferences[0].kind is "Deployment": no API server has this kind in API group extensions: write apps [object-reference]',
  ],
);

reports(
  'object-reference',
  'the targets, the Secrets and the settings of policies that do not exist',
  withGateways(({ find, add, remove }) => {
    find('ClientTrafficPolicy', 'public').spec.targetRefs[0].sectionName = 'https';
    const policy = find('BackendTrafficPolicy', 'web');
    add({
      ...policy,
      kind: 'SecurityPolicy',
      spec: { ...policy.spec, basicAuth: { users: { name: 'db-credentials' } }, timeout: undefined },
    });
    policy.spec = { targetRefs: [{ ...policy.spec.targetRefs[0], name: 'wep' }] };
    remove('EnvoyProxy', 'proxies');
  }),
  [
    'test: test/50-all.k8s.yaml: GatewayClass envoy: spec.parametersRef.name is "proxies": EnvoyProxy edge/proxies not found: create it [object-reference]',
    'test: test/50-all.k8s.yaml: BackendTrafficPolicy shop/web: spec.targetRefs[0].name is "wep": HTTPRoute shop/wep not found: create it, or use one of web, web-redirect [object-reference]',
    'test: test/50-all.k8s.yaml: ClientTrafficPolicy edge/public: spec.targetRefs[0].sectionName is "https": Gateway edge/public has no part of this name: add it, or use one of http [object-reference]',
    'test: test/50-all.k8s.yaml: SecurityPolicy shop/web: spec.basicAuth.users.name is "db-credentials": Secret shop/db-credentials has no key ".htpasswd": add it, or use one of password [object-reference]',
  ],
);

reports(
  'object-reference',
  "a route of Istio's Gateway, which is no Gateway of Gateway API",
  ({ add }) => {
    add({
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'shop' },
      spec: {},
    });
    add(ROUTE);
  },
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.parentRefs[0].name is "public": Gateway shop/public not found: create it [object-reference]',
  ],
);
