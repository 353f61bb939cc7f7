import { type Breakable, checkBroken, type Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

reports(
  'host-access',
  'a path of the node',
  ({ find }) => {
    find('Namespace', 'shop').metadata.labels['pod-security.kubernetes.io/enforce'] = 'privileged';
    find('Deployment', 'web').spec.template.spec.volumes[0] = { name: 'tmp', hostPath: { path: '/tmp' } };
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.volumes[0].hostPath.path is "/tmp": the pod has access to files of its node: remove it, or accept the risk with acceptRisk() [host-access]',
  ],
);

test.each<[string, (pod: Breakable) => void]>([
  [
    'a path of the node',
    (pod) => Object.assign(pod, { volumes: [{ name: 'host', hostPath: { path: '/var' } }] }),
  ],
  ['the processes of the node', (pod) => Object.assign(pod, { hostPID: true })],
  [
    'a further capability',
    ({ containers: [{ securityContext }] }) =>
      Object.assign(securityContext.capabilities, { add: ['CHOWN'] }),
  ],
  ['a port of the node', ({ containers: [{ ports }] }) => Object.assign(ports[0], { hostPort: 5432 })],
])('access that the namespace refuses is one finding of pod-security: %s', (_name, change) => {
  const { errors } = checkBroken(({ find }: Workshop) =>
    change(find('StatefulSet', 'db').spec.template.spec),
  );
  expect(errors).toEqual([expect.stringMatching(/\[pod-security\]$/)]);
});
