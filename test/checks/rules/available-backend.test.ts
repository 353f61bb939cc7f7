import { withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

reports(
  'available-backend',
  'no replicas behind an Ingress',
  ({ find, remove }) => {
    remove('HorizontalPodAutoscaler', 'web');
    find('Deployment', 'web').spec.replicas = 0;
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.replicas is 0: requests are routed to these pods: state at least 1, or remove the route [available-backend]',
  ],
);

reports(
  'available-backend',
  'pods without replicas behind an HTTPRoute',
  withGateways(({ find, remove }) => {
    remove('Ingress', 'web');
    remove('HorizontalPodAutoscaler', 'web');
    find('Deployment', 'web').spec.replicas = 0;
  }),
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.replicas is 0: requests are routed to these pods: state at least 1, or remove the route [available-backend]',
  ],
);
