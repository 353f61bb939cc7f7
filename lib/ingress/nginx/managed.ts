import type { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { PodGroup } from '../../core/isolation/connection';
import { quote } from '../../kube/text';
import type { IngressController, IngressControllerFactory } from '../controller';
import type { Exposure } from '../exposure';
import { NginxRenderer } from './renderer';

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
export function managed(props: ManagedNginx): IngressControllerFactory {
  return (scope, wildcard) => {
    if (wildcard) {
      const secret = quote(`${wildcard.secret.namespace}/${wildcard.secret.name}`);
      throw new Error(
        `ingress of cluster "${ClusterBase.of(scope).name}": a managed controller does not support a default certificate: remove wildcard ${secret}`,
      );
    }
    return new ManagedController(scope, props);
  };
}

class ManagedController implements IngressController {
  readonly className: string;
  private readonly renderer: NginxRenderer;

  constructor(
    private readonly stack: Construct,
    private readonly props: ManagedNginx,
  ) {
    this.className = props.className;
    this.renderer = new NginxRenderer(props.className, undefined);
  }

  expose(scope: Construct, exposure: Exposure): void {
    this.renderer.render(scope, exposure);
  }

  admit(to: PodGroup, because: string): void {
    ClusterBase.of(this.stack).isolation.allow({ from: this.props.controller, to, because });
  }
}
