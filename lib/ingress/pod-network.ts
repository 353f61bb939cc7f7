import type { IConstruct } from 'constructs';
import { ClusterBase } from '../core/cluster-base';
import type { PodGroup } from '../core/isolation/connection';
import type { IngressController } from './controller';

/**
 * The connections of a controller whose pods are in the pod network.
 *
 * @param pods the pods of the controller
 * @param httpsPort the port of the pods for HTTPS: network policies match pods behind the address of a load balancer
 */
export function podConnections(
  scope: IConstruct,
  pods: PodGroup,
  httpsPort: number,
): Pick<IngressController, 'admit' | 'allowClients'> {
  const { isolation } = ClusterBase.of(scope);
  return {
    admit: (to, because) => isolation.allow({ from: pods, to, because }),
    allowClients: (from, because) =>
      isolation.allow({ from, to: { ...pods, ports: [{ port: httpsPort }] }, because }),
  };
}
