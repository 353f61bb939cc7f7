import { MetricsServer } from '../../lib/addons/metrics-server';
import { PolicyWorld } from '../support/reachability';
import { TestCluster } from '../support/test-cluster';

function made() {
  const cluster = new TestCluster();
  const namespace = cluster.addNamespace({ name: 'metrics-server', podSecurity: 'restricted' });
  new MetricsServer(cluster, 'metrics-server', { namespace });
  return cluster;
}

const POD = { namespace: 'metrics-server', labels: { app: 'metrics-server' } };
const [NODE, API_SERVER] = ['10.0.3.4', '10.0.0.10'];

test('verifies kubelets with the certificate authority of the cluster', () => {
  const [container] = made().find('Deployment', 'metrics-server').spec.template.spec.containers;
  expect(container.args).toContain(
    '--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
  );
  expect(container.args.join(' ')).not.toContain('insecure');
});

test('serves the API metrics.k8s.io through the API server', () => {
  const cluster = made();
  expect(cluster.find('APIService', 'v1beta1.metrics.k8s.io').spec).toMatchObject({
    group: 'metrics.k8s.io',
    version: 'v1beta1',
    service: { name: 'metrics-server', namespace: 'metrics-server', port: 443 },
  });
  expect(cluster.find('Service', 'metrics-server').spec.ports).toMatchObject([
    { port: 443, targetPort: 10250 },
  ]);
  expect(cluster.find('RoleBinding', 'metrics-server-auth-reader').metadata.namespace).toBe('kube-system');
});

test('accepts connections from the API server, and connects only to the API server and the kubelets', () => {
  const world = new PolicyWorld(made().objects());
  expect(world.allows(NODE, POD, 10_250, 'TCP')).toBe(true);
  expect(world.allows(POD, NODE, 10_250, 'TCP')).toBe(true);
  expect(world.allows(POD, API_SERVER, 6443, 'TCP')).toBe(true);
  expect(world.allows(POD, NODE, 22, 'TCP')).toBe(false);
  expect(world.allows(POD, '198.51.100.7', 443, 'TCP')).toBe(false);
});
