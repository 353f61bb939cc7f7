import type { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { Resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { stringify } from '../../output/yaml';
import { StatefulServer } from '../../workloads/stateful-server';
import type { Prometheus } from './prometheus';

const PORT = 3100;

/** The properties of Loki. */
export interface LokiProps {
  readonly namespace: ClusterNamespace;
  readonly prometheus: Prometheus;
  /** @default requests 400m and 768Mi, limits 1 and 1536Mi */
  readonly resources?: Resources;
  /** The size of the volume. @default '20Gi' */
  readonly volume?: string;
  /** @default the cluster's default StorageClass */
  readonly storageClass?: string;
  /**
   * The number of days for which logs are kept. Their size is not limited: the volume must have space for all of them.
   *
   * @default 7
   */
  readonly retentionDays?: number;
}

/**
 * Loki as one process, which stores logs on its volume.
 *
 * It does not authenticate clients: network isolation admits only the log collectors, Grafana and Prometheus.
 *
 * @see https://grafana.com/docs/loki/latest/get-started/deployment-modes/#monolithic-mode
 */
export class Loki extends StatefulServer {
  constructor(scope: Construct, id: string, { namespace, prometheus, ...props }: LokiProps) {
    super(scope, id, {
      namespace,
      name: 'loki',
      image: IMAGES.loki,
      user: 10001,
      args: ['-config.file=/etc/loki/loki.yaml', '-target=all'],
      port: PORT,
      health: { readyPath: '/ready', alivePath: '/loki/api/v1/status/buildinfo' },
      resources: props.resources ?? {
        requests: { cpu: '400m', memory: '768Mi' },
        limits: { cpu: '1', memory: '1536Mi' },
      },
      volume: { path: '/loki', size: props.volume ?? '20Gi', storageClass: props.storageClass },
      config: [
        {
          name: 'loki-config',
          mountPath: '/etc/loki',
          files: () => ({ 'loki.yaml': stringify([configuration(props.retentionDays ?? 7)]) }),
        },
      ],
    });
    prometheus.scrape({ job: 'loki', pods: this.service.pods, port: PORT });
  }
}

/** @see https://grafana.com/docs/loki/latest/configure/ */
function configuration(retentionDays: number): object {
  return {
    auth_enabled: false,
    analytics: { reporting_enabled: false },
    server: { http_listen_port: PORT, log_level: 'warn' },
    common: {
      path_prefix: '/loki',
      replication_factor: 1,
      ring: { instance_addr: '127.0.0.1', kvstore: { store: 'inmemory' } },
      storage: { filesystem: { chunks_directory: '/loki/chunks', rules_directory: '/loki/rules' } },
    },
    schema_config: {
      configs: [
        {
          from: '2024-04-01',
          store: 'tsdb',
          object_store: 'filesystem',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    compactor: {
      working_directory: '/loki/compactor',
      retention_enabled: true,
      delete_request_store: 'filesystem',
    },
    limits_config: {
      retention_period: `${retentionDays * 24}h`,
      reject_old_samples: true,
      reject_old_samples_max_age: `${retentionDays * 24}h`,
    },
  };
}
