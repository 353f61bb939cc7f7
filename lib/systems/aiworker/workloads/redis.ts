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

const PORT = 6379;

/** Where Redis runs. */
export interface RedisProps {
  readonly namespace: ClusterNamespace;
  /** The size of its volume, as a quantity. */
  readonly volume: string;
}

/**
 * A Redis server that forgets nothing, in one pod with one volume, behind a headless Service `redis`.
 *
 * It holds BullMQ's queues: what does not fit is refused rather than evicted, and every write is in its log.
 *
 * @see https://docs.bullmq.io/guide/going-to-production
 * @see https://hub.docker.com/_/redis
 */
export class Redis extends Construct {
  readonly pods: PodGroup;
  /** What a client needs to connect, as its environment. */
  readonly clientEnv: Env;

  constructor(scope: Construct, id: string, { namespace, volume }: RedisProps) {
    super(scope, id);
    placeIn(this, Stage.workloads, namespace.name);
    const secret = ClusterBase.of(this).expectSecret({
      namespace,
      name: 'redis',
      keys: {
        password: 'the password of all clients: letters and digits, as it is written into a configuration',
      },
      purpose: 'Redis asks for it; backend, MCP server and workers connect',
    });
    const service = new PodService(this, 'service', {
      namespace,
      name: 'redis',
      selector: { app: 'redis' },
      port: PORT,
      portName: 'redis',
      headless: true,
    });
    const password = { secret, key: 'password' };
    this.clientEnv = { REDIS_HOST: service.host, REDIS_PORT: String(PORT), REDIS_PASSWORD: password };
    // While it loads its data it answers, but not with PONG; redis-cli ends with 0 either way.
    const answers = ['sh', '-c', 'test "$(redis-cli ping)" = PONG'];
    const workload = new StatefulWorkload(this, 'workload', {
      namespace,
      name: 'redis',
      serviceName: service.name,
      image: IMAGES.redis,
      user: 999,
      // The password goes through a file, as arguments are open to whoever lists processes.
      command: ['sh', '-c', START],
      env: { REDISCLI_AUTH: password },
      ports: { redis: PORT },
      probes: {
        startup: commandProbe(answers, { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 }),
        readiness: commandProbe(answers, { periodSeconds: 10, timeoutSeconds: 5 }),
        liveness: commandProbe(answers, { periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 }),
      },
      scratch: { '/run/redis': '1Mi' },
      volume: { path: '/data', size: volume, subPath: 'redis' },
      // It writes what it holds before it ends.
      gracePeriodSeconds: 60,
      resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { cpu: '250m', memory: '1Gi' } },
    });
    this.pods = workload.pods;
  }
}

/** Half of the memory's limit is left to what Redis needs while it rewrites its log. */
const START = `umask 077
printf 'requirepass "%s"\\n' "$REDISCLI_AUTH" > /run/redis/redis.conf
exec redis-server /run/redis/redis.conf --dir /data --appendonly yes --maxmemory 512mb --maxmemory-policy noeviction
`;
