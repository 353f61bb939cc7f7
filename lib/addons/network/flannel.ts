import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { jsonText } from '../../output/json';
import { restrictedContainer } from '../../workloads/hardening';
import { NodeDaemon } from '../../workloads/node-daemon';
import { ServiceAccount } from '../../workloads/service-account';

const NAME = 'flannel';

/** The bytes that VXLAN adds to each packet. */
const VXLAN_OVERHEAD = 50;

/** The port of the health endpoint, on the node's loopback address. */
const HEALTH_PORT = 8471;

/** The properties of the pod network. */
export interface FlannelProps {
  readonly namespace: ClusterNamespace;
  /** The MTU of pods: 50 less than the MTU of the nodes' network. */
  readonly podMtu: number;
}

/**
 * Flannel, the pod network: it gives each pod an address of the cluster's `podCidr`, and transports packets between
 * nodes in VXLAN.
 *
 * Connections from pods to addresses outside the cluster have the node's address as their source (`--ip-masq`). Flannel
 * enforces no network policies: it needs a policy engine beside it.
 *
 * Flannel configures the network of the node. It therefore needs the host network, NET_ADMIN, NET_RAW, directories of
 * the node, and a namespace with the Pod Security level `privileged`.
 *
 * @see https://github.com/flannel-io/flannel/blob/master/Documentation/backends.md
 */
export class Flannel extends Construct {
  constructor(scope: Construct, id: string, { namespace, podMtu }: FlannelProps) {
    super(scope, id);
    placeIn(this, Stage.addons, NAME);
    const serviceAccount = new ServiceAccount(this, 'account', { namespace, name: NAME });
    serviceAccount.grantEverywhere([
      { apiGroup: '', resources: ['pods'], verbs: ['get'] },
      { apiGroup: '', resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroup: '', resources: ['nodes/status'], verbs: ['patch'] },
    ]);

    new k8s.KubeConfigMap(this, 'config-map', {
      metadata: { name: NAME, namespace: namespace.name },
      data: {
        'cni-conf.json': jsonText(CNI_CONFIG),
        'net-conf.json': jsonText({
          Network: ClusterBase.of(this).network.podCidr,
          // The outer MTU: Flannel subtracts the overhead of VXLAN itself.
          Backend: { Type: 'vxlan', MTU: podMtu + VXLAN_OVERHEAD },
        }),
      },
    });
    new NodeDaemon(this, 'daemon', {
      namespace,
      name: NAME,
      image: IMAGES.flannel,
      serviceAccount,
      command: ['/opt/bin/flanneld'],
      args: ['--ip-masq', '--kube-subnet-mgr', '--healthz-ip=127.0.0.1', `--healthz-port=${HEALTH_PORT}`],
      fields: { POD_NAME: 'metadata.name', POD_NAMESPACE: 'metadata.namespace' },
      health: { path: '/healthz', port: HEALTH_PORT },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW'] },
      },
      because:
        'it configures the network of the node, and installs its plugin and configuration for the container runtime',
      resources: { requests: { cpu: '100m', memory: '50Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
      initContainers: [
        copy(IMAGES.flannelCniPlugin, 'plugin', '/flannel', '/opt/cni/bin/flannel'),
        copy(
          IMAGES.flannel,
          'config',
          '/etc/kube-flannel/cni-conf.json',
          '/etc/cni/net.d/10-flannel.conflist',
        ),
      ],
      mounts: [
        { name: 'run', mountPath: '/run/flannel' },
        { name: 'settings', mountPath: '/etc/kube-flannel', readOnly: true },
        { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
      ],
      volumes: [
        { name: 'run', hostPath: { path: '/run/flannel', type: 'DirectoryOrCreate' } },
        { name: 'plugin', hostPath: { path: '/opt/cni/bin', type: 'DirectoryOrCreate' } },
        { name: 'config', hostPath: { path: '/etc/cni/net.d', type: 'DirectoryOrCreate' } },
        { name: 'settings', configMap: { name: NAME } },
        { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
      ],
    });
  }
}

/** The CNI configuration of the container runtime: pods on a bridge, with the node as their gateway. */
const CNI_CONFIG = {
  name: 'cbr0',
  cniVersion: '1.0.0',
  plugins: [
    { type: 'flannel', delegate: { hairpinMode: true, isDefaultGateway: true } },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
};

/** A container that copies a file of its image, or of the ConfigMap, to a directory of the node. */
function copy(image: string, volume: 'plugin' | 'config', from: string, to: string): k8s.Container {
  return {
    name: `install-${volume}`,
    image,
    command: ['cp'],
    args: ['-f', from, to],
    resources: resources({
      requests: { cpu: '10m', memory: '16Mi' },
      limits: { cpu: '100m', memory: '64Mi' },
    }),
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: volume, mountPath: to.slice(0, to.lastIndexOf('/')) },
      ...(volume === 'config' ? [{ name: 'settings', mountPath: '/etc/kube-flannel', readOnly: true }] : []),
    ],
  };
}
