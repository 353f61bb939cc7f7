import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import { acceptRisk } from '../core/accept-risk';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/connection';
import { placeIn, Stage } from '../core/placement';
import { type ConfigFiles, type MountedConfig, mountConfig } from './config-files';
import { type HardenedPodProps, hardenedPod, httpProbe } from './hardened-pod';

/** A directory of the node that an agent mounts. */
export interface HostDirectory {
  readonly name: string;
  readonly hostPath: string;
  readonly mountPath: string;
  /** Whether the agent writes to it. A writable directory is created if it does not exist. @default false */
  readonly writable?: boolean;
}

/** The properties of a node agent. */
export interface NodeAgentProps extends Pick<HardenedPodProps, 'name' | 'image' | 'args' | 'resources'> {
  /** A namespace with the Pod Security level `privileged`, because directories of the host are mounted. */
  readonly namespace: ClusterNamespace;
  readonly port: number;
  readonly readyPath: string;
  /** The numeric user; 0 if only root can read the directories. */
  readonly user: number;
  readonly directories: readonly HostDirectory[];
  /** A ConfigMap that is made and mounted. A change of its contents restarts the pods. @default none */
  readonly config?: ConfigFiles;
}

/**
 * A node agent: a DaemonSet with one pod on every node, tainted nodes included, that reads directories of its host.
 *
 * It has no other access to the host: no host network, no host processes, no privileges and no ServiceAccount token.
 * Network policies therefore apply to it as to every pod, and its port is not reachable from outside the cluster.
 *
 * @see docs/decisions/0010-node-agents-off-the-host-network.md
 */
export class NodeAgent extends Construct {
  /** The pods, on their port: an end of a connection. */
  readonly pods: PodGroup;

  /** @throws Error if the Pod Security level of the namespace does not admit the pods */
  constructor(scope: Construct, id: string, props: NodeAgentProps) {
    super(scope, id);
    const { namespace, name, config } = props;
    if (namespace.podSecurity !== 'privileged') {
      throw new Error(
        `node agent "${name}" mounts directories of its host, but namespace "${namespace.name}" is ${namespace.podSecurity}: use a separate namespace that is privileged`,
      );
    }
    placeIn(this, Stage.monitoring, name);
    const mounted = mountConfig(this, namespace, config ? [{ volumeName: 'config', ...config }] : []);
    const labels = { app: name };
    this.pods = namespace.pods(labels, { port: props.port });
    new k8s.KubeDaemonSet(this, 'daemon-set', {
      metadata: { name, namespace: namespace.name, labels },
      spec: {
        selector: { matchLabels: labels },
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('20%') },
        },
        template: {
          metadata: { labels, annotations: mounted.annotations },
          spec: podSpec(props, mounted),
        },
      },
    });
    const paths = props.directories.map(({ hostPath }) => hostPath).join(', ');
    acceptRisk(this, {
      rule: 'host-access',
      because: `it reads directories of the node (${paths}); its namespace contains only node agents`,
    });
  }
}

/** A hardened pod, except that its user can be root and that its volumes do not belong to its group. */
function podSpec(props: NodeAgentProps, { mounts, volumes }: MountedConfig): k8s.PodSpec {
  const { directories, port, readyPath, user } = props;
  const alive = { timeoutSeconds: 5, periodSeconds: 30, failureThreshold: 4 };
  return {
    ...hardenedPod({
      ...props,
      ports: { http: port },
      probes: {
        readiness: httpProbe(port, readyPath, { timeoutSeconds: 5 }),
        liveness: httpProbe(port, readyPath, alive),
      },
      gracePeriodSeconds: 'unset',
      mounts: [
        ...mounts,
        ...directories.map(({ name, mountPath, writable = false }) => ({
          name,
          mountPath,
          // Makes later mounts of the node visible in the pod.
          ...(!writable && { readOnly: true, mountPropagation: 'HostToContainer' }),
        })),
      ],
      volumes: [
        ...volumes,
        ...directories.map(({ name, hostPath, writable = false }) => ({
          name,
          hostPath: { path: hostPath, type: writable ? 'DirectoryOrCreate' : 'Directory' },
        })),
      ],
    }),
    tolerations: [{ operator: 'Exists' }],
    securityContext: {
      runAsUser: user,
      runAsGroup: user,
      runAsNonRoot: user !== 0,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}
