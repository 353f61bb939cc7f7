import { LocalPath } from '../../../lib/addons/storage/local-path';
import { TestCluster } from '../../support/test-cluster';

function made() {
  const cluster = new TestCluster();
  const namespace = cluster.addNamespace({ name: 'storage', podSecurity: 'privileged' });
  new LocalPath(cluster, 'local-path', { namespace });
  return cluster;
}

/** The configuration of the provisioner. */
function settings(): Record<string, string> {
  return (made().find('ConfigMap', 'local-path-config') as unknown as { data: Record<string, string> }).data;
}

test('makes the default StorageClass, which waits for a pod and retains the data of deleted claims', () => {
  expect(made().find('StorageClass', 'local-path')).toMatchObject({
    metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'rancher.io/local-path',
    reclaimPolicy: 'Retain',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
});

test('creates directories with a helper pod that has a pinned image and limits', () => {
  const { 'config.json': config = '', 'helperPod.yaml': helper = '' } = settings();
  expect(JSON.parse(config)).toEqual({
    nodePathMap: [{ node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: ['/opt/local-path-provisioner'] }],
  });
  const [container] = JSON.parse(helper).spec.containers;
  expect(container.image).toMatch(/^docker\.io\/library\/busybox:\d/);
  expect(container.resources).toHaveProperty('limits');
});

test('has permission to create pods only in its own namespace', () => {
  const cluster = made();
  const everywhere = cluster.find('ClusterRole', 'local-path-provisioner-service-account') as unknown as {
    rules: { resources: string[]; verbs: string[] }[];
  };
  const pods = everywhere.rules.filter(({ resources }) => resources.includes('pods'));
  expect(pods.flatMap(({ verbs }) => verbs)).toEqual(['get', 'list', 'watch']);
  expect(cluster.find('Role', 'local-path-provisioner-service-account').metadata.namespace).toBe('storage');
});
