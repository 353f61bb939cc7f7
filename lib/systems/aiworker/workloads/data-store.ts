import { Construct } from 'constructs';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { PodGroup } from '../../../core/isolation/connection';
import { placeIn, Stage } from '../../../core/placement';
import { commandProbe } from '../../../workloads/hardened-pod';
import { PodService } from '../../../workloads/pod-service';
import { StatefulWorkload, type StatefulWorkloadProps } from '../../../workloads/stateful-workload';

/** The properties of a data store. */
export interface DataStoreProps
  extends Omit<StatefulWorkloadProps, 'serviceName' | 'ports' | 'probes' | 'volume'> {
  readonly port: number;
  /** A command that succeeds when the server answers. */
  readonly healthCommand: readonly string[];
  /** The number of seconds within which the server must answer after its start. */
  readonly startupSeconds: number;
  /** The mount path of the volume, and its size as a quantity. */
  readonly volume: { readonly path: string; readonly size: string };
}

/** The properties of a data store whose image and settings are fixed. */
export interface StoreProps {
  readonly namespace: ClusterNamespace;
  /** The size of the volume, as a quantity. */
  readonly volume: string;
}

/** A server that keeps the data of the platform: one pod with one volume, and a headless Service. */
export class DataStore extends Construct {
  readonly service: PodService;
  /** The pod, on the port on which it listens. */
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, props: DataStoreProps) {
    super(scope, id);
    const { namespace, name, port, healthCommand, startupSeconds, volume } = props;
    placeIn(this, Stage.workloads, namespace.name);
    this.service = new PodService(this, 'service', {
      namespace,
      name,
      selector: { app: name },
      port,
      portName: name,
      headless: true,
    });
    this.pods = this.service.pods;
    new StatefulWorkload(this, 'workload', {
      ...props,
      serviceName: name,
      ports: { [name]: port },
      probes: {
        startup: commandProbe(healthCommand, {
          periodSeconds: 5,
          timeoutSeconds: 5,
          failureThreshold: startupSeconds / 5,
        }),
        readiness: commandProbe(healthCommand, { periodSeconds: 10, timeoutSeconds: 5 }),
        liveness: commandProbe(healthCommand, { periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 }),
      },
      // A directory, because the root of the volume may contain `lost+found`, with which MySQL refuses to start.
      volume: { ...volume, subPath: name },
    });
  }
}
