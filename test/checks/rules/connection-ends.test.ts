import { reports } from './reports';

reports(
  'connection-ends',
  'labels without pods',
  ({ find }) => {
    find('StatefulSet', 'db').spec.template.metadata.labels = { app: 'database' };
  },
  [
    'test: isolation: to of "orders are stored" is {"app":"db"}: no pod template in shop has these labels: use the labels of one of Deployment shop/web, StatefulSet shop/db [connection-ends]',
  ],
);
