import type { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { ServiceAccount } from '../../workloads/service-account';

/** The properties of a deployer. */
export interface DeployerProps {
  /** The namespace of the account. */
  readonly home: ClusterNamespace;
  /** The only namespace to which the account deploys. */
  readonly target: ClusterNamespace;
}

const READ = ['get', 'list', 'watch'];

/**
 * The account for the CI/CD of an environment: `deployer-<namespace>`.
 *
 * It can change the images of existing Deployments, scale, restart and roll them back, read pods and their logs, and
 * manage ConfigMaps. It cannot read Secrets and has no permissions in other namespaces. A person who can change a
 * Deployment can make its pods print their Secrets: only the review of the pipeline can prevent this.
 *
 * Tokens are created when they are needed (`kubectl create token`); the cluster stores none.
 */
export class Deployer extends ServiceAccount {
  constructor(scope: Construct, id: string, { home, target }: DeployerProps) {
    super(scope, id, { namespace: home, name: `deployer-${target.name}` });
    this.grantIn(target, [
      { apiGroup: 'apps', resources: ['deployments'], verbs: [...READ, 'patch'] },
      { apiGroup: 'apps', resources: ['deployments/scale'], verbs: ['get', 'patch'] },
      // The history of rollouts, which a rollback needs.
      { apiGroup: 'apps', resources: ['replicasets'], verbs: READ },
      { apiGroup: '', resources: ['pods', 'pods/log', 'events'], verbs: READ },
      { apiGroup: '', resources: ['configmaps'], verbs: [...READ, 'create', 'update', 'patch', 'delete'] },
    ]);
  }
}
