import { reports } from './reports';

reports(
  'wildcard-rbac',
  'a role with all verbs',
  ({ find }) => {
    find('Role', 'web').rules[0].verbs = ['*'];
  },
  [
    'test/all/web.role: test/50-all.k8s.yaml: Role shop/web: rules[0].verbs is ["*"]: "*" also includes everything that is added later: list the required ones [wildcard-rbac]',
  ],
);
