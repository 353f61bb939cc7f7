import type { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { ServiceAccount } from '../../workloads/service-account';

/** Who deploys, and where. */
export interface DeployerProps {
  /** Where the account lies. */
  readonly home: ClusterNamespace;
  /** The one namespace that it deploys to. */
  readonly target: ClusterNamespace;
}

const READ = ['get', 'list', 'watch'];

/**
 * The account of an environment's CI/CD: `deployer-<namespace>`.
 *
 * It changes images of Deployments that are there, scales, restarts and rolls them back, reads pods and their logs, and
 * manages ConfigMaps. It reads no Secret and has no rights in another namespace. Whoever changes a Deployment can have its
 * pods print what they were given, secrets included: that is for the review of the pipeline to see.
 *
 * Its token is asked for when it is needed (`kubectl create token`); none lies in the cluster.
 */
export class Deployer extends ServiceAccount {
  constructor(scope: Construct, id: string, { home, target }: DeployerProps) {
    super(scope, id, { namespace: home, name: `deployer-${target.name}` });
    this.grantIn(target, [
      { apiGroup: 'apps', resources: ['deployments'], verbs: [...READ, 'patch'] },
      { apiGroup: 'apps', resources: ['deployments/scale'], verbs: ['get', 'patch'] },
      // A rollout's history, and what an undo goes back to.
      { apiGroup: 'apps', resources: ['replicasets'], verbs: READ },
      { apiGroup: '', resources: ['pods', 'pods/log', 'events'], verbs: READ },
      {
        apiGroup: '',
        resources: ['configmaps'],
        verbs: [...READ, 'create', 'update', 'patch', 'delete'],
      },
    ]);
  }
}
