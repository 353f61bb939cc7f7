import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { IMAGES } from '../../core/versions';
import type { PodService } from '../../workloads/pod-service';
import { StatefulServer } from '../../workloads/stateful-server';
import type { Elasticsearch } from './elasticsearch';

/** Where it runs, and whose logs it shows. */
export interface KibanaProps {
  readonly namespace: ClusterNamespace;
  readonly elasticsearch: Elasticsearch;
}

/**
 * Kibana: shows the logs. It is reached by a port-forward alone, by whom the API server lets do that, and so asks for no
 * password.
 *
 * @see https://www.elastic.co/docs/deploy-manage/deploy/self-managed/install-kibana-with-docker
 */
export class Kibana extends Construct {
  readonly service: PodService;

  constructor(scope: Construct, id: string, { namespace, elasticsearch }: KibanaProps) {
    super(scope, id);
    placeIn(this, Stage.monitoring, 'kibana');
    const settings = {
      ELASTICSEARCH_HOSTS: elasticsearch.service.url,
      SERVER_HOST: '0.0.0.0',
      // Elastic's servers are out of reach.
      TELEMETRY_ENABLED: 'false',
      NEWSFEED_ENABLED: 'false',
      NODE_OPTIONS: '--max-old-space-size=700',
    };
    const server = new StatefulServer(this, 'server', {
      namespace,
      name: 'kibana',
      image: IMAGES.kibana,
      user: 1000,
      env: settings,
      port: 5601,
      health: { readyPath: '/api/status' },
      resources: { requests: { cpu: '250m', memory: '1Gi' }, limits: { cpu: '1', memory: '1536Mi' } },
      volume: { path: '/usr/share/kibana/data', size: '1Gi' },
      // Its start writes beside the program, in its image.
      readOnlyRoot: false,
    });
    this.service = server.service;
    ClusterBase.of(this).isolation.allow({
      from: this.service.pods,
      to: elasticsearch.service.pods,
      because: 'Kibana shows what is in Elasticsearch',
    });
  }
}
