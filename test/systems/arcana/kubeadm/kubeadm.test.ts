import { parseAllDocuments } from 'yaml';
import { render } from '../../../../lib/synth';
import { arcanaApp, arcanaConfig, arcanaObjects } from '../../../support/arcana';

/** The documents of a file of dist/arcana/bootstrap. */
function documents(name: string, changes: Parameters<typeof arcanaApp>[0] = {}) {
  const file = render(arcanaApp(changes)).find(({ path }) => path === `arcana/bootstrap/${name}.yaml`);
  return [...parseAllDocuments(file?.content ?? '')].map((document) => document.toJS());
}

test('configures the node, whose control plane runs pods', () => {
  const { node } = arcanaConfig();
  const [init] = documents('kubeadm', { node: { ...node, name: 'other', address: '192.0.2.7' } });
  expect(init).toMatchObject({
    kind: 'InitConfiguration',
    localAPIEndpoint: { advertiseAddress: '192.0.2.7', bindPort: 6443 },
    nodeRegistration: {
      name: 'other',
      taints: [],
      kubeletExtraArgs: [{ name: 'node-ip', value: '192.0.2.7' }],
    },
  });
});

test('has the address ranges of the document, and a supported version of Kubernetes', () => {
  const [, cluster] = documents('kubeadm');
  expect(cluster).toMatchObject({
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    kubernetesVersion: 'v1.36.4',
    networking: { podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/12' },
  });
});

test('mounts every file in the arguments of the API server', () => {
  const [, { apiServer }] = documents('kubeadm');
  const mounted = apiServer.extraVolumes.map(({ mountPath }: { mountPath: string }) => `${mountPath}/`);
  const files = apiServer.extraArgs
    .map(({ value }: { value: string }) => value)
    .filter((value: string) => value.startsWith('/') && !value.startsWith('/etc/kubernetes/pki/'));
  expect(files).toHaveLength(3);
  const missing = files.filter((file: string) => !mounted.some((folder: string) => file.startsWith(folder)));
  expect(missing).toEqual([]);
});

test('makes kubelets serve with certificates of the cluster, which the API server verifies', () => {
  const [, { apiServer }, kubelet] = documents('kubeadm');
  expect(kubelet).toMatchObject({ kind: 'KubeletConfiguration', serverTLSBootstrap: true });
  expect(apiServer.extraArgs).toContainEqual({
    name: 'kubelet-certificate-authority',
    value: '/etc/kubernetes/pki/ca.crt',
  });
});

test('ends pods before the machine shuts down, and gives each pod with a volume its whole grace period', () => {
  const [, , kubelet] = documents('kubeadm');
  const seconds = (period: string) => Number.parseInt(period, 10);
  const periods = arcanaObjects()
    .filter(({ kind }) => kind === 'StatefulSet')
    .map(({ spec }) => spec.template.spec.terminationGracePeriodSeconds);
  const critical = seconds(kubelet.shutdownGracePeriodCriticalPods);
  expect(critical).toBe(30);
  expect(seconds(kubelet.shutdownGracePeriod) - critical).toBe(Math.max(...periods));
});

test('does not log the contents of Secrets', () => {
  const [policy] = documents('audit-policy');
  const levels = policy.rules
    .filter(({ resources = [] }: { resources?: { resources?: string[] }[] }) =>
      resources.some((entry) => entry.resources?.includes('secrets')),
    )
    .map(({ level }: { level: string }) => level);
  expect(levels).toEqual(['Metadata']);
  expect(policy.rules.at(-1)).toEqual({ level: 'Metadata' });
});

test('contains no encryption key, which is created on the machine', () => {
  const names = render(arcanaApp())
    .map(({ path }) => path)
    .filter((path) => path.startsWith('arcana/bootstrap/'));
  expect(names).toEqual(['arcana/bootstrap/audit-policy.yaml', 'arcana/bootstrap/kubeadm.yaml']);
});
