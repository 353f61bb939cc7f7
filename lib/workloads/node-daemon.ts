import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import { acceptRisk } from '../core/accept-risk';
import { type Resources, resources } from '../core/resources';
import type { Labels } from '../kube/labels';
import { withDisk } from './disk';

/** A program that serves its node on the host network, with the permissions that it needs there. */
export interface NodeDaemonProps {
  /** A namespace with the Pod Security level `privileged`. */
  readonly namespace: { readonly name: string };
  readonly name: string;
  readonly image: string;
  readonly serviceAccount: { readonly name: string };
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Environment variables with fields of the pod, such as `spec.nodeName`. */
  readonly fields: Labels;
  /** The access to the node. */
  readonly securityContext: k8s.SecurityContext;
  /** The reason for the access to the node: an accepted risk of the rule `host-access`. */
  readonly because: string;
  /** The health endpoint on the node's loopback address. */
  readonly health: { readonly path: string; readonly port: number };
  readonly resources: Resources;
  readonly mounts: readonly k8s.VolumeMount[];
  readonly volumes: readonly k8s.Volume[];
  /** Containers that run one after the other before the program starts. @default none */
  readonly initContainers?: readonly k8s.Container[];
}

/**
 * A node daemon: a DaemonSet whose pods are part of the node. They run on every Linux node, tainted nodes included, and
 * have the priority class `system-node-critical`.
 */
export class NodeDaemon extends Construct {
  constructor(scope: Construct, id: string, props: NodeDaemonProps) {
    super(scope, id);
    const { name, namespace, health } = props;
    const labels = { app: name };
    new k8s.KubeDaemonSet(this, 'daemon-set', {
      metadata: { name, namespace: namespace.name },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: withDisk({
            hostNetwork: true,
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            priorityClassName: 'system-node-critical',
            serviceAccountName: props.serviceAccount.name,
            tolerations: [{ operator: 'Exists' }],
            securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
            initContainers: props.initContainers && [...props.initContainers],
            containers: [
              {
                name,
                image: props.image,
                command: [...props.command],
                args: [...props.args],
                env: Object.entries(props.fields).map(([variable, fieldPath]) => ({
                  name: variable,
                  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
                })),
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
          }),
        },
      },
    });
    acceptRisk(this, { rule: 'host-access', because: props.because });
  }
}
