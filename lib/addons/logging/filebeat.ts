import type { Construct } from 'constructs';
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

/** The properties of Filebeat. */
export interface FilebeatProps {
  /** A namespace for node agents, with the Pod Security level `privileged`. */
  readonly namespace: ClusterNamespace;
  readonly logstash: Logstash;
  /** The directory of the node with the audit log of the API server. @default none: no audit log is read */
  readonly auditLogs?: string;
}

/**
 * Filebeat on every node, which sends the logs of pods and the API server's audit log to Logstash.
 *
 * Filebeat reads the files of /var/log/pods. Their paths contain the namespace, the pod and the container, so that
 * Filebeat needs no access to the API server. Only root can read the files; Filebeat therefore runs as root, without
 * capabilities. It stores its read positions on the node, so that a restart sends no line twice.
 *
 * It reads files of any size, and files that the kubelet has rotated while Logstash did not accept lines. It identifies a
 * file by its first bytes, not by its inode, which a new file may have after a rotation.
 *
 * @see https://www.elastic.co/docs/reference/beats/filebeat/filebeat-input-filestream
 * @see https://www.elastic.co/docs/reference/beats/filebeat/running-on-kubernetes
 */
export class Filebeat extends NodeAgent {
  constructor(scope: Construct, id: string, { namespace, logstash, auditLogs }: FilebeatProps) {
    const { service } = logstash;
    const config = stringify([configuration(`${service.host}:${service.port}`, auditLogs)]);
    super(scope, id, {
      namespace,
      name: NAME,
      image: IMAGES.filebeat,
      // Without the last argument, Filebeat checks the owner and the permissions of the mounted file.
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
      from: this.pods,
      to: service.pods,
      because: "Filebeat sends the node's logs to Logstash",
    });
  }
}

function configuration(logstash: string, auditLogs: string | undefined): object {
  const input = {
    type: 'filestream',
    // Without `growing`, the default since Filebeat 9.5, a file of less than 1,024 bytes is not read.
    file_identity: { fingerprint: { growing: true } },
  };
  const pods = {
    ...input,
    id: 'pods',
    // The kubelet renames a full file to *.log.<time>, and compresses it at the next rotation.
    paths: [`${POD_LOGS}/*/*/*.log*`],
    prospector: { scanner: { exclude_files: ['\\.tmp$'] } },
    compression: 'auto',
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
  const audit = { ...input, id: 'audit', paths: [`${auditLogs}/*.log`] };
  return {
    'filebeat.inputs': auditLogs === undefined ? [pods] : [pods, audit],
    'output.logstash': { hosts: [logstash] },
    http: { enabled: true, host: '0.0.0.0', port: PORT },
  };
}
