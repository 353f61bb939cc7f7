import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { acceptRisk } from '../../core/accept-risk';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { restrictedContainer } from '../../workloads/hardening';
import { nodeDaemon } from '../../workloads/node-daemon';
import { ServiceAccount } from '../../workloads/service-account';

const NAME = 'flannel';

/** What VXLAN puts around each packet, in bytes. */
const VXLAN_OVERHEAD = 50;

/** Where Flannel answers whether it is alive, on the node's loopback address. */
const HEALTH_PORT = 8471;

/** The network that pods get. */
export interface FlannelProps {
  readonly namespace: ClusterNamespace;
  /** The MTU of pods, which is 50 below that of the nodes' own network. */
  readonly podMtu: number;
}

/**
 * Flannel: gives each pod an address of the cluster's `podCidr`, and carries packets between nodes in VXLAN.
 *
 * Pods that leave the cluster do so under their node's address (`--ip-masq`). Flannel enforces no network policy: an
 * engine has to run beside it.
 *
 * It is the node's own network that it changes, so it needs the host's network, NET_ADMIN and NET_RAW, and folders of
 * the node, and hence a namespace whose Pod Security is `privileged`.
 *
 * @see https://github.com/flannel-io/flannel/blob/master/Documentation/backends.md
 */
export class Flannel extends Construct {
  constructor(scope: Construct, id: string, { namespace, podMtu }: FlannelProps) {
    super(scope, id);
    placeIn(this, Stage.addons, NAME);
    const account = new ServiceAccount(this, 'account', { namespace, name: NAME });
    account.grantEverywhere([
      { apiGroup: '', resources: ['pods'], verbs: ['get'] },
      { apiGroup: '', resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroup: '', resources: ['nodes/status'], verbs: ['patch'] },
    ]);

    new k8s.KubeConfigMap(this, 'config-map', {
      metadata: { name: NAME, namespace: namespace.name },
      data: {
        'cni-conf.json': json(CNI_CONFIG),
        'net-conf.json': json({
          Network: ClusterBase.of(this).network.podCidr,
          // The outer MTU: Flannel takes what VXLAN needs off it itself.
          Backend: { Type: 'vxlan', MTU: podMtu + VXLAN_OVERHEAD },
        }),
      },
    });
    new k8s.KubeDaemonSet(this, 'daemon-set', {
      metadata: { name: NAME, namespace: namespace.name },
      spec: nodeDaemon({
        name: NAME,
        labels: { app: NAME },
        image: IMAGES.flannel,
        command: ['/opt/bin/flanneld'],
        args: ['--ip-masq', '--kube-subnet-mgr', '--healthz-ip=127.0.0.1', `--healthz-port=${HEALTH_PORT}`],
        env: [
          fieldVariable('POD_NAME', 'metadata.name'),
          fieldVariable('POD_NAMESPACE', 'metadata.namespace'),
        ],
        health: { path: '/healthz', port: HEALTH_PORT },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW'] },
        },
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
      }),
    });
    acceptRisk(this, {
      rule: 'host-access',
      because:
        "it sets up the node's own network, and puts its program and settings where the kubelet looks for them",
    });
  }
}

/** What the kubelet's container runtime is told: pods on a bridge, whose gateway the node is. */
const CNI_CONFIG = {
  name: 'cbr0',
  cniVersion: '1.0.0',
  plugins: [
    { type: 'flannel', delegate: { hairpinMode: true, isDefaultGateway: true } },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
};

/** A container that puts a file of its image, or of the settings, into a folder of the node. */
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

function fieldVariable(name: string, fieldPath: string): k8s.EnvVar {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
