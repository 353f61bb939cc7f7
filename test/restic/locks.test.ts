import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { controlPlane } from './control-plane';
import type { Machine } from './machine';

const LOCKS = '/store/arcana-backup/locks';
const SUCCESS = { container: 'forget', status: 0 };

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** A machine with a repository that another process has locked, and this process. */
async function locked(): Promise<{ machine: Machine; holder: ChildProcess }> {
  const machine = controlPlane();
  machine.run('etcd-backup');
  // The slow check holds an exclusive lock, as `restic forget --prune` does.
  const check = ['/usr/bin/restic', 'check', '--read-data', '--no-cache', '--limit-download=1'];
  const holder = machine.start('etcd-backup', check);
  children.push(holder);
  const folder = machine.path(LOCKS);
  while (holder.exitCode === null && !(existsSync(folder) && readdirSync(folder).length > 0))
    await new Promise((resolve) => setTimeout(resolve, 20));
  return { machine, holder };
}

test('the lock of a killed process does not block the next run', async () => {
  const { machine, holder } = await locked();
  holder.kill('SIGKILL');
  await new Promise((resolve) => holder.once('exit', resolve));
  expect(readdirSync(machine.path(LOCKS))).toHaveLength(1);
  expect(machine.run('etcd-backup')).toMatchObject(SUCCESS);
});

test('a run waits until no other process has a lock', async () => {
  const { machine, holder } = await locked();
  // The other process ends during the first wait, and deletes its lock.
  const release = `kill ${holder.pid}; while [ -n "$(ls '${machine.path(LOCKS)}')" ]; do /bin/sleep 0.1; done`;
  machine.program('sleep', `echo "$1" >>'${machine.path('/waits')}'; ${release}`);
  expect(machine.run('etcd-backup')).toMatchObject(SUCCESS);
  expect(readFileSync(machine.path('/waits'), 'utf8')).toBe('60\n');
});

test('fails with the message of restic if another process keeps its lock', async () => {
  const { machine } = await locked();
  machine.program('seq', 'echo 1 2');
  machine.program('sleep', 'exit 0');
  expect(machine.run('etcd-backup')).toMatchObject({
    container: 'send',
    stderr: expect.stringContaining('repository is already locked exclusively by PID'),
  });
});
