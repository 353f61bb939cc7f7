import type { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { IMAGES } from '../../core/versions';
import { StatefulServer } from '../../workloads/stateful-server';

/** The properties of Elasticsearch. */
export interface ElasticsearchProps {
  readonly namespace: ClusterNamespace;
  /** The size of the volume. @default '50Gi' */
  readonly volume?: string;
}

/**
 * Elasticsearch, as a cluster with one node.
 *
 * It does not authenticate clients: network isolation admits only the clients that write or show logs. Half of its
 * memory is the heap of Java; the other half caches files.
 *
 * @see https://www.elastic.co/docs/deploy-manage/deploy/self-managed/install-elasticsearch-docker-prod
 */
export class Elasticsearch extends StatefulServer {
  constructor(scope: Construct, id: string, { namespace, volume = '50Gi' }: ElasticsearchProps) {
    super(scope, id, {
      namespace,
      name: 'elasticsearch',
      image: IMAGES.elasticsearch,
      user: 1000,
      env: {
        'cluster.name': 'logs',
        'discovery.type': 'single-node',
        // Memory-mapped files would need a kernel setting of the node (vm.max_map_count).
        'node.store.allow_mmap': 'false',
        'xpack.security.enabled': 'false',
        // Network isolation does not allow downloads from Elastic's servers.
        'ingest.geoip.downloader.enabled': 'false',
        ES_JAVA_OPTS: '-Xms2g -Xmx2g',
      },
      port: 9200,
      health: { readyPath: '/_cluster/health?wait_for_status=yellow&timeout=2s', alivePath: '/' },
      resources: { requests: { cpu: '500m', memory: '4Gi' }, limits: { cpu: '2', memory: '4Gi' } },
      volume: { path: '/usr/share/elasticsearch/data', size: volume },
      // Elasticsearch writes its keystore to the configuration directory of its image.
      readOnlyRoot: false,
    });
  }
}
