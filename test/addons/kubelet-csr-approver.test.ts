import { KubeletCsrApprover } from '../../lib/addons/kubelet-csr-approver';
import { TestCluster } from '../support/test-cluster';

function made() {
  const cluster = new TestCluster();
  const namespace = cluster.addNamespace({ name: 'approver', podSecurity: 'restricted' });
  new KubeletCsrApprover(cluster, 'approver', {
    namespace,
    nodeNames: ['node-1', 'node.example'],
    nodeCidrs: ['192.0.2.0/28', '198.51.100.7/32'],
  });
  return cluster;
}

test('approves requests only for the given names and addresses of nodes', () => {
  const [container] = made().find('Deployment', 'kubelet-csr-approver').spec.template.spec.containers;
  expect(container.args).toEqual([
    '--provider-regex=^(node-1|node\\.example)$',
    '--provider-ip-prefixes=192.0.2.0/28,198.51.100.7/32',
    '--bypass-dns-resolution=true',
    '--ignore-non-system-node=true',
  ]);
});

test('has permission to approve only serving certificates of kubelets', () => {
  expect(made().find('ClusterRole', 'kubelet-csr-approver')).toMatchObject({
    rules: expect.arrayContaining([
      {
        apiGroups: ['certificates.k8s.io'],
        resources: ['signers'],
        resourceNames: ['kubernetes.io/kubelet-serving'],
        verbs: ['approve'],
      },
    ]),
  });
});
