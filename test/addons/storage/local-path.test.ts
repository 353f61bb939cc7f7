import { LocalPath } from '../../../lib/addons/storage/local-path';
import { TestCluster } from '../../support/test-cluster';

function made() {
  const cluster = new TestCluster();
  const namespace = cluster.addNamespace({ name: 'storage', podSecurity: 'privileged' });
  new LocalPath(cluster, 'local-path', { namespace });
  return cluster;
}

/** What the provisioner reads. */
function settings(): Record<string, string> {
  return (made().find('ConfigMap', 'local-path-config') as unknown as { data: Record<string, string> }).data;
}

test('is the default class, waits for a pod, and keeps what a claim leaves behind', () => {
  expect(made().find('StorageClass', 'local-path')).toMatchObject({
    metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'rancher.io/local-path',
    reclaimPolicy: 'Retain',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
});

test('makes folders by a pod whose image is pinned', () => {
  const { 'config.json': config = '', 'helperPod.yaml': helper = '' } = settings();
  expect(JSON.parse(config)).toEqual({
    nodePathMap: [{ node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: ['/opt/local-path-provisioner'] }],
  });
  const [container] = JSON.parse(helper).spec.containers;
  expect(container.image).toMatch(/^docker\.io\/library\/busybox:\d/);
  expect(container.resources).toHaveProperty('limits');
});

test('may make pods in its own namespace alone', () => {
  const cluster = made();
  const everywhere = cluster.find('ClusterRole', 'local-path-provisioner-service-account') as unknown as {
    rules: { resources: string[]; verbs: string[] }[];
  };
  const pods = everywhere.rules.filter(({ resources }) => resources.includes('pods'));
  expect(pods.flatMap(({ verbs }) => verbs)).toEqual(['get', 'list', 'watch']);
  expect(cluster.find('Role', 'local-path-provisioner-service-account').metadata.namespace).toBe('storage');
});
