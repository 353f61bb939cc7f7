import { reports } from './reports';

reports(
  'duplicate-object',
  'a duplicate object',
  ({ add, find }) => add(structuredClone(find('Service', 'db'))),
  [
    'test: test/50-all.k8s.yaml: Service shop/db: test/all/db.service (test/50-all.k8s.yaml) makes the same object: rename or remove one of them [duplicate-object]',
  ],
);
