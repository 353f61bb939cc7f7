import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { Resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { NodeAgent } from '../../workloads/node-agent';
import type { Loki } from './loki';
import type { Prometheus } from './prometheus';

const NAME = 'log-collector';
const PORT = 12345;
const STATE = '/var/lib/log-collector';

/** Where the collector runs, and whom it sends to. */
export interface LogCollectorProps {
  /** A namespace for node agents, whose Pod Security is `privileged`. */
  readonly namespace: ClusterNamespace;
  readonly loki: Loki;
  readonly prometheus: Prometheus;
  /** @default requests 50m and 128Mi, limits 300m and 256Mi */
  readonly resources?: Resources;
}

/**
 * Grafana Alloy on every node, sending the pods' logs to Loki.
 *
 * It reads the files of /var/log/pods, whose paths name namespace, pod and container: it asks the API server nothing and
 * has no rights there. The files are root's, and so it runs as root, without any capability. What it has sent it
 * remembers on the node, so that a restart sends nothing twice.
 *
 * Alloy, as Promtail has had its end of life.
 *
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.source.file/
 */
export class LogCollector extends Construct {
  constructor(scope: Construct, id: string, { namespace, loki, prometheus, ...props }: LogCollectorProps) {
    super(scope, id);
    const config = configuration(`http://${loki.service.host}:${loki.service.port}/loki/api/v1/push`);
    const { pods } = new NodeAgent(this, 'agent', {
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
      resources: props.resources ?? {
        requests: { cpu: '50m', memory: '128Mi' },
        limits: { cpu: '300m', memory: '256Mi' },
      },
      directories: [
        { name: 'logs', hostPath: '/var/log/pods', mountPath: '/var/log/pods' },
        { name: 'state', hostPath: STATE, mountPath: STATE, writable: true },
      ],
      config: { name: NAME, mountPath: '/etc/alloy', files: () => ({ 'config.alloy': config }) },
    });
    ClusterBase.of(this).isolation.allow({
      from: pods,
      to: loki.service.pods,
      because: "the collectors send the pods' logs",
    });
    prometheus.scrape({ job: NAME, pods, port: PORT });
  }
}

/** Loki's labels are what the path names; `stream` is stdout or stderr. */
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
