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
