import { Construct } from 'constructs';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/connection';
import { PodService } from './pod-service';
import { StatelessWorkload, type StatelessWorkloadProps } from './stateless-workload';

/** A stateless workload that serves one port. */
export interface StatelessServerProps extends Omit<StatelessWorkloadProps, 'ports'> {
  readonly namespace: ClusterNamespace;
  /** The port on which the pods listen. */
  readonly port: number;
  /** The name of the port. @default 'http' */
  readonly portName?: string;
  /** The port of the Service. @default port */
  readonly servicePort?: number;
  /** The number of seconds for which requests of one client address go to the same pod. @default no affinity */
  readonly clientIpAffinitySeconds?: number;
}

/** A server without state: a {@link StatelessWorkload}, and a Service of the same name. */
export class StatelessServer extends Construct {
  readonly service: PodService;
  /** The pods, on the port on which they listen: an end of a connection. */
  readonly pods: PodGroup;
  readonly workload: StatelessWorkload;

  constructor(scope: Construct, id: string, props: StatelessServerProps) {
    super(scope, id);
    const { namespace, name, port, portName = 'http' } = props;
    this.service = new PodService(this, 'service', {
      namespace,
      name,
      selector: props.labels ?? { app: name },
      port: props.servicePort ?? port,
      targetPort: port,
      portName,
      clientIpAffinitySeconds: props.clientIpAffinitySeconds,
    });
    this.pods = this.service.pods;
    this.workload = new StatelessWorkload(this, 'workload', { ...props, ports: { [portName]: port } });
  }
}
