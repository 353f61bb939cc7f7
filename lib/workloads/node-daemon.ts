import * as k8s from '../../imports/k8s';
import type { Labels } from '../kube/labels';
import { type Resources, resources } from './hardening';

/** A program that serves its node from the node's own network, and the rights that it needs there. */
export interface NodeDaemonProps {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args: readonly string[];
  readonly env?: readonly k8s.EnvVar[];
  /** What it asks of the node; the reason stands where the daemon is described. */
  readonly securityContext: k8s.SecurityContext;
  /** A path below which it answers on the node's loopback address, and the port. */
  readonly health: { readonly path: string; readonly port: number };
  readonly resources: Resources;
  readonly mounts: readonly k8s.VolumeMount[];
  readonly volumes: readonly k8s.Volume[];
  /** Containers that run before it, one after the other. @default none */
  readonly initContainers?: readonly k8s.Container[];
  readonly labels: Labels;
}

/**
 * The specification of a DaemonSet whose pods are part of the node: on every Linux node, whatever its taints, among the
 * last to be evicted.
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
