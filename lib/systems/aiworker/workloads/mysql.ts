import type { Construct } from 'constructs';
import { ClusterBase } from '../../../core/cluster-base';
import { IMAGES } from '../../../core/versions';
import type { Env } from '../../../workloads/env';
import { DataStore, type StoreProps } from './data-store';

const PORT = 3306;
/** The database, and the user who owns it. */
export const DATABASE = 'aiworker';
/** The user `mysql` of the official image. */
export const MYSQL_USER = 999;

/**
 * A MySQL server with one database.
 *
 * @see https://hub.docker.com/_/mysql
 */
export class MySql extends DataStore {
  /** The environment variables with which a client connects. */
  readonly clientEnv: Env;

  constructor(scope: Construct, id: string, { namespace, volume }: StoreProps) {
    const secret = ClusterBase.of(scope).expectSecret({
      namespace,
      name: 'mysql',
      keys: {
        'root-password': 'the password of the administrator',
        password: `the password of the user ${DATABASE}, who owns the database`,
      },
      purpose:
        'MySQL creates its users with these passwords at its first start; the backend, the MCP server and the workers connect with the second one',
    });
    const password = { secret, key: 'password' };
    super(scope, id, {
      namespace,
      name: 'mysql',
      image: IMAGES.mysql,
      user: MYSQL_USER,
      args: [
        '--innodb-buffer-pool-size=1G',
        '--mysqlx=OFF',
        '--skip-name-resolve',
        '--character-set-server=utf8mb4',
      ],
      env: {
        MYSQL_DATABASE: DATABASE,
        MYSQL_USER: DATABASE,
        MYSQL_PASSWORD: password,
        MYSQL_ROOT_PASSWORD: { secret, key: 'root-password' },
      },
      port: PORT,
      // By TCP, because MySQL answers on a socket before it has created its users.
      healthCommand: ['mysqladmin', 'ping', '--host=127.0.0.1', '--silent'],
      // MySQL may have to recover from a crash.
      startupSeconds: 600,
      scratch: { '/var/run/mysqld': '16Mi', '/tmp': '1Gi' },
      volume: { path: '/var/lib/mysql', size: volume },
      // MySQL writes its modified pages to the volume before it exits.
      gracePeriodSeconds: 120,
      resources: { requests: { cpu: '500m', memory: '1536Mi' }, limits: { cpu: '1', memory: '2Gi' } },
    });
    this.clientEnv = {
      DB_HOST: this.service.host,
      DB_PORT: String(PORT),
      DB_NAME: DATABASE,
      DB_USER: DATABASE,
      DB_PASSWORD: password,
    };
  }
}
