import { readFileSync, renameSync } from 'node:fs';
import { documented } from '../support/documented';
import { controlPlane, FILES } from './control-plane';

test('the documented commands restore the snapshot and the files of the control plane', () => {
  const machine = controlPlane();
  expect(machine.run('etcd-backup')).toMatchObject({ container: 'forget', status: 0 });
  machine.loseEverything();
  const run = (command: string) => expect(machine.shell('etcd-backup', command)).toMatchObject({ status: 0 });
  run('rm -r /etc/kubernetes');

  const [restore = '', ...copy] = documented('arcana', 'Restore to a new machine').slice(0, 3);
  run(restore);
  // restic restores paths of this machine, which contain the folder of the fixture.
  for (const folder of ['/etc', '/snapshot'])
    renameSync(machine.path(`/restore${machine.path(folder)}`), machine.path(`/restore${folder}`));
  copy.map(run);
  for (const [path, content] of Object.entries(FILES)) {
    const restored = path.startsWith('/snapshot/') ? `/restore${path}` : path;
    expect(readFileSync(machine.path(restored), 'utf8')).toBe(content);
  }
});
