import { Construct } from 'constructs';
import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { PodGroup } from '../../../core/isolation/connection';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import type { Env } from '../../../workloads/env';
import { commandProbe } from '../../../workloads/hardened-pod';
import { PodService } from '../../../workloads/pod-service';
import { StatefulWorkload } from '../../../workloads/stateful-workload';

const PORT = 3306;
const DATABASE = 'aiworker';

/** Where the database runs. */
export interface MySqlProps {
  readonly namespace: ClusterNamespace;
  /** The size of its volume, as a quantity. */
  readonly volume: string;
}

/**
 * A MySQL server with one database, in one pod with one volume, behind a headless Service `mysql`.
 *
 * @see https://hub.docker.com/_/mysql
 */
export class MySql extends Construct {
  readonly pods: PodGroup;
  /** What a client needs to connect, as its environment. */
  readonly clientEnv: Env;

  constructor(scope: Construct, id: string, { namespace, volume }: MySqlProps) {
    super(scope, id);
    placeIn(this, Stage.workloads, namespace.name);
    const secret = ClusterBase.of(this).expectSecret({
      namespace,
      name: 'mysql',
      keys: {
        'root-password': "the administrator's password",
        password: `the password of the user ${DATABASE}, who owns the database`,
      },
      purpose: 'MySQL makes its users with them at its first start; backend, MCP server and workers connect',
    });
    const service = new PodService(this, 'service', {
      namespace,
      name: 'mysql',
      selector: { app: 'mysql' },
      port: PORT,
      portName: 'mysql',
      headless: true,
    });
    const password = { secret, key: 'password' };
    this.clientEnv = {
      DB_HOST: service.host,
      DB_PORT: String(PORT),
      DB_NAME: DATABASE,
      DB_USER: DATABASE,
      DB_PASSWORD: password,
    };
    // Answers once the server listens; while it makes its users at the first start it does so on a socket alone.
    const answers = ['mysqladmin', 'ping', '--host=127.0.0.1', '--silent'];
    const workload = new StatefulWorkload(this, 'workload', {
      namespace,
      name: 'mysql',
      serviceName: service.name,
      image: IMAGES.mysql,
      user: 999,
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
      ports: { mysql: PORT },
      probes: {
        // Ten minutes, as it may have a crash to recover from.
        startup: commandProbe(answers, { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 120 }),
        readiness: commandProbe(answers, { periodSeconds: 10, timeoutSeconds: 5 }),
        liveness: commandProbe(answers, { periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 }),
      },
      scratch: { '/var/run/mysqld': '16Mi', '/tmp': '1Gi' },
      // A subdirectory, because MySQL refuses to start if the root of the volume holds `lost+found`.
      volume: { path: '/var/lib/mysql', size: volume, subPath: 'mysql' },
      // It writes its dirty pages before it ends.
      gracePeriodSeconds: 120,
      resources: { requests: { cpu: '500m', memory: '1536Mi' }, limits: { cpu: '1', memory: '2Gi' } },
    });
    this.pods = workload.pods;
  }
}
