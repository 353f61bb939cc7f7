import { KubeNetworkPolicies } from '../../../lib/addons/network/kube-network-policies';
import { TestCluster } from '../../support/test-cluster';

function made() {
  const cluster = new TestCluster({ policyEngine: 'kube-network-policies' });
  const namespace = cluster.addNamespace({ name: 'kube-network-policies', podSecurity: 'privileged' });
  new KubeNetworkPolicies(cluster, 'engine', { namespace });
  return cluster;
}

test('has permission only to read pods, namespaces and policies', () => {
  expect(made().find('ClusterRole', 'kube-network-policies')).toMatchObject({
    rules: [
      { apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['list', 'watch'] },
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['list', 'watch'] },
    ],
  });
});

test('refuses connections while it is not running, and exposes its metrics only on the loopback address', () => {
  const [container] = made().find('DaemonSet', 'kube-network-policies').spec.template.spec.containers;
  expect(container.args).toEqual([
    '--hostname-override=$(NODE_NAME)',
    '--fail-open=false',
    '--metrics-bind-address=127.0.0.1:9080',
    '--nfqueue-id=98',
  ]);
  expect(container.livenessProbe.httpGet).toEqual({ host: '127.0.0.1', path: '/metrics', port: 9080 });
});
