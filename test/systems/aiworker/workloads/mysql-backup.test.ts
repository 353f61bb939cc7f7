import { aiworkerObjects, find } from '../../../support/aiworker-objects';
import { PolicyWorld } from '../../../support/reachability';

const pod = () => find('CronJob', 'mysql-backup').spec.jobTemplate.spec.template.spec;
// biome-ignore lint/suspicious/noExplicitAny: a container of the pod
const container = (name: string): any =>
  pod().initContainers.find((candidate: { name: string }) => candidate.name === name);

test('dumps in one transaction, with everything that belongs to the database, without further privileges', () => {
  const { command, image } = container('send');
  expect(command.slice(command.indexOf('--') + 1)).toEqual([
    'mysqldump',
    '--host=mysql.control-plane.svc',
    '--user=backup',
    '--single-transaction',
    '--routines',
    '--triggers',
    '--events',
    '--no-tablespaces',
    'aiworker',
  ]);
  expect(image).toBe(find('StatefulSet', 'mysql').spec.template.spec.containers[0].image);
});

test('is a stream: the pod has a volume for restic and its cache only', () => {
  expect(container('send').command.slice(0, 2)).toEqual(['/tools/restic', 'backup']);
  expect(pod().volumes).toEqual([
    { name: 'tools', emptyDir: { sizeLimit: '128Mi' } },
    { name: 'cache', emptyDir: { sizeLimit: '1Gi' } },
  ]);
});

test('connects to MySQL and to the store, and to nothing else', () => {
  const world = new PolicyWorld(aiworkerObjects());
  const from = { namespace: 'backup', labels: { app: 'mysql-backup' } };
  const to = (app: string) => ({ namespace: 'control-plane', labels: { app } });
  expect(world.allows(from, to('mysql'), 3306, 'TCP')).toBe(true);
  expect(world.allows(from, '198.51.100.7', 443, 'TCP')).toBe(true);
  expect(world.allows(from, to('redis'), 6379, 'TCP')).toBe(false);
  expect(world.allows(from, '198.51.100.7', 22, 'TCP')).toBe(false);
});
