import type { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { httpProbe } from '../../workloads/hardened-pod';
import { StatelessServer } from '../../workloads/stateless-server';

const NAME = 'mercury';

/** The properties of Mercury. */
export interface MercuryProps {
  readonly namespace: ClusterNamespace;
  /** The image, with a pinned tag. */
  readonly image: string;
  /** The port on which the container listens. */
  readonly port: number;
  /** A path that returns a status below 400 when requests can be served. */
  readonly healthPath: string;
  /** The bounds of the autoscaler. */
  readonly replicas: { readonly min: number; readonly max: number };
}

/** Mercury, the application of Arcana: at least two pods on the only node, autoscaled by CPU. */
export class Mercury extends StatelessServer {
  constructor(scope: Construct, id: string, props: MercuryProps) {
    const { namespace, port, healthPath } = props;
    super(scope, id, {
      namespace,
      name: NAME,
      image: props.image,
      user: 10_001,
      replicas: props.replicas.min,
      autoscaler: { maxReplicas: props.replicas.max },
      disruptionBudget: {
        maxUnavailable: '100%',
        because: 'the cluster has one node, so a budget that keeps a pod would block every drain',
      },
      port,
      servicePort: 80,
      probes: {
        startup: httpProbe(port, healthPath, { periodSeconds: 5, failureThreshold: 24 }),
        readiness: httpProbe(port, healthPath, { periodSeconds: 5, timeoutSeconds: 3 }),
        liveness: httpProbe(port, healthPath, { periodSeconds: 10, timeoutSeconds: 5 }),
      },
      scratch: { '/tmp': '256Mi' },
      resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } },
    });
    placeIn(this, Stage.workloads, NAME);
  }
}
