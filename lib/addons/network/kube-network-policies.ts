import { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { IMAGES } from '../../core/versions';
import { NodeDaemon } from '../../workloads/node-daemon';
import { ServiceAccount } from '../../workloads/service-account';

const NAME = 'kube-network-policies';

/** The port of the metrics, on the node's loopback address only. */
const METRICS_PORT = 9080;

/** The properties of the policy engine. */
export interface KubeNetworkPoliciesProps {
  readonly namespace: ClusterNamespace;
}

/**
 * kube-network-policies: a policy engine for a pod network that enforces no NetworkPolicies.
 *
 * The kernel passes it the first packet of each connection of a pod that a policy selects, and the engine accepts or
 * refuses the connection. While the engine is not running, these connections are refused (`--fail-open=false`), and
 * open connections stay open. Packets of the node's root processes, such as the kubelet's probes, are always accepted.
 * Packets of other users on the host network, such as ingress-nginx, are checked; their source is the address of the
 * node or of its pod bridge.
 *
 * The engine is privileged because it learns of pods from the container runtime before they start (NRI), and enters
 * their network namespaces. Otherwise it would decide about the first connections of a pod before it knows the pod's
 * labels.
 *
 * @see https://github.com/kubernetes-sigs/kube-network-policies
 */
export class KubeNetworkPolicies extends Construct {
  constructor(scope: Construct, id: string, { namespace }: KubeNetworkPoliciesProps) {
    super(scope, id);
    placeIn(this, Stage.addons, NAME);
    const serviceAccount = new ServiceAccount(this, 'account', { namespace, name: NAME });
    serviceAccount.grantEverywhere([
      { apiGroup: '', resources: ['pods', 'namespaces'], verbs: ['list', 'watch'] },
      { apiGroup: 'networking.k8s.io', resources: ['networkpolicies'], verbs: ['list', 'watch'] },
    ]);
    new NodeDaemon(this, 'daemon', {
      namespace,
      name: NAME,
      image: IMAGES.kubeNetworkPolicies,
      serviceAccount,
      command: ['/bin/netpol'],
      args: [
        '--hostname-override=$(NODE_NAME)',
        '--fail-open=false',
        `--metrics-bind-address=127.0.0.1:${METRICS_PORT}`,
        '--nfqueue-id=98',
      ],
      fields: { NODE_NAME: 'spec.nodeName' },
      health: { path: '/metrics', port: METRICS_PORT },
      securityContext: { privileged: true },
      because:
        'it filters packets of the node, and asks the container runtime for the pods that they belong to',
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1', memory: '256Mi' } },
      mounts: [
        { name: 'nri', mountPath: '/var/run/nri' },
        { name: 'network-namespaces', mountPath: '/var/run/netns', mountPropagation: 'HostToContainer' },
      ],
      volumes: [
        { name: 'nri', hostPath: { path: '/var/run/nri', type: 'DirectoryOrCreate' } },
        { name: 'network-namespaces', hostPath: { path: '/var/run/netns', type: 'DirectoryOrCreate' } },
      ],
    });
  }
}
