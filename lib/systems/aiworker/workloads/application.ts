import type { Construct } from 'constructs';
import { tcpProbe } from '../../../workloads/hardened-pod';
import { StatelessServer, type StatelessServerProps } from '../../../workloads/stateless-server';
import { registryCredentials } from './registry-credentials';

/**
 * The properties of an application. Its name is the name of the Deployment and the Service, and the value of the label
 * `app`. Its port must be 1024 or above.
 */
export type ApplicationProps = Pick<
  StatelessServerProps,
  'namespace' | 'name' | 'image' | 'port' | 'replicas' | 'resources'
>;

/**
 * The application of a project, in one of its namespaces: a Deployment, with a Service on port 80.
 *
 * The image must run as user 1000, write only to `/tmp`, listen on the port in the environment variable `PORT`, and accept
 * connections when it is ready. The environment makes the PodDisruptionBudget, if there is one.
 */
export class Application extends StatelessServer {
  constructor(scope: Construct, id: string, props: ApplicationProps) {
    const { namespace, port } = props;
    super(scope, id, {
      ...props,
      servicePort: 80,
      pullSecret: registryCredentials(namespace),
      user: 1000,
      env: { PORT: String(port), HOME: '/tmp' },
      probes: {
        readiness: tcpProbe(port, { periodSeconds: 5 }),
        liveness: tcpProbe(port, { initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5 }),
      },
      scratch: { '/tmp': '256Mi' },
      disruptionBudget: false,
    });
  }
}
