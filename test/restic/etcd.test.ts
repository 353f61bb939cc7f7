import { readFileSync } from 'node:fs';
import { documentedWith } from '../support/documented';
import { controlPlane, FILES } from './control-plane';

test('the documented command restores the snapshot and the configuration of the control plane', () => {
  const machine = controlPlane();
  expect(machine.run('etcd-backup')).toMatchObject({ container: 'forget', status: 0 });
  machine.loseEverything();

  const [command = ''] = documentedWith('restic restore', 'arcana', 'Restore to a new machine');
  expect(machine.shell('etcd-backup', command.replace('/restore', machine.path('/restore')))).toMatchObject({
    status: 0,
  });
  for (const [path, content] of Object.entries(FILES))
    expect(readFileSync(machine.path(`/restore${machine.path(path)}`), 'utf8')).toBe(content);
});
