import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { IMAGES } from '../../core/versions';
import { stringify } from '../../output/yaml';
import { NodeAgent } from '../../workloads/node-agent';
import type { Logstash } from './logstash';

const NAME = 'filebeat';
const PORT = 5066;
const POD_LOGS = '/var/log/pods';
const STATE = '/var/lib/filebeat';

/** Where it runs, what it reads, and whom it sends to. */
export interface FilebeatProps {
  /** A namespace for node agents, whose Pod Security is `privileged`. */
  readonly namespace: ClusterNamespace;
  readonly logstash: Logstash;
  /** The folder of the node with what the API server writes down. @default none */
  readonly auditLogs?: string;
}

/**
 * Filebeat on every node, sending the pods' logs, and the API server's audit log, to Logstash.
 *
 * It reads the files of /var/log/pods, whose paths name namespace, pod and container: it asks the API server nothing and
 * has no rights there. The files are root's, and so it runs as root, without any capability. What it has sent it
 * remembers on the node, so that a restart sends nothing twice.
 *
 * @see https://www.elastic.co/docs/reference/beats/filebeat/filebeat-input-filestream
 */
export class Filebeat extends Construct {
  constructor(scope: Construct, id: string, { namespace, logstash, auditLogs }: FilebeatProps) {
    super(scope, id);
    const { service } = logstash;
    const config = stringify([configuration(`${service.host}:${service.port}`, auditLogs)]);
    const { pods } = new NodeAgent(this, 'agent', {
      namespace,
      name: NAME,
      image: IMAGES.filebeat,
      // A mounted file is not root's alone, which Filebeat would refuse to read.
      args: ['-e', '-c', '/etc/filebeat/filebeat.yml', `--path.data=${STATE}`, '--strict.perms=false'],
      port: PORT,
      readyPath: '/',
      user: 0,
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
      directories: [
        { name: 'logs', hostPath: POD_LOGS, mountPath: POD_LOGS },
        ...(auditLogs === undefined ? [] : [{ name: 'audit', hostPath: auditLogs, mountPath: auditLogs }]),
        { name: 'state', hostPath: STATE, mountPath: STATE, writable: true },
      ],
      config: { name: NAME, mountPath: '/etc/filebeat', files: () => ({ 'filebeat.yml': config }) },
    });
    ClusterBase.of(this).isolation.allow({
      from: pods,
      to: service.pods,
      because: "Filebeat sends the node's logs to Logstash",
    });
  }
}

function configuration(logstash: string, auditLogs: string | undefined): object {
  const pods = {
    type: 'filestream',
    id: 'pods',
    paths: [`${POD_LOGS}/*/*/*.log`],
    parsers: [{ container: {} }],
    processors: [
      {
        dissect: {
          field: 'log.file.path',
          tokenizer: `${POD_LOGS}/%{namespace}_%{pod}_%{uid}/%{container}/%{file}`,
          target_prefix: 'kubernetes',
        },
      },
    ],
  };
  const audit = { type: 'filestream', id: 'audit', paths: [`${auditLogs}/*.log`] };
  return {
    'filebeat.inputs': auditLogs === undefined ? [pods] : [pods, audit],
    'output.logstash': { hosts: [logstash] },
    http: { enabled: true, host: '0.0.0.0', port: PORT },
  };
}
