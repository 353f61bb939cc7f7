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
