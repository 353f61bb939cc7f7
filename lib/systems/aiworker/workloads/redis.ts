import type { Construct } from 'constructs';
import { ClusterBase } from '../../../core/cluster-base';
import { IMAGES } from '../../../core/versions';
import type { Env } from '../../../workloads/env';
import { DataStore, type StoreProps } from './data-store';

const PORT = 6379;

/**
 * The command of the container. The password is in a file, because every process can read the arguments of others.
 * Redis may use half of the memory limit; the other half is for rewriting its log.
 */
const START = `umask 077
printf 'requirepass "%s"\\n' "$REDISCLI_AUTH" > /run/redis/redis.conf
exec redis-server /run/redis/redis.conf --dir /data --appendonly yes --maxmemory 512mb --maxmemory-policy noeviction
`;

/**
 * A Redis server for the queues of BullMQ.
 *
 * It loses no data: every write is logged to the volume, and writes are refused when the memory is full.
 *
 * @see https://docs.bullmq.io/guide/going-to-production
 * @see https://hub.docker.com/_/redis
 */
export class Redis extends DataStore {
  /** The environment variables with which a client connects. */
  readonly clientEnv: Env;

  constructor(scope: Construct, id: string, { namespace, volume }: StoreProps) {
    const secret = ClusterBase.of(scope).expectSecret({
      namespace,
      name: 'redis',
      keys: {
        password:
          'the password of all clients: letters and digits only, because it is part of a configuration file',
      },
      purpose: 'the backend, the MCP server and the workers connect to Redis with this password',
    });
    const password = { secret, key: 'password' };
    super(scope, id, {
      namespace,
      name: 'redis',
      image: IMAGES.redis,
      user: 999,
      command: ['sh', '-c', START],
      env: { REDISCLI_AUTH: password },
      port: PORT,
      // Redis answers with an error while it loads its data, and redis-cli exits with 0 nevertheless.
      healthCommand: ['sh', '-c', 'test "$(redis-cli ping)" = PONG'],
      startupSeconds: 300,
      scratch: { '/run/redis': '1Mi' },
      volume: { path: '/data', size: volume },
      // Redis writes its data to the volume before it exits.
      gracePeriodSeconds: 60,
      resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { cpu: '250m', memory: '1Gi' } },
    });
    this.clientEnv = { REDIS_HOST: this.service.host, REDIS_PORT: String(PORT), REDIS_PASSWORD: password };
  }
}
