import { controlPlane } from './control-plane';

/** The paths that the job sends: restic counts the backups of each set of paths separately. */
const SENT = '/snapshot/etcd.db /etc/kubernetes';

/** The beginning of the time of a backup in January 2020: `02 06` is the second, at 6:00. */
const AT = /^2020-01-(\d\d)T(\d\d)/;

test('keeps every recent backup of a day, and thins out older ones', () => {
  const machine = controlPlane();
  const restic = (command: string) => {
    const result = machine.shell('etcd-backup', command);
    expect(result).toMatchObject({ status: 0 });
    return result.stdout;
  };
  restic('restic init');
  for (const day of ['01', '02', '03', '04'])
    for (const hour of ['00', '06', '12', '18'])
      restic(`restic backup --host arcana --tag etcd-backup --time '2020-01-${day} ${hour}:15:00' ${SENT}`);
  expect(machine.run('etcd-backup')).toMatchObject({ container: 'forget', status: 0 });

  const snapshots = JSON.parse(restic('restic snapshots --json')) as { time: string }[];
  const kept = snapshots.flatMap(({ time }) => AT.exec(time)?.slice(1).join(' ') ?? []);
  // The run itself is the twelfth. Of each older day the last backup remains, and the oldest of all.
  const recent = ['02 06', '02 12', '02 18', '03 00', '03 06', '03 12', '03 18'];
  expect(kept).toEqual(['01 00', '01 18', ...recent, '04 00', '04 06', '04 12', '04 18']);
});
