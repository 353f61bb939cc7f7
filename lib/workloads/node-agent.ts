import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import { acceptRisk } from '../core/accept-risk';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { Stage } from '../core/placement';
import { httpProbe } from './hardened-pod';
import { type Resources, resources, restrictedContainer } from './hardening';

/** A directory of the node, and where an agent sees it. */
export interface HostDirectory {
  readonly name: string;
  readonly hostPath: string;
  readonly mountPath: string;
  /** Whether the agent writes to it; it is then made if it is not there. @default false */
  readonly writable?: boolean;
}

/** What runs on every node. */
export interface NodeAgentProps {
  /** A namespace whose Pod Security is `privileged`, as directories of the host are mounted. */
  readonly namespace: ClusterNamespace;
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly readyPath: string;
  /** The numeric user that it runs as; 0 where only root reads what it reads. */
  readonly user: number;
  readonly resources: Resources;
  readonly directories: readonly HostDirectory[];
  /** A ConfigMap that it reads, with the hash of what it holds. @default none */
  readonly config?: { readonly name: string; readonly mountPath: string; readonly hash: string };
}

/**
 * One pod on every node, the tainted ones included, that reads directories of its host.
 *
 * Host paths are all it gets of its host: neither network, processes nor privileges, and no ServiceAccount token. So
 * network policies hold for it as for every pod, and its port is open to no one outside.
 *
 * @throws Error if the namespace's Pod Security would refuse it
 * @see docs/decisions/0010-node-agents-off-the-host-network.md
 */
export class NodeAgent extends Construct {
  constructor(scope: Construct, id: string, props: NodeAgentProps) {
    super(scope, id);
    const { namespace, name } = props;
    if (namespace.podSecurity !== 'privileged') {
      throw new Error(
        `node agent "${name}" mounts directories of its host, and namespace "${namespace.name}" is ${namespace.podSecurity}: give it a namespace of its own that is privileged`,
      );
    }
    const labels = { app: name };
    const daemonSet = new k8s.KubeDaemonSet(namespace.file(Stage.monitoring, name), 'daemon-set', {
      metadata: { name, namespace: namespace.name, labels },
      spec: {
        selector: { matchLabels: labels },
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('20%') },
        },
        template: {
          metadata: {
            labels,
            annotations: props.config && { 'cluster-topology/config-sha256': props.config.hash },
          },
          spec: podSpec(props),
        },
      },
    });
    const paths = props.directories.map(({ hostPath }) => hostPath).join(', ');
    acceptRisk(daemonSet, {
      rule: 'host-access',
      because: `only the node itself has what it reads: ${paths}; its namespace holds nothing but such agents`,
    });
  }
}

function podSpec(props: NodeAgentProps): k8s.PodSpec {
  const { directories, config } = props;
  const { port, readyPath } = props;
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    tolerations: [{ operator: 'Exists' }],
    securityContext: {
      runAsUser: props.user,
      runAsGroup: props.user,
      runAsNonRoot: props.user !== 0,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: props.name,
        image: props.image,
        args: [...props.args],
        ports: [{ name: 'http', containerPort: port }],
        readinessProbe: httpProbe(port, readyPath, { timeoutSeconds: 5 }),
        livenessProbe: httpProbe(port, readyPath, {
          timeoutSeconds: 5,
          periodSeconds: 30,
          failureThreshold: 4,
        }),
        resources: resources(props.resources),
        securityContext: restrictedContainer(),
        volumeMounts: [
          ...(config ? [{ name: 'config', mountPath: config.mountPath, readOnly: true }] : []),
          ...directories.map(({ name, mountPath, writable = false }) => ({
            name,
            mountPath,
            // What the node mounts later is to be seen as well.
            ...(!writable && { readOnly: true, mountPropagation: 'HostToContainer' }),
          })),
        ],
      },
    ],
    volumes: [
      ...(config ? [{ name: 'config', configMap: { name: config.name } }] : []),
      ...directories.map(({ name, hostPath, writable = false }) => ({
        name,
        hostPath: { path: hostPath, type: writable ? 'DirectoryOrCreate' : 'Directory' },
      })),
    ],
  };
}
