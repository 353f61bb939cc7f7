import { EtcdBackup } from '../../../lib/addons/backup/etcd-backup';
import { PolicyWorld } from '../../support/reachability';
import { TestCluster } from '../../support/test-cluster';

const NODE = '10.0.3.4';

function made(endpoint = 'https://store.example') {
  const cluster = new TestCluster();
  const namespace = cluster.addNamespace({ name: 'backup', podSecurity: 'privileged' });
  new EtcdBackup(cluster, 'backup', {
    namespace,
    schedule: '15 */6 * * *',
    address: NODE,
    store: { endpoint, bucket: 'backups', keep: { last: 12, daily: 7, weekly: 4, monthly: 6 } },
  });
  const { spec } = cluster.find('CronJob', 'etcd-backup');
  return { cluster, spec, pod: spec.jobTemplate.spec.template.spec };
}

interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly securityContext: object;
}

const containers = (): Container[] => [...made().pod.initContainers, ...made().pod.containers];

test('takes a snapshot, creates the repository, uploads, checks, and deletes old backups, in this order', () => {
  expect(containers().map(({ name }) => name)).toEqual(['snapshot', 'repository', 'send', 'check', 'forget']);
});

test('takes the snapshot over TLS with a certificate of etcd, without a shell', () => {
  expect(containers()[0]?.command).toEqual([
    '/usr/local/bin/etcdctl',
    `--endpoints=https://${NODE}:2379`,
    '--cacert=/etc/kubernetes/pki/etcd/ca.crt',
    '--cert=/etc/kubernetes/pki/etcd/healthcheck-client.crt',
    '--key=/etc/kubernetes/pki/etcd/healthcheck-client.key',
    'snapshot',
    'save',
    '/snapshot/etcd.db',
  ]);
});

test('uploads certificates and configuration, too, and keeps the configured number of backups', () => {
  const [, , send, , forget] = containers();
  expect(send?.command.slice(-2)).toEqual(['/snapshot/etcd.db', '/etc/kubernetes']);
  expect(forget?.command.join(' ')).toBe(
    '/usr/bin/restic forget --host test --tag etcd-backup --keep-last 12 --keep-daily 7 --keep-weekly 4 --keep-monthly 6 --prune',
  );
  expect(send?.env).toContainEqual({ name: 'RESTIC_REPOSITORY', value: 's3:https://store.example/backups' });
});

test('reads credentials from a declared Secret', () => {
  const { cluster } = made();
  expect(cluster.expectedSecrets.map(({ name, keys }) => [name, Object.keys(keys)])).toEqual([
    ['backup-store', ['restic-password', 'access-key-id', 'secret-access-key']],
  ]);
  const values = containers().flatMap(({ env = [] }) => env.filter(({ name }) => /PASSWORD|KEY/.test(name)));
  expect(values).toHaveLength(12);
  expect(values.filter(({ value }) => value !== undefined)).toEqual([]);
});

test('runs on the control plane as root without capabilities, and mounts directories of the node read-only', () => {
  const { pod } = made();
  expect(pod.nodeSelector).toEqual({ 'node-role.kubernetes.io/control-plane': '' });
  expect(pod).not.toHaveProperty('hostNetwork');
  for (const { securityContext } of containers()) {
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
  }
  const host = pod.volumes
    .filter((volume: object) => 'hostPath' in volume)
    .map(({ name }: Container) => name);
  const mounts = [...pod.initContainers, ...pod.containers].flatMap(({ volumeMounts }) => volumeMounts);
  expect(mounts.filter((mount) => host.includes(mount.name) && !mount.readOnly)).toEqual([]);
});

test.each([
  ['https://store.example', 443],
  ['https://store.example:9000', 9000],
])('connects only to etcd and to the store %s on port %i', (endpoint, port) => {
  const world = new PolicyWorld(made(endpoint).cluster.objects());
  const pod = { namespace: 'backup', labels: { app: 'etcd-backup' } };
  expect(world.allows(pod, NODE, 2379, 'TCP')).toBe(true);
  expect(world.allows(pod, '198.51.100.7', port, 'TCP')).toBe(true);
  expect(world.allows(pod, '198.51.100.7', 22, 'TCP')).toBe(false);
  expect(world.allows(pod, NODE, 6443, 'TCP')).toBe(false);
});

test('never has two runs at the same time', () => {
  expect(made().spec).toMatchObject({
    schedule: '15 */6 * * *',
    timeZone: 'Etc/UTC',
    concurrencyPolicy: 'Forbid',
  });
});
