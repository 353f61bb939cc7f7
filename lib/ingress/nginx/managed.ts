import { ClusterBase } from '../../core/cluster-base';
import type { PodGroup } from '../../core/isolation/connection';
import { quote } from '../../kube/text';
import type { IngressControllerFactory } from '../controller';
import { podConnections } from '../pod-network';
import { renderIngress } from './renderer';

const HTTPS_PORT = 443;

/** An ingress-nginx controller that the cloud provider runs and configures. */
export interface ManagedNginx {
  readonly className: string;
  /** The pods of the controller. */
  readonly controller: PodGroup;
}

/**
 * A controller that the cloud provider runs, for an {@link IngressStack}. Only Ingresses are made.
 *
 * @throws Error if the stack has a wildcard certificate: the settings of the controller cannot be changed
 */
export function managed({ className, controller }: ManagedNginx): IngressControllerFactory {
  return (scope, { wildcard }) => {
    if (wildcard) {
      const secret = quote(`${wildcard.secret.namespace}/${wildcard.secret.name}`);
      throw new Error(
        `ingress of cluster "${ClusterBase.of(scope).name}": a managed controller does not support a default certificate: remove wildcard ${secret}`,
      );
    }
    return {
      expose: (scope, exposure) => renderIngress(scope, exposure, className),
      ...podConnections(scope, controller, HTTPS_PORT),
    };
  };
}
