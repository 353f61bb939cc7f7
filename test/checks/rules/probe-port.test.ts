import { reports } from './reports';

reports(
  'probe-port',
  'a probe of an undeclared port',
  ({ container }) => {
    container('Deployment', 'web').readinessProbe.httpGet.port = 8081;
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].readinessProbe.httpGet.port is 8081: the container does not declare the port: declare it, or use one of 8080 (http) [probe-port]',
  ],
);
