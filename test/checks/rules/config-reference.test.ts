import { reports } from './reports';

reports('config-reference', 'a missing ConfigMap', ({ remove }) => remove('ConfigMap', 'settings'), [
  'test/all/controller: test/50-all.k8s.yaml: Deployment edge/controller: spec.template.spec.containers[0].args[0] is "edge/settings": ConfigMap edge/settings not found: create it [config-reference]',
]);
