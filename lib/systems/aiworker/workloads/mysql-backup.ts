import { Construct } from 'constructs';
import { type BackupStore, ResticBackup } from '../../../addons/backup/restic-backup';
import type { CronJobName } from '../../../addons/monitoring/rules/cron-job';
import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import { IMAGES } from '../../../core/versions';
import { restrictedPod } from '../../../workloads/hardening';
import { DATABASE, MYSQL_USER, type MySql } from './mysql';

const NAME = 'mysql-backup';

/** The properties of the backup. */
export interface MySqlBackupProps {
  readonly namespace: ClusterNamespace;
  readonly mysql: MySql;
  /** A cron schedule of five fields, in UTC. */
  readonly schedule: string;
  readonly store: BackupStore;
}

/**
 * A {@link ResticBackup} of the database of MySQL: a dump of one transaction, which is uploaded while it is written.
 *
 * The user `backup` of MySQL, which a person creates, can only read. Users and passwords of MySQL are not in the dump.
 *
 * @see https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html
 */
export class MySqlBackup extends Construct {
  /** The CronJob, for alerts. */
  readonly job: CronJobName;

  constructor(scope: Construct, id: string, { namespace, mysql, schedule, store }: MySqlBackupProps) {
    super(scope, id);
    this.job = { namespace: namespace.name, name: NAME };
    const cluster = ClusterBase.of(this);
    const secret = cluster.expectSecret({
      namespace,
      name: NAME,
      keys: { password: 'the password of the user backup of MySQL, who can only read' },
      purpose: 'the backup of MySQL connects with this password',
    });
    const { pods } = new ResticBackup(this, 'restic', {
      namespace,
      name: NAME,
      schedule,
      deadlineSeconds: 7200,
      store,
      source: {
        image: IMAGES.mysql,
        command: [
          'mysqldump',
          `--host=${mysql.service.host}`,
          '--user=backup',
          // One transaction, which locks no table.
          '--single-transaction',
          ...['--routines', '--triggers', '--events'],
          // Tablespaces are not used, and to dump them needs the privilege PROCESS.
          '--no-tablespaces',
          DATABASE,
        ],
        env: { MYSQL_PWD: { secret, key: 'password' } },
        fileName: `${DATABASE}.sql`,
      },
      pod: { securityContext: restrictedPod(MYSQL_USER) },
    });
    cluster.isolation.allow({ from: pods, to: mysql.pods, because: 'the backup dumps the database' });
  }
}
