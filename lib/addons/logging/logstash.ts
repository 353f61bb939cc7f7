import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { IMAGES } from '../../core/versions';
import type { PodService } from '../../workloads/pod-service';
import { StatefulServer } from '../../workloads/stateful-server';
import type { Elasticsearch } from './elasticsearch';

const TEMPLATES = '/usr/share/logstash/templates';

/** The data stream that logs are in; Kibana's data view is called the same. */
const STREAM = 'logs';

/** Where it runs, and whom it writes to. */
export interface LogstashProps {
  readonly namespace: ClusterNamespace;
  readonly elasticsearch: Elasticsearch;
  /** How many days logs are kept. @default 14 */
  readonly retentionDays?: number;
}

/**
 * Logstash: takes what Filebeat sends, reads lines that are JSON, and writes to Elasticsearch.
 *
 * What it has taken and not yet written lies in a queue on its volume. It also tells Elasticsearch how logs are stored
 * and for how long: a data stream whose old indices go by themselves.
 *
 * @see https://www.elastic.co/docs/reference/logstash/persistent-queues
 * @see https://www.elastic.co/docs/manage-data/lifecycle/data-stream
 */
export class Logstash extends Construct {
  readonly service: PodService;

  constructor(scope: Construct, id: string, props: LogstashProps) {
    super(scope, id);
    placeIn(this, Stage.monitoring, 'logstash');
    const { namespace, elasticsearch } = props;
    const settings = {
      QUEUE_TYPE: 'persisted',
      QUEUE_MAX_BYTES: '4gb',
      PIPELINE_ECS_COMPATIBILITY: 'v8',
      LS_JAVA_OPTS: '-Xms768m -Xmx768m',
    };
    const server = new StatefulServer(this, 'server', {
      namespace,
      name: 'logstash',
      image: IMAGES.logstash,
      user: 1000,
      env: settings,
      port: 5044,
      health: { readyPath: '/', alivePath: '/', port: 9600 },
      resources: { requests: { cpu: '300m', memory: '1536Mi' }, limits: { cpu: '1', memory: '1536Mi' } },
      volume: { path: '/usr/share/logstash/data', size: '5Gi' },
      config: [
        {
          name: 'logstash-pipeline',
          mountPath: '/usr/share/logstash/pipeline',
          files: () => ({ 'logs.conf': pipeline(elasticsearch.service) }),
        },
        {
          name: 'logstash-templates',
          mountPath: TEMPLATES,
          files: () => ({ 'logs.json': template(props.retentionDays ?? 14) }),
        },
      ],
      // Its start writes the settings above into a file of its image.
      readOnlyRoot: false,
    });
    this.service = server.service;
    ClusterBase.of(this).isolation.allow({
      from: this.service.pods,
      to: elasticsearch.service.pods,
      because: 'Logstash writes logs to Elasticsearch',
    });
  }
}

function pipeline(elasticsearch: PodService): string {
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
    hosts => ["${elasticsearch.url}"]
    index => "${STREAM}"
    action => "create"
    data_stream => false
    ilm_enabled => false
    manage_template => true
    template_api => "composable"
    template_name => "${STREAM}"
    template => "${TEMPLATES}/logs.json"
    template_overwrite => true
  }
}
`;
}

/** Fields of JSON lines are one field, as each program has its own and Elasticsearch bounds their number. */
function template(retentionDays: number): string {
  const keyword = { type: 'keyword' };
  return `${JSON.stringify(
    {
      index_patterns: [STREAM],
      priority: 500,
      data_stream: {},
      template: {
        lifecycle: { data_retention: `${retentionDays}d` },
        settings: { number_of_replicas: 0 },
        mappings: {
          properties: {
            '@timestamp': { type: 'date' },
            message: { type: 'text' },
            json: { type: 'flattened' },
            kubernetes: { properties: { namespace: keyword, pod: keyword, container: keyword } },
          },
        },
      },
    },
    undefined,
    2,
  )}\n`;
}
