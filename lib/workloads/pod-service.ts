import type { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/connection';
import type { Labels } from '../kube/labels';

/** The properties of a Service with one port. */
export interface PodServiceProps {
  readonly namespace: ClusterNamespace;
  /** A DNS-1123 label. */
  readonly name: string;
  /** The labels of the pods. */
  readonly selector: Labels;
  /** The port of the Service. */
  readonly port: number;
  /** The port of the pods. @default port */
  readonly targetPort?: number;
  /** The name of the port. @default none: a single port needs no name */
  readonly portName?: string;
  /** The number of seconds for which requests of one client address go to the same pod. @default no affinity */
  readonly clientIpAffinitySeconds?: number;
  /** Whether DNS returns the addresses of the pods instead of the Service's own. @default false */
  readonly headless?: boolean;
}

/** A Service of type ClusterIP with one TCP port: the target of exposures, connections and scrape jobs. */
export class PodService extends k8s.KubeService {
  readonly namespace: ClusterNamespace;
  /** The port of the Service. */
  readonly port: number;
  /** The pods of the Service, on the port on which they listen: an end of a connection. */
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, props: PodServiceProps) {
    const { name, namespace, selector, port, targetPort = port } = props;
    const affinity = props.clientIpAffinitySeconds;
    super(scope, id, {
      metadata: { name, namespace: namespace.name },
      spec: {
        type: 'ClusterIP',
        ...(props.headless && { clusterIp: 'None' }),
        selector: { ...selector },
        ports: [
          {
            name: props.portName,
            port,
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
    this.namespace = namespace;
    this.port = port;
    this.pods = namespace.pods(selector, { port: targetPort });
  }

  /** The name of the Service in the cluster's DNS, such as `grafana-service.monitoring.svc`. */
  get host(): string {
    return `${this.name}.${this.namespace.name}.svc`;
  }

  /** The HTTP address of the Service within the cluster. */
  get url(): string {
    return `http://${this.host}:${this.port}`;
  }
}
