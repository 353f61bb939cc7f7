import { reports } from './reports';

reports('unused-token', 'a token without permissions', ({ remove }) => remove('RoleBinding', 'web'), [
  'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.automountServiceAccountToken is true: the pod mounts a token, but no binding gives permissions to service account web: set it to false, or bind a role to an own service account [unused-token]',
]);
