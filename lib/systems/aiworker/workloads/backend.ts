import type { Construct } from 'constructs';
import * as k8s from '../../../../imports/k8s';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import { httpProbe } from '../../../workloads/hardened-pod';
import type { ServiceAccount } from '../../../workloads/service-account';
import { StatelessServer } from '../../../workloads/stateless-server';
import type { PlatformWorkloadProps } from './platform-workload';

const PORT = 3000;

/** The properties of the backend. */
export interface BackendProps extends PlatformWorkloadProps {
  /** The account with which the backend calls the API server. */
  readonly account: ServiceAccount;
}

/**
 * The API of the platform: Express on Bun. The Service sends the requests of one client to the same pod for one hour.
 *
 * The backend calls the API server, because it manages the namespaces of projects and previews.
 *
 * @see document 000, "Load Balancing" and "Health Checks"
 */
export class Backend extends StatelessServer {
  constructor(scope: Construct, id: string, { namespace, env, pullSecret, account }: BackendProps) {
    super(scope, id, {
      namespace,
      name: 'aiworker-backend',
      replicas: 2,
      image: IMAGES.aiworkerBackend,
      pullSecret,
      user: 1000,
      serviceAccount: account,
      env: { PORT: String(PORT), HOME: '/tmp', ...env },
      port: PORT,
      clientIpAffinitySeconds: 3600,
      probes: {
        readiness: httpProbe(PORT, '/api/health/ready', {
          initialDelaySeconds: 10,
          periodSeconds: 5,
          timeoutSeconds: 3,
          failureThreshold: 3,
        }),
        liveness: {
          httpGet: {
            path: '/api/health',
            port: k8s.IntOrString.fromNumber(PORT),
            httpHeaders: [{ name: 'X-Health-Check', value: 'liveness' }],
          },
          initialDelaySeconds: 30,
          periodSeconds: 10,
          timeoutSeconds: 5,
          failureThreshold: 3,
        },
      },
      scratch: { '/tmp': '256Mi' },
      // WebSockets stay open for a long time. The backend needs time to tell their clients to reconnect.
      gracePeriodSeconds: 60,
      resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '500m', memory: '1Gi' } },
    });
    placeIn(this, Stage.workloads, namespace.name);
  }
}
