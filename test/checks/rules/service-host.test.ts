import { reports } from './reports';

reports(
  'service-host',
  'a renamed Service',
  ({ find }) => {
    find('Service', 'db').metadata.name = 'database';
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[0].value is "db.shop.svc:5432": Service shop/db not found: create it, or use one of database, web [service-host]',
  ],
);
