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
