import { Construct } from 'constructs';
import { placeIn, Stage } from '../core/placement';
import { type ServerHealth, serverProbes } from './hardened-pod';
import { PodService } from './pod-service';
import { StatefulWorkload, type StatefulWorkloadProps } from './stateful-workload';

/** A stateful workload that serves one port. */
export interface StatefulServerProps
  extends Omit<StatefulWorkloadProps, 'serviceName' | 'ports' | 'probes' | 'objectLabels'> {
  /** The name of the Service. @default name */
  readonly serviceName?: string;
  readonly port: number;
  /** The health endpoints, and their port. @default port: the port of the server */
  readonly health: ServerHealth & { readonly port?: number };
}

/**
 * A server with a Service and a volume: a {@link StatefulWorkload} of one pod.
 *
 * Its objects are in a file with its name, at the stage `monitoring`.
 */
export class StatefulServer extends Construct {
  readonly service: PodService;

  constructor(scope: Construct, id: string, props: StatefulServerProps) {
    super(scope, id);
    const { namespace, name, port, health } = props;
    const labels = { app: name };
    placeIn(this, Stage.monitoring, name);
    this.service = new PodService(this, 'service', {
      namespace,
      name: props.serviceName ?? name,
      selector: labels,
      port,
      portName: 'http',
    });
    new StatefulWorkload(this, 'workload', {
      gracePeriodSeconds: 60,
      ...props,
      serviceName: this.service.name,
      objectLabels: labels,
      ports: { http: port, ...(health.port !== undefined && { health: health.port }) },
      probes: serverProbes(health.port ?? port, health),
    });
  }
}
