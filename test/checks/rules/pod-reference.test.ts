import { reports } from './reports';

reports('pod-reference', 'a missing ConfigMap', ({ remove }) => remove('ConfigMap', 'web-settings'), [
  'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].envFrom[0].configMapRef.name is "web-settings": ConfigMap shop/web-settings not found: create it [pod-reference]',
]);

reports(
  'pod-reference',
  'a missing key of a Secret',
  ({ container }) => {
    container('Deployment', 'web').env[1].valueFrom.secretKeyRef.key = 'pass';
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef is "db-credentials": Secret shop/db-credentials has no key "pass": add it, or use one of password [pod-reference]',
  ],
);
