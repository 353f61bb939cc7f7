import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { httpProbe } from '../../workloads/hardened-pod';
import { PodService } from '../../workloads/pod-service';
import { StatelessWorkload } from '../../workloads/stateless-workload';

const NAME = 'mercury';

/** What runs, and how much of it. */
export interface MercuryProps {
  readonly namespace: ClusterNamespace;
  /** With a pinned tag. */
  readonly image: string;
  /** Where it listens. */
  readonly port: number;
  /** What it answers with a status below 400 once it can serve. */
  readonly healthPath: string;
  /** The autoscaler's bounds. */
  readonly replicas: { readonly min: number; readonly max: number };
}

/**
 * Arcana's application: at least two pods, more as their CPU is used, on the one node that there is.
 *
 * Its PodDisruptionBudget lets all of them go: on one node a drain is of everything, what it evicts finds no other place,
 * and a budget that kept one pod would keep the drain from ever ending.
 */
export class Mercury extends Construct {
  readonly service: PodService;

  constructor(scope: Construct, id: string, props: MercuryProps) {
    super(scope, id);
    const { namespace, port, healthPath } = props;
    placeIn(this, Stage.workloads, NAME);
    this.service = new PodService(this, 'service', {
      namespace,
      name: NAME,
      selector: { app: NAME },
      port: 80,
      targetPort: port,
      portName: 'http',
    });
    new StatelessWorkload(this, 'workload', {
      namespace,
      name: NAME,
      image: props.image,
      user: 10_001,
      replicas: props.replicas.min,
      autoscaler: { maxReplicas: props.replicas.max },
      disruptionBudget: false,
      ports: { http: port },
      probes: {
        startup: httpProbe(port, healthPath, { periodSeconds: 5, failureThreshold: 24 }),
        readiness: httpProbe(port, healthPath, { periodSeconds: 5, timeoutSeconds: 3 }),
        liveness: httpProbe(port, healthPath, { periodSeconds: 10, timeoutSeconds: 5 }),
      },
      scratch: { '/tmp': '256Mi' },
      resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } },
    });
    new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
      metadata: { name: NAME, namespace: namespace.name },
      spec: {
        maxUnavailable: k8s.IntOrString.fromString('100%'),
        selector: { matchLabels: { app: NAME } },
      },
    });
  }
}
