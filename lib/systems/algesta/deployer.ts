import type { Construct } from 'constructs';
import { AccountPolicy, celList, type RequestRule } from '../../core/account-policy';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { CONFIG_HASH } from '../../workloads/config-files';
import { ServiceAccount } from '../../workloads/service-account';

/** The properties of a deployer. */
export interface DeployerProps {
  /** The namespace of the account. */
  readonly home: ClusterNamespace;
  /** The only namespace to which the account deploys. */
  readonly target: ClusterNamespace;
  /** The registry of the images, which are `<registry>/<container>:<tag>`. */
  readonly registry: string;
}

const READ = ['get', 'list', 'watch'];

/** The annotations of a pod template that differ between revisions: `kubectl rollout restart` sets the first. */
const ANNOTATIONS = ['kubectl.kubernetes.io/restartedAt', CONFIG_HASH];

/**
 * The account for the CI/CD of an environment: `deployer-<namespace>`.
 *
 * It can change the images and the number of replicas of existing Deployments, restart them and roll them back, and read
 * ConfigMaps, pods and logs. It has no permissions for Secrets or in other namespaces.
 *
 * The pods that it deploys have the Secrets in their environment. An admission policy with the name of the account
 * refuses every other change of a Deployment, which could print them: of commands, of variables or of volumes. So the
 * account writes no ConfigMaps either, from which pods read variables such as `NODE_OPTIONS`. However, it chooses the image:
 * whoever can also push to the registry, or add output to a service, can print the Secrets of the environment.
 *
 * Tokens are created when they are needed (`kubectl create token`); the cluster stores none.
 *
 * @see docs/decisions/0017-what-a-deployer-may-change.md
 */
export class Deployer extends ServiceAccount {
  constructor(scope: Construct, id: string, { home, target, registry }: DeployerProps) {
    super(scope, id, { namespace: home, name: `deployer-${target.name}` });
    this.grantIn(target, [
      { apiGroup: 'apps', resources: ['deployments'], verbs: [...READ, 'patch'] },
      { apiGroup: 'apps', resources: ['deployments/scale'], verbs: ['get', 'patch'] },
      // The history of rollouts, which a rollback needs.
      { apiGroup: 'apps', resources: ['replicasets'], verbs: READ },
      { apiGroup: '', resources: ['configmaps', 'events', 'pods', 'pods/log'], verbs: READ },
    ]);
    new AccountPolicy(this, this.name, {
      accounts: [this.username],
      on: { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['deployments'] },
      variables: VARIABLES,
      rules: deploymentRules(registry),
    });
  }
}

/** Parts of a Deployment before and after the request, as maps of any content, so that new fields are compared as well. */
const VARIABLES = {
  metadataBefore: 'dyn(oldObject.metadata)',
  metadata: 'dyn(object.metadata)',
  specBefore: 'dyn(oldObject.spec)',
  spec: 'dyn(object.spec)',
  templateBefore: 'dyn(oldObject.spec.template.metadata)',
  template: 'dyn(object.spec.template.metadata)',
  annotationsBefore: 'dyn(oldObject.spec.template.metadata.?annotations.orValue({}))',
  annotations: 'dyn(object.spec.template.metadata.?annotations.orValue({}))',
  podBefore: 'dyn(oldObject.spec.template.spec)',
  pod: 'dyn(object.spec.template.spec)',
};

/** The rules for changes of a Deployment: only images, replicas, and the annotations of a restart may differ. */
function deploymentRules(registry: string): RequestRule[] {
  const container = `variables.podBefore.containers.exists(before, before.name == container.name && ${unchanged('container', 'before', ['image'])})`;
  const image = `['${registry}/' + container.name + ':', '${registry}/' + container.name + '@']`;
  return [
    {
      holds: `['labels', 'ownerReferences', 'finalizers'].all(key, variables.metadata[?key] == variables.metadataBefore[?key])`,
      otherwise: refusal('labels, owners and finalizers stay as they are'),
    },
    {
      holds: changedOnly('spec', ['replicas', 'template']),
      otherwise: refusal('only the number of replicas and images may change'),
    },
    {
      holds: changedOnly('template', ['annotations']),
      otherwise: refusal('the labels of pods stay as they are'),
    },
    {
      holds: changedOnly('annotations', ANNOTATIONS),
      otherwise: refusal(`the only annotations of pods that may change are ${ANNOTATIONS.join(', ')}`),
    },
    {
      holds: changedOnly('pod', ['containers']),
      otherwise: refusal('the pods stay as they are, except for images'),
    },
    {
      holds: `variables.pod.containers.size() == variables.podBefore.containers.size() && variables.pod.containers.all(container, ${container})`,
      otherwise: refusal('the containers stay as they are, except for images'),
    },
    {
      holds: `variables.pod.containers.all(container, ${image}.exists(start, container.image.startsWith(start)))`,
      otherwise: refusal(`the image of a container is ${registry}/<container>:<tag>`),
    },
  ];
}

/** Whether two variables differ in no other keys, in CEL. */
function changedOnly(variable: string, keys: readonly string[]): string {
  return unchanged(`variables.${variable}`, `variables.${variable}Before`, keys);
}

/** Whether two maps have the same keys and values, except for some keys, in CEL. */
function unchanged(map: string, before: string, except: readonly string[]): string {
  const keys = celList(except);
  return `${map}.all(key, key in ${keys} || ${map}[?key] == ${before}[?key]) && ${before}.all(key, key in ${keys} || key in ${map})`;
}

function refusal(reason: string): string {
  return `request.userInfo.username + ' may not make this change of Deployment ' + object.metadata.name + ': ${reason}'`;
}
