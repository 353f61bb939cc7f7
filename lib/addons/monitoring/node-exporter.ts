import type { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { IMAGES } from '../../core/versions';
import { NodeAgent } from '../../workloads/node-agent';
import type { Prometheus } from './prometheus';

const NAME = 'node-exporter';
const PORT = 9100;

/** The collectors that would report the network namespace of the pod instead of the node's. */
const NETWORK_COLLECTORS = [
  'arp',
  'conntrack',
  'netclass',
  'netdev',
  'netstat',
  'sockstat',
  'softnet',
  'udp_queues',
];

/** The properties of node-exporter. */
export interface NodeExporterProps {
  /** A namespace for node agents, with the Pod Security level `privileged`. */
  readonly namespace: ClusterNamespace;
  readonly prometheus: Prometheus;
}

/**
 * node-exporter on every node, which exposes metrics of CPU, memory, disks and file systems.
 *
 * It does not use the host network, where every client that reaches the node could read its port. Metrics of the node's
 * network come from cAdvisor: `container_network_*{id="/"}`.
 *
 * @see https://github.com/prometheus/node_exporter#docker
 */
export class NodeExporter extends NodeAgent {
  constructor(scope: Construct, id: string, { namespace, prometheus }: NodeExporterProps) {
    super(scope, id, {
      namespace,
      name: NAME,
      image: IMAGES.nodeExporter,
      args: [
        '--path.procfs=/host/proc',
        '--path.sysfs=/host/sys',
        '--path.rootfs=/host/root',
        `--web.listen-address=:${PORT}`,
        '--collector.filesystem.mount-points-exclude=^/(dev|proc|run/k3s/containerd/.+|run/containerd/.+|sys|var/lib/containerd/.+|var/lib/kubelet/.+)($|/)',
        ...NETWORK_COLLECTORS.map((collector) => `--no-collector.${collector}`),
      ],
      port: PORT,
      readyPath: '/',
      user: 65534,
      resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
      directories: [
        { name: 'proc', hostPath: '/proc', mountPath: '/host/proc' },
        { name: 'sys', hostPath: '/sys', mountPath: '/host/sys' },
        { name: 'root', hostPath: '/', mountPath: '/host/root' },
      ],
    });
    prometheus.scrape({ job: NAME, pods: this.pods, port: PORT });
  }
}
