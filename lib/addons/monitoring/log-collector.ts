import type { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { IMAGES } from '../../core/versions';
import { NodeAgent } from '../../workloads/node-agent';
import type { Loki } from './loki';
import type { Prometheus } from './prometheus';

const NAME = 'log-collector';
const PORT = 12345;
const STATE = '/var/lib/log-collector';

/** The properties of the log collector. */
export interface LogCollectorProps {
  /** A namespace for node agents, with the Pod Security level `privileged`. */
  readonly namespace: ClusterNamespace;
  readonly loki: Loki;
  readonly prometheus: Prometheus;
}

/**
 * Grafana Alloy on every node, which sends the logs of pods to Loki.
 *
 * Alloy reads the files of /var/log/pods. Their paths contain the namespace, the pod and the container, so that Alloy
 * needs no access to the API server. Only root can read the files; Alloy therefore runs as root, without capabilities.
 * It stores its read positions on the node, so that a restart sends no line twice.
 *
 * Alloy replaces Promtail, which has reached its end of life.
 *
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.source.file/
 */
export class LogCollector extends NodeAgent {
  constructor(scope: Construct, id: string, { namespace, loki, prometheus }: LogCollectorProps) {
    const config = configuration(`${loki.service.url}/loki/api/v1/push`);
    super(scope, id, {
      namespace,
      name: NAME,
      image: IMAGES.alloy,
      args: [
        'run',
        '/etc/alloy/config.alloy',
        `--storage.path=${STATE}`,
        `--server.http.listen-addr=0.0.0.0:${PORT}`,
        '--disable-reporting',
      ],
      port: PORT,
      readyPath: '/-/ready',
      user: 0,
      resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '300m', memory: '256Mi' } },
      directories: [
        { name: 'logs', hostPath: '/var/log/pods', mountPath: '/var/log/pods' },
        { name: 'state', hostPath: STATE, mountPath: STATE, writable: true },
      ],
      config: { name: NAME, mountPath: '/etc/alloy', files: () => ({ 'config.alloy': config }) },
    });
    ClusterBase.of(this).isolation.allow({
      from: this.pods,
      to: loki.service.pods,
      because: 'the log collectors send the logs of pods',
    });
    prometheus.scrape({ job: NAME, pods: this.pods, port: PORT });
  }
}

/** The configuration. The labels are the namespace, pod and container of the path, and `stream`: stdout or stderr. */
function configuration(push: string): string {
  const label = (name: string) => `  rule {
    source_labels = ["__path__"]
    regex         = "/var/log/pods/(?P<namespace>[^_/]+)_(?P<pod>[^_/]+)_[^/]+/(?P<container>[^/]+)/.+"
    target_label  = "${name}"
    replacement   = "\${${name}}"
  }`;
  return `local.file_match "pods" {
  path_targets = [{"__path__" = "/var/log/pods/*/*/*.log"}]
}

discovery.relabel "pods" {
  targets = local.file_match.pods.targets
${['namespace', 'pod', 'container'].map(label).join('\n')}
}

loki.source.file "pods" {
  targets    = discovery.relabel.pods.output
  forward_to = [loki.process.pods.receiver]
}

loki.process "pods" {
  stage.cri { }
  stage.label_drop {
    values = ["filename"]
  }
  forward_to = [loki.write.loki.receiver]
}

loki.write "loki" {
  endpoint {
    url = "${push}"
  }
}
`;
}
