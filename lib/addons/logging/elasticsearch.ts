import { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { IMAGES } from '../../core/versions';
import type { PodService } from '../../workloads/pod-service';
import { StatefulServer } from '../../workloads/stateful-server';

/** Where it runs, and how much it keeps. */
export interface ElasticsearchProps {
  readonly namespace: ClusterNamespace;
  /** The size of its volume. @default '50Gi' */
  readonly volume?: string;
}

/**
 * Elasticsearch, as a cluster of one node.
 *
 * It asks nobody for a password: isolation lets only those reach it who write logs or show them. Half of its memory is
 * Java's heap, the other half caches files.
 *
 * @see https://www.elastic.co/docs/deploy-manage/deploy/self-managed/install-elasticsearch-docker-prod
 */
export class Elasticsearch extends Construct {
  readonly service: PodService;

  constructor(scope: Construct, id: string, { namespace, volume }: ElasticsearchProps) {
    super(scope, id);
    placeIn(this, Stage.monitoring, 'elasticsearch');
    const settings = {
      'cluster.name': 'logs',
      'discovery.type': 'single-node',
      // Files are read rather than mapped, which would ask the node for a kernel setting (vm.max_map_count).
      'node.store.allow_mmap': 'false',
      'xpack.security.enabled': 'false',
      // What is fetched from Elastic's servers, which isolation does not let it reach.
      'ingest.geoip.downloader.enabled': 'false',
      ES_JAVA_OPTS: '-Xms2g -Xmx2g',
    };
    const server = new StatefulServer(this, 'server', {
      namespace,
      name: 'elasticsearch',
      image: IMAGES.elasticsearch,
      user: 1000,
      env: settings,
      port: 9200,
      health: { readyPath: '/_cluster/health?wait_for_status=yellow&timeout=2s', alivePath: '/' },
      resources: { requests: { cpu: '500m', memory: '4Gi' }, limits: { cpu: '2', memory: '4Gi' } },
      volume: { path: '/usr/share/elasticsearch/data', size: volume ?? '50Gi' },
      // It writes its keystore beside the configuration of its image.
      readOnlyRoot: false,
    });
    this.service = server.service;
  }
}
