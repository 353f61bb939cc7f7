import type { Construct } from 'constructs';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import { httpProbe } from '../../../workloads/hardened-pod';
import { StatelessServer } from '../../../workloads/stateless-server';
import type { PlatformWorkloadProps } from './platform-workload';

/** A port that needs no root. The Service has port 80, as document 000 requires. */
const PORT = 8080;

/** The properties of the frontend, which connects to no other workload. */
export type FrontendProps = Omit<PlatformWorkloadProps, 'env'>;

/** The web pages of the platform: static files. The browser calls the API; the frontend calls nothing. */
export class Frontend extends StatelessServer {
  constructor(scope: Construct, id: string, { namespace, pullSecret }: FrontendProps) {
    super(scope, id, {
      namespace,
      name: 'aiworker-frontend',
      replicas: 2,
      image: IMAGES.aiworkerFrontend,
      pullSecret,
      // The user of the image nginx-unprivileged.
      user: 101,
      port: PORT,
      servicePort: 80,
      probes: {
        readiness: httpProbe(PORT, '/', { periodSeconds: 5, timeoutSeconds: 3 }),
        liveness: httpProbe(PORT, '/', { initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 5 }),
      },
      scratch: { '/tmp': '64Mi' },
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '200m', memory: '256Mi' } },
    });
    placeIn(this, Stage.workloads, namespace.name);
  }
}
