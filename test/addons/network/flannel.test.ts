import { Flannel } from '../../../lib/addons/network/flannel';
import { TestCluster } from '../../support/test-cluster';

function made(podMtu: number) {
  const cluster = new TestCluster({ policyEngine: 'kube-network-policies' });
  const namespace = cluster.addNamespace({ name: 'kube-flannel', podSecurity: 'privileged' });
  new Flannel(cluster, 'flannel', { namespace, podMtu });
  return cluster;
}

/** The JSON in Flannel's ConfigMap. */
function settings(cluster: TestCluster, key: string) {
  const { data } = cluster.find('ConfigMap', 'flannel') as unknown as { data: Record<string, string> };
  return JSON.parse(data[key] ?? '');
}

test.each([
  [1450, 1500],
  [8950, 9000],
])('configures the outer MTU: %i for pods means %i for nodes', (podMtu, outer) => {
  expect(settings(made(podMtu), 'net-conf.json')).toEqual({
    Network: '10.244.0.0/16',
    Backend: { Type: 'vxlan', MTU: outer },
  });
});

test('masquerades connections, and reads nodes from the API server', () => {
  const [container] = made(1450).find('DaemonSet', 'flannel').spec.template.spec.containers;
  expect(container.command).toEqual(['/opt/bin/flanneld']);
  expect(container.args).toEqual(expect.arrayContaining(['--ip-masq', '--kube-subnet-mgr']));
});

test('installs its plugin and its configuration for the container runtime', () => {
  const { initContainers, volumes } = made(1450).find('DaemonSet', 'flannel').spec.template.spec;
  expect(initContainers.map(({ args }: { args: string[] }) => args)).toEqual([
    ['-f', '/flannel', '/opt/cni/bin/flannel'],
    ['-f', '/etc/kube-flannel/cni-conf.json', '/etc/cni/net.d/10-flannel.conflist'],
  ]);
  expect(volumes).toEqual(
    expect.arrayContaining([
      { name: 'plugin', hostPath: { path: '/opt/cni/bin', type: 'DirectoryOrCreate' } },
      { name: 'config', hostPath: { path: '/etc/cni/net.d', type: 'DirectoryOrCreate' } },
    ]),
  );
});

test('runs on the host network of every node, with only two capabilities', () => {
  const { spec } = made(1450).find('DaemonSet', 'flannel').spec.template;
  expect(spec).toMatchObject({ hostNetwork: true, tolerations: [{ operator: 'Exists' }] });
  expect(spec.containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW'] },
  });
});
