import { reports } from './reports';

reports(
  'pod-security',
  'a pod that may run as root',
  ({ find }) => {
    find('Deployment', 'web').spec.template.spec.securityContext.runAsNonRoot = false;
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].securityContext.runAsNonRoot: must be true at Pod Security level restricted of namespace shop [pod-security]',
  ],
);
