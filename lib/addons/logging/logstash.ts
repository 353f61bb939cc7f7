import type { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { IMAGES } from '../../core/versions';
import { jsonText } from '../../output/json';
import { StatefulServer } from '../../workloads/stateful-server';
import type { Elasticsearch } from './elasticsearch';

const TEMPLATES = '/usr/share/logstash/templates';

/** The name of the data stream, and of Kibana's data view. */
const STREAM = 'logs';

/** The name of the index template. Elasticsearch has a template `logs` of its own, and writes it over any other. */
const TEMPLATE = 'cluster-logs';

/**
 * The maximum length of a value that is indexed, in characters.
 *
 * Lucene rejects a key and value of more than 32,766 bytes, and Elasticsearch then rejects the whole document. A character
 * takes up to 4 bytes. A longer value is stored, but cannot be searched for.
 *
 * @see https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/ignore-above
 */
const MAX_INDEXED_LENGTH = 8191;

/** The properties of Logstash. */
export interface LogstashProps {
  readonly namespace: ClusterNamespace;
  readonly elasticsearch: Elasticsearch;
  /** The number of days for which logs are kept. @default 14 */
  readonly retentionDays?: number;
}

/**
 * Logstash, which receives log lines from Filebeat, parses those that are JSON, and writes them to Elasticsearch.
 *
 * A queue on its volume holds the lines that are not written yet. Logstash also installs the index template: logs are
 * stored in a data stream, and Elasticsearch deletes indices that are older than the retention. The failure store of the
 * data stream has the lines that Elasticsearch rejects; Logstash would drop them.
 *
 * @see https://www.elastic.co/docs/reference/logstash/persistent-queues
 * @see https://www.elastic.co/docs/manage-data/lifecycle/data-stream
 * @see https://www.elastic.co/docs/manage-data/data-store/data-streams/failure-store
 */
export class Logstash extends StatefulServer {
  constructor(scope: Construct, id: string, { namespace, elasticsearch, retentionDays = 14 }: LogstashProps) {
    super(scope, id, {
      namespace,
      name: 'logstash',
      image: IMAGES.logstash,
      user: 1000,
      env: {
        QUEUE_TYPE: 'persisted',
        QUEUE_MAX_BYTES: '4gb',
        PIPELINE_ECS_COMPATIBILITY: 'v8',
        LS_JAVA_OPTS: '-Xms768m -Xmx768m',
      },
      port: 5044,
      health: { readyPath: '/', alivePath: '/', port: 9600 },
      resources: { requests: { cpu: '300m', memory: '1536Mi' }, limits: { cpu: '1', memory: '1536Mi' } },
      volume: { path: '/usr/share/logstash/data', size: '5Gi' },
      config: [
        {
          name: 'logstash-pipeline',
          mountPath: '/usr/share/logstash/pipeline',
          files: () => ({ 'logs.conf': pipeline(elasticsearch.service.url) }),
        },
        {
          name: 'logstash-templates',
          mountPath: TEMPLATES,
          files: () => ({ 'logs.json': jsonText(template(retentionDays)) }),
        },
      ],
      // At its start, Logstash writes the settings above to a file of its image.
      readOnlyRoot: false,
    });
    ClusterBase.of(this).isolation.allow({
      from: this.service.pods,
      to: elasticsearch.service.pods,
      because: 'Logstash writes logs to Elasticsearch',
    });
  }
}

function pipeline(elasticsearch: string): string {
  return `input {
  beats { port => 5044 }
}

filter {
  if [message] =~ /^\\{.*\\}$/ {
    json {
      source => "message"
      target => "json"
      skip_on_invalid_json => true
    }
  }
}

output {
  elasticsearch {
    hosts => ["${elasticsearch}"]
    index => "${STREAM}"
    action => "create"
    data_stream => false
    ilm_enabled => false
    manage_template => true
    template_api => "composable"
    template_name => "${TEMPLATE}"
    template => "${TEMPLATES}/logs.json"
    template_overwrite => true
  }
}
`;
}

/** The index template. All fields of JSON lines are one field, because Elasticsearch limits the number of fields. */
function template(retentionDays: number): object {
  const keyword = { type: 'keyword' };
  const lifecycle = { data_retention: `${retentionDays}d` };
  return {
    index_patterns: [STREAM],
    // Elasticsearch refuses two templates of one pattern and priority; the former template `logs` has 500.
    priority: 501,
    data_stream: {},
    template: {
      lifecycle,
      data_stream_options: { failure_store: { enabled: true, lifecycle } },
      settings: { number_of_replicas: 0 },
      mappings: {
        properties: {
          '@timestamp': { type: 'date' },
          message: { type: 'text' },
          json: { type: 'flattened', ignore_above: MAX_INDEXED_LENGTH },
          kubernetes: { properties: { namespace: keyword, pod: keyword, container: keyword } },
        },
      },
    },
  };
}
