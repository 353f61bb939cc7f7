import { reports } from './reports';

reports('role', 'a missing role', ({ remove }) => remove('Role', 'web'), [
  'test/all/web.binding: test/50-all.k8s.yaml: RoleBinding shop/web: roleRef.name is "web": Role shop/web not found: create it [role]',
]);
