import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/network-isolation';
import type { ManifestFile } from '../core/placement';
import type { Labels } from '../kube/labels';

/** What a Service is in front of. */
export interface PodServiceProps {
  readonly namespace: ClusterNamespace;
  /** A DNS-1123 label. */
  readonly name: string;
  /** The labels of the pods behind it. */
  readonly selector: Labels;
  /** The Service's port. */
  readonly port: number;
  /** The port on the pods. @default port */
  readonly targetPort?: number;
  /** The port's name. @default none, as a single port needs none */
  readonly portName?: string;
  /** Seconds for which a client's address stays with one pod. @default no affinity */
  readonly clientIpAffinitySeconds?: number;
  /** Whether DNS answers with the pods' own addresses. @default false */
  readonly headless?: boolean;
  /** The file that it is written to. */
  readonly file: ManifestFile;
}

/** A ClusterIP Service with one TCP port: what an exposure, a connection or a scrape points to. */
export class PodService extends Construct {
  readonly namespace: ClusterNamespace;
  readonly name: string;
  /** The Service's own port. */
  readonly port: number;
  /** The pods behind it, on the port where they listen: one end of a connection. */
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, props: PodServiceProps) {
    super(scope, id);
    this.namespace = props.namespace;
    this.name = props.name;
    this.port = props.port;
    const targetPort = props.targetPort ?? props.port;
    this.pods = props.namespace.pods(props.selector, { port: targetPort });
    const affinity = props.clientIpAffinitySeconds;
    new k8s.KubeService(props.file, `service-${props.namespace.name}-${props.name}`, {
      metadata: { name: props.name, namespace: props.namespace.name },
      spec: {
        type: 'ClusterIP',
        ...(props.headless && { clusterIp: 'None' }),
        selector: { ...props.selector },
        ports: [
          {
            name: props.portName,
            port: props.port,
            targetPort: k8s.IntOrString.fromNumber(targetPort),
            protocol: 'TCP',
          },
        ],
        ...(affinity !== undefined && {
          sessionAffinity: 'ClientIP',
          sessionAffinityConfig: { clientIp: { timeoutSeconds: affinity } },
        }),
      },
    });
  }

  /** The Service's name within the cluster's DNS, such as `grafana-service.monitoring.svc`. */
  get host(): string {
    return `${this.name}.${this.namespace.name}.svc`;
  }

  /** Where pods of the cluster reach it over HTTP. */
  get url(): string {
    return `http://${this.host}:${this.port}`;
  }
}
