import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { acceptRisk } from '../../core/accept-risk';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { IMAGES } from '../../core/versions';
import { nodeDaemon } from '../../workloads/node-daemon';
import { ServiceAccount } from '../../workloads/service-account';

const NAME = 'kube-network-policies';

/** Where it serves its metrics, on the node's loopback address alone. */
const METRICS_PORT = 9080;

/** Where the engine runs. */
export interface KubeNetworkPoliciesProps {
  readonly namespace: ClusterNamespace;
}

/**
 * kube-network-policies: enforces NetworkPolicies beside a network that enforces none.
 *
 * The kernel hands it the first packet of each connection of a pod that a policy is about, and it says whether the
 * connection may be. While it does not run, such connections are refused (`--fail-open=false`); those that are open
 * stay open. Packets of the node's root processes, such as the kubelet's probes, are never asked about; those of other
 * users on the host's network, such as ingress-nginx, are, and come from the node's address or its pod bridge's.
 *
 * It runs privileged, as it learns of pods from the container runtime before they start (NRI) and enters their network
 * namespaces: without that, a pod's first connections would be judged before its labels are known.
 *
 * @see https://github.com/kubernetes-sigs/kube-network-policies
 */
export class KubeNetworkPolicies extends Construct {
  constructor(scope: Construct, id: string, { namespace }: KubeNetworkPoliciesProps) {
    super(scope, id);
    placeIn(this, Stage.addons, NAME);
    const account = new ServiceAccount(this, 'account', { namespace, name: NAME });
    account.grantEverywhere([
      { apiGroup: '', resources: ['pods', 'namespaces'], verbs: ['list', 'watch'] },
      { apiGroup: 'networking.k8s.io', resources: ['networkpolicies'], verbs: ['list', 'watch'] },
    ]);
    new k8s.KubeDaemonSet(this, 'daemon-set', {
      metadata: { name: NAME, namespace: namespace.name },
      spec: nodeDaemon({
        name: NAME,
        labels: { app: NAME },
        image: IMAGES.kubeNetworkPolicies,
        command: ['/bin/netpol'],
        args: [
          '--hostname-override=$(NODE_NAME)',
          '--fail-open=false',
          `--metrics-bind-address=127.0.0.1:${METRICS_PORT}`,
          '--nfqueue-id=98',
        ],
        env: [
          { name: 'NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
        ],
        health: { path: '/metrics', port: METRICS_PORT },
        securityContext: { privileged: true },
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1', memory: '256Mi' } },
        mounts: [
          { name: 'nri', mountPath: '/var/run/nri' },
          { name: 'network-namespaces', mountPath: '/var/run/netns', mountPropagation: 'HostToContainer' },
        ],
        volumes: [
          { name: 'nri', hostPath: { path: '/var/run/nri', type: 'DirectoryOrCreate' } },
          { name: 'network-namespaces', hostPath: { path: '/var/run/netns', type: 'DirectoryOrCreate' } },
        ],
      }),
    });
    acceptRisk(this, {
      rule: 'host-access',
      because:
        'it decides about packets of the node itself, and asks the container runtime which pod they belong to',
    });
  }
}
