import { readFileSync } from 'node:fs';
import { documentedWith } from '../support/documented';
import { Machine } from './machine';

test('the documented command restores the snapshot and the configuration of the control plane', () => {
  const machine = new Machine('arcana');
  const files = { '/etc/kubernetes/pki/ca.crt': 'certificate', '/snapshot/etcd.db': 'snapshot' };
  for (const [path, content] of Object.entries(files)) machine.write(path, content);
  // The cluster test runs etcdctl.
  machine.write('/usr/local/bin/etcdctl', '');
  machine.program('../local/bin/etcdctl', 'exit 0');
  expect(machine.run('etcd-backup')).toMatchObject({ container: 'forget', status: 0 });
  machine.loseEverything();

  const [command = ''] = documentedWith('restic restore', 'arcana', 'Restore to a new machine');
  expect(machine.shell('etcd-backup', command.replace('/restore', machine.path('/restore')))).toMatchObject({
    status: 0,
  });
  for (const [path, content] of Object.entries(files))
    expect(readFileSync(machine.path(`/restore${machine.path(path)}`), 'utf8')).toBe(content);
});
