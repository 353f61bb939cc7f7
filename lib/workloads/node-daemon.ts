import * as k8s from '../../imports/k8s';
import { type Resources, resources } from '../core/resources';
import type { Labels } from '../kube/labels';

/** A program that serves its node on the host network, with the permissions that it needs there. */
export interface NodeDaemonProps {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args: readonly string[];
  readonly env?: readonly k8s.EnvVar[];
  /** The access to the node. The construct that uses the daemon states the reason. */
  readonly securityContext: k8s.SecurityContext;
  /** The health endpoint on the node's loopback address. */
  readonly health: { readonly path: string; readonly port: number };
  readonly resources: Resources;
  readonly mounts: readonly k8s.VolumeMount[];
  readonly volumes: readonly k8s.Volume[];
  /** Containers that run one after the other before the program starts. @default none */
  readonly initContainers?: readonly k8s.Container[];
  readonly labels: Labels;
}

/**
 * The specification of a DaemonSet whose pods are part of the node: they run on every Linux node, tainted nodes included,
 * and have the priority class `system-node-critical`.
 */
export function nodeDaemon(props: NodeDaemonProps): k8s.DaemonSetSpec {
  const { name, labels, health } = props;
  return {
    selector: { matchLabels: { ...labels } },
    template: {
      metadata: { labels: { ...labels } },
      spec: {
        hostNetwork: true,
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        priorityClassName: 'system-node-critical',
        serviceAccountName: name,
        tolerations: [{ operator: 'Exists' }],
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        initContainers: props.initContainers && [...props.initContainers],
        containers: [
          {
            name,
            image: props.image,
            command: props.command && [...props.command],
            args: [...props.args],
            env: props.env && [...props.env],
            resources: resources(props.resources),
            livenessProbe: {
              httpGet: {
                host: '127.0.0.1',
                path: health.path,
                port: k8s.IntOrString.fromNumber(health.port),
              },
              initialDelaySeconds: 10,
              periodSeconds: 10,
            },
            securityContext: props.securityContext,
            volumeMounts: [...props.mounts],
          },
        ],
        volumes: [...props.volumes],
      },
    },
  };
}
