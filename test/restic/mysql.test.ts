import { readFileSync } from 'node:fs';
import { documentedWith } from '../support/documented';
import { Machine } from './machine';

const FIXTURE = readFileSync('test/restic/aiworker.sql', 'utf8');

/** A program in place of mysqldump, with the output and the exit code of a test. */
function dump(machine: Machine, output: string, status = 0): void {
  machine.write('/dump.sql', output);
  machine.program(
    'mysqldump',
    `test -n "$MYSQL_PWD" && cat '${machine.path('/dump.sql')}' && exit ${status}`,
  );
}

function restored(machine: Machine) {
  const [command = ''] = documentedWith('restic dump', 'aiworker', 'Restore MySQL');
  return {
    ...machine.shell('mysql-backup', command),
    sql: readFileSync(machine.path('/aiworker.sql'), 'utf8'),
  };
}

test('the documented command restores the dump, byte by byte', () => {
  const machine = new Machine('aiworker');
  dump(machine, FIXTURE);
  expect(machine.run('mysql-backup')).toMatchObject({ container: 'forget', status: 0 });
  machine.loseEverything();
  expect(restored(machine)).toMatchObject({ status: 0, sql: FIXTURE });
});

test('a later run adds a backup to the same repository', () => {
  const machine = new Machine('aiworker');
  const dumps = ['-- an older dump', FIXTURE];
  for (const output of dumps) {
    dump(machine, output);
    expect(machine.run('mysql-backup')).toMatchObject({ container: 'forget', status: 0 });
    machine.loseEverything();
  }
  expect(restored(machine)).toMatchObject({ status: 0, sql: FIXTURE });
  const { stdout } = machine.shell('mysql-backup', 'restic snapshots --json');
  const sizes = JSON.parse(stdout).map(
    ({ summary }: { summary: { total_bytes_processed: number } }) => summary.total_bytes_processed,
  );
  expect(sizes).toEqual(dumps.map((output) => Buffer.byteLength(output)));
});

test('fails if mysqldump fails in the middle of a dump, and keeps the last good backup', () => {
  const machine = new Machine('aiworker');
  dump(machine, FIXTURE);
  machine.run('mysql-backup');
  dump(machine, FIXTURE.slice(0, 80), 2);
  expect(machine.run('mysql-backup')).toMatchObject({ container: 'send', status: 1 });
  expect(restored(machine)).toMatchObject({ status: 0, sql: FIXTURE });
});
