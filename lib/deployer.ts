import { Construct } from 'constructs';
import * as k8s from '../imports/k8s';
import { ClusterBase } from './cluster-base';
import type { ClusterNamespace } from './cluster-namespace';
import { Stage } from './output/manifest-file';

/** Who deploys, and where. */
export interface DeployerProps {
  /** Where the service account lies. */
  readonly home: ClusterNamespace;
  /** The one namespace that it deploys to. */
  readonly target: ClusterNamespace;
}

/**
 * The service account of an environment's CI/CD: `deployer-<namespace>`.
 *
 * It changes images, scales, restarts and rolls back Deployments that are there, reads pods and their logs, and manages
 * ConfigMaps. It reads no secret and has no rights elsewhere. Whoever changes a Deployment can have its pods print what
 * they were given, secrets included: that is for whoever reviews the pipeline.
 *
 * Its token is asked for when it is needed (`kubectl create token`), and none lies in the cluster.
 */
export class Deployer extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { home, target }: DeployerProps) {
    super(scope, id);
    this.name = `deployer-${target.name}`;
    const file = ClusterBase.of(this).file(Stage.access, 'deployers');
    const inTarget = { name: this.name, namespace: target.name };

    new k8s.KubeServiceAccount(file, `account-${this.name}`, {
      metadata: { name: this.name, namespace: home.name },
      automountServiceAccountToken: false,
    });
    new k8s.KubeRole(file, `role-${this.name}`, {
      metadata: inTarget,
      rules: [
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch', 'patch'] },
        { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get', 'patch', 'update'] },
        // A rollout's history, and what an undo goes back to.
        { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['pods', 'pods/log', 'events'], verbs: ['get', 'list', 'watch'] },
        {
          apiGroups: [''],
          resources: ['configmaps'],
          verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
        },
      ],
    });
    new k8s.KubeRoleBinding(file, `binding-${this.name}`, {
      metadata: inTarget,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: this.name },
      subjects: [{ kind: 'ServiceAccount', name: this.name, namespace: home.name }],
    });
  }
}
