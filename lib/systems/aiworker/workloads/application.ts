import { Construct } from 'constructs';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { PodGroup } from '../../../core/isolation/connection';
import type { Resources } from '../../../core/resources';
import { tcpProbe } from '../../../workloads/hardened-pod';
import { PodService } from '../../../workloads/pod-service';
import { StatelessWorkload } from '../../../workloads/stateless-workload';
import { registryCredentials } from './registry-credentials';

/** A project's own program, in one of its namespaces. */
export interface ApplicationProps {
  readonly namespace: ClusterNamespace;
  /** The name of its Deployment and its Service, and its pods' label `app`. */
  readonly name: string;
  /** With a pinned tag. */
  readonly image: string;
  /** Where it listens, 1024 or above, as it runs without root; it reads it from `PORT` too. */
  readonly port: number;
  readonly replicas: number;
  readonly resources: Resources;
}

/**
 * A Deployment with a Service on port 80 in front of it.
 *
 * What a project's image must be fit for: it runs as user 1000, writes only to `/tmp`, and takes connections once it
 * is ready. Its PodDisruptionBudget, where it has one, is the environment's own.
 */
export class Application extends Construct {
  readonly service: PodService;
  /** Its pods, on the port where they listen. */
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, props: ApplicationProps) {
    super(scope, id);
    const { namespace, name, port } = props;
    this.service = new PodService(this, 'service', {
      namespace,
      name,
      selector: { app: name },
      port: 80,
      targetPort: port,
      portName: 'http',
    });
    this.pods = this.service.pods;
    new StatelessWorkload(this, 'workload', {
      ...props,
      pullSecret: registryCredentials(namespace),
      user: 1000,
      env: { PORT: String(port), HOME: '/tmp' },
      ports: { http: port },
      probes: {
        readiness: tcpProbe(port, { periodSeconds: 5 }),
        liveness: tcpProbe(port, { initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5 }),
      },
      scratch: { '/tmp': '256Mi' },
      disruptionBudget: false,
    });
  }
}
