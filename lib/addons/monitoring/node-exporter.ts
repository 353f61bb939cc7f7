import { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { Resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { NodeAgent } from '../../workloads/node-agent';
import type { Prometheus } from './prometheus';

const NAME = 'node-exporter';
const PORT = 9100;

/** What a pod sees of its own network namespace, which is not the node's; the kubelets tell the node's. */
const OF_THE_POD = ['arp', 'conntrack', 'netclass', 'netdev', 'netstat', 'sockstat', 'softnet', 'udp_queues'];

/** Where node-exporter runs, and who reads it. */
export interface NodeExporterProps {
  /** A namespace for node agents, whose Pod Security is `privileged`. */
  readonly namespace: ClusterNamespace;
  readonly prometheus: Prometheus;
  /** @default requests 20m and 32Mi, limits 200m and 64Mi */
  readonly resources?: Resources;
}

/**
 * node-exporter on every node: CPU, memory, disks and file systems.
 *
 * Off the host's network, where its port would be open to whoever reaches the node. What it would tell of the node's
 * network cAdvisor tells as `container_network_*{id="/"}`.
 *
 * @see https://github.com/prometheus/node_exporter#docker
 */
export class NodeExporter extends Construct {
  constructor(scope: Construct, id: string, { namespace, prometheus, ...props }: NodeExporterProps) {
    super(scope, id);
    const { pods } = new NodeAgent(this, 'agent', {
      namespace,
      name: NAME,
      image: IMAGES.nodeExporter,
      args: [
        '--path.procfs=/host/proc',
        '--path.sysfs=/host/sys',
        '--path.rootfs=/host/root',
        `--web.listen-address=:${PORT}`,
        '--collector.filesystem.mount-points-exclude=^/(dev|proc|run/k3s/containerd/.+|run/containerd/.+|sys|var/lib/containerd/.+|var/lib/kubelet/.+)($|/)',
        ...OF_THE_POD.map((collector) => `--no-collector.${collector}`),
      ],
      port: PORT,
      readyPath: '/',
      user: 65534,
      resources: props.resources ?? {
        requests: { cpu: '20m', memory: '32Mi' },
        limits: { cpu: '200m', memory: '64Mi' },
      },
      directories: [
        { name: 'proc', hostPath: '/proc', mountPath: '/host/proc' },
        { name: 'sys', hostPath: '/sys', mountPath: '/host/sys' },
        { name: 'root', hostPath: '/', mountPath: '/host/root' },
      ],
    });
    prometheus.scrape({ job: NAME, pods, port: PORT });
  }
}
