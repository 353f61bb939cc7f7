import { reports } from './reports';

reports(
  'pod-security',
  'a pod that may run as root',
  ({ find }) => {
    find('Deployment', 'web').spec.template.spec.securityContext.runAsNonRoot = false;
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.securityContext.runAsNonRoot is false: must be true at Pod Security level restricted of namespace shop [pod-security]',
  ],
);

reports(
  'pod-security',
  'a field that is missing in a pod and in all of its containers as one finding',
  ({ find }) => {
    const { spec } = find('Deployment', 'web').spec.template;
    delete spec.securityContext.runAsNonRoot;
    spec.containers.push({ ...structuredClone(spec.containers[0]), name: 'second' });
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.securityContext.runAsNonRoot: must be true at Pod Security level restricted of namespace shop [pod-security]',
  ],
);

reports(
  'pod-security',
  'a violation of several containers as one finding',
  ({ find }) => {
    const { spec } = find('Deployment', 'web').spec.template;
    spec.containers[0].securityContext.capabilities.add = ['CHOWN'];
    spec.containers.push({ ...structuredClone(spec.containers[0]), name: 'second' });
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].securityContext.capabilities.add is ["CHOWN"]: must contain only capabilities that are allowed (2 fields of this pod) at Pod Security level restricted of namespace shop [pod-security]',
  ],
);
