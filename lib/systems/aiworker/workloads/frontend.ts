import { Construct } from 'constructs';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import { httpProbe } from '../../../workloads/hardened-pod';
import { PodService } from '../../../workloads/pod-service';
import { StatelessWorkload } from '../../../workloads/stateless-workload';

const NAME = 'aiworker-frontend';

/** As the container runs without root, it listens above 1024; the Service is on 80, as document 000 has it. */
const PORT = 8080;

/** Where the frontend runs. */
export interface FrontendProps {
  readonly namespace: ClusterNamespace;
  /** The secret with which its image is pulled. */
  readonly pullSecret: { readonly name: string };
}

/** The platform's web pages: static files, which a browser fills from the API; it calls nothing itself. */
export class Frontend extends Construct {
  readonly service: PodService;

  constructor(scope: Construct, id: string, { namespace, pullSecret }: FrontendProps) {
    super(scope, id);
    placeIn(this, Stage.workloads, namespace.name);
    this.service = new PodService(this, 'service', {
      namespace,
      name: NAME,
      selector: { app: NAME },
      port: 80,
      targetPort: PORT,
      portName: 'http',
    });
    new StatelessWorkload(this, 'workload', {
      namespace,
      name: NAME,
      replicas: 2,
      image: IMAGES.aiworkerFrontend,
      pullSecret,
      // nginx's own unprivileged image runs as this user.
      user: 101,
      ports: { http: PORT },
      probes: {
        readiness: httpProbe(PORT, '/', { periodSeconds: 5, timeoutSeconds: 3 }),
        liveness: httpProbe(PORT, '/', { initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 5 }),
      },
      scratch: { '/tmp': '64Mi' },
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '200m', memory: '256Mi' } },
    });
  }
}
