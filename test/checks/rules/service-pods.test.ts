import { reports } from './reports';

reports(
  'service-pods',
  'a selector that matches no pods',
  ({ find }) => {
    find('Service', 'web').spec.selector.app = 'website';
  },
  [
    'test/all/web.service: test/50-all.k8s.yaml: Service shop/web: spec.selector is {"app":"website"}: no pod template in shop has these labels: use the labels of one of Deployment shop/web, StatefulSet shop/db [service-pods]',
  ],
);

reports(
  'service-pods',
  'a target port that no container declares',
  ({ find }) => {
    find('Service', 'db').spec.ports[0].targetPort = 3306;
  },
  [
    'test/all/db.service: test/50-all.k8s.yaml: Service shop/db: spec.ports[0].targetPort is 3306: StatefulSet shop/db, which the selector matches, does not declare the TCP port: declare it, or use one of 5432 (sql) [service-pods]',
  ],
);
