import { reports } from './reports';

reports(
  'metrics-api',
  'a metric that nothing serves, once for all autoscalers',
  ({ find, add, remove }) => {
    remove('APIService', 'v1beta1.metrics.k8s.io');
    const second = structuredClone(find('HorizontalPodAutoscaler', 'web'));
    second.metadata.name = 'second';
    add(second);
  },
  [
    'test/all/web.autoscaler: test/50-all.k8s.yaml: HorizontalPodAutoscaler shop/web: spec.metrics[0].type is "Resource": nothing serves the API metrics.k8s.io, which HorizontalPodAutoscaler shop/second needs, too: add its APIService, or declare metrics-server with cluster.expectComponent() [metrics-api]',
  ],
);
