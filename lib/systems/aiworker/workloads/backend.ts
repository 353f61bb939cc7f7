import { Construct } from 'constructs';
import * as k8s from '../../../../imports/k8s';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { PodGroup } from '../../../core/isolation/connection';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import type { Env } from '../../../workloads/env';
import { httpProbe } from '../../../workloads/hardened-pod';
import { PodService } from '../../../workloads/pod-service';
import type { ServiceAccount } from '../../../workloads/service-account';
import { StatelessWorkload } from '../../../workloads/stateless-workload';

const NAME = 'aiworker-backend';
const PORT = 3000;

/** What the backend works with. */
export interface BackendProps {
  readonly namespace: ClusterNamespace;
  /** Where it finds database, queues and git. */
  readonly env: Env;
  /** The secret with which its image is pulled. */
  readonly pullSecret: { readonly name: string };
  /** As whom it calls the API server. */
  readonly account: ServiceAccount;
}

/**
 * The platform's API: Express on Bun, on port 3000, behind a Service that keeps a client on one pod for an hour.
 *
 * It calls the API server, as it manages the namespaces of projects and previews.
 *
 * @see document 000, "Load Balancing" and "Health Checks"
 */
export class Backend extends Construct {
  readonly service: PodService;
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, { namespace, env, pullSecret, account }: BackendProps) {
    super(scope, id);
    placeIn(this, Stage.workloads, namespace.name);
    this.service = new PodService(this, 'service', {
      namespace,
      name: NAME,
      selector: { app: NAME },
      port: PORT,
      portName: 'http',
      clientIpAffinitySeconds: 3600,
    });
    this.pods = this.service.pods;
    new StatelessWorkload(this, 'workload', {
      namespace,
      name: NAME,
      replicas: 2,
      image: IMAGES.aiworkerBackend,
      pullSecret,
      user: 1000,
      serviceAccount: account,
      env: { PORT: String(PORT), HOME: '/tmp', ...env },
      ports: { http: PORT },
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
      // WebSockets are open for long: time to tell their clients to connect elsewhere.
      gracePeriodSeconds: 60,
      resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '500m', memory: '1Gi' } },
    });
  }
}
