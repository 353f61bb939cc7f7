import type { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { IMAGES } from '../../core/versions';
import { StatefulServer } from '../../workloads/stateful-server';
import type { Elasticsearch } from './elasticsearch';

/** The properties of Kibana. */
export interface KibanaProps {
  readonly namespace: ClusterNamespace;
  readonly elasticsearch: Elasticsearch;
}

/**
 * Kibana, which shows the logs.
 *
 * It is reachable only by a port-forward, which the API server authorizes. It therefore requires no password.
 *
 * @see https://www.elastic.co/docs/deploy-manage/deploy/self-managed/install-kibana-with-docker
 */
export class Kibana extends StatefulServer {
  constructor(scope: Construct, id: string, { namespace, elasticsearch }: KibanaProps) {
    super(scope, id, {
      namespace,
      name: 'kibana',
      image: IMAGES.kibana,
      user: 1000,
      env: {
        ELASTICSEARCH_HOSTS: elasticsearch.service.url,
        SERVER_HOST: '0.0.0.0',
        // Network isolation does not allow connections to Elastic's servers.
        TELEMETRY_ENABLED: 'false',
        NEWSFEED_ENABLED: 'false',
        NODE_OPTIONS: '--max-old-space-size=700',
      },
      port: 5601,
      health: { readyPath: '/api/status' },
      resources: { requests: { cpu: '250m', memory: '1Gi' }, limits: { cpu: '1', memory: '1536Mi' } },
      volume: { path: '/usr/share/kibana/data', size: '1Gi' },
      // At its start, Kibana writes to the program directory of its image.
      readOnlyRoot: false,
    });
    ClusterBase.of(this).isolation.allow({
      from: this.service.pods,
      to: elasticsearch.service.pods,
      because: 'Kibana reads logs from Elasticsearch',
    });
  }
}
