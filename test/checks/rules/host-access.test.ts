import { reports } from './reports';

reports(
  'host-access',
  'a path of the node',
  ({ find }) => {
    find('Deployment', 'web').spec.template.spec.volumes[0] = { name: 'tmp', hostPath: { path: '/tmp' } };
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.volumes[0].hostPath.path is "/tmp": the pod has access to files of its node: remove it, or accept the risk with acceptRisk() [host-access]',
  ],
);
