import { Construct } from 'constructs';
import { GATEWAY_API } from '../../../../imports/gateway-api';
import type { INamedRuleWithOperations } from '../../../../imports/manifest-types';
import { AccountPolicy, type AccountPolicyProps } from '../../../core/account-policy';
import type { SecretReference } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import { placeIn, Stage } from '../../../core/placement';
import type { PriorityClass } from '../../../core/priority-class';
import type { ServiceAccount } from '../../../workloads/service-account';
import {
  ingressRules,
  isPodOf,
  labelsOf,
  namespaceRules,
  objectRules,
  podRules,
  roleBindingRules,
  secretRules,
  serviceRules,
} from './guard-rules';
import { type RouteTarget, routeRules } from './route-rules';

/** The properties of the namespace guard. */
export interface NamespaceGuardProps {
  /** The account that manages namespaces and the objects in them. */
  readonly backend: ServiceAccount;
  /** The account that only deletes previews. */
  readonly cleanup: ServiceAccount;
  /** The namespace in which the backend creates and deletes agent pods, although the namespace is protected. */
  readonly agents: ClusterNamespace;
  /** The priority class of previews. */
  readonly previewClass: PriorityClass;
  /** The domain under which projects and previews are served, such as `aiworker.dev`. */
  readonly domain: string;
  /** The Secret with the users who may see previews, which the Ingress of every preview must name. @default no Ingresses */
  readonly nginxUsers: SecretReference | undefined;
  /** The gateway of the hosts of previews and projects. @default no routes */
  readonly gateway: RouteTarget | undefined;
  /** The minor versions of Kubernetes to which new namespaces may pin Pod Security, such as `1.36`. */
  readonly kubernetesVersions: readonly string[];
}

/**
 * Admission policies that restrict two accounts to namespaces with the label `managed-by: aiworker` and without the
 * label `protected: "true"`. RBAC cannot select namespaces by label.
 *
 * The policies apply only to the requests of these accounts:
 *
 * - `aiworker-namespaces`: the namespaces that the accounts may create, change and delete, and the labels that must not
 *   change. A new namespace must not be protected, must state its environment, and must enforce the Pod Security level
 *   `restricted`. Its version may be the one before the last upgrade of Kubernetes, and may change, because a backend
 *   renders previews for the version for which it was built.
 * - `aiworker-objects`: the namespaces in which the accounts may create, change and delete objects. Agent pods are an
 *   exception.
 * - `aiworker-deployments`, `aiworker-pods`, `aiworker-services`, `aiworker-ingresses`: the contents that these objects
 *   must not have, because they would affect other namespaces. An Ingress of a preview must require a password.
 * - `aiworker-routes`: the gateway, its listener and the hosts of an HTTPRoute. The listener of previews authenticates
 *   their visitors.
 * - `aiworker-role-bindings`: the one RoleBinding that the backend may write, which lets it see pods.
 * - `aiworker-secrets`: the one Secret that the backend may write, in previews only.
 *
 * Read requests are restricted by RBAC only.
 */
export class NamespaceGuard extends Construct {
  private readonly accounts: readonly string[];

  constructor(scope: Construct, id: string, props: NamespaceGuardProps) {
    super(scope, id);
    const { backend, cleanup, agents, previewClass, domain, kubernetesVersions } = props;
    placeIn(this, Stage.access, 'access');
    this.accounts = [backend.username, cleanup.username];

    this.add('aiworker-namespaces', {
      on: { apiGroups: [''], apiVersions: ['*'], resources: ['namespaces', 'namespaces/*'] },
      variables: {
        before: labelsOf('oldObject'),
        after: labelsOf('object'),
        name: "oldObject == null ? object.metadata.?name.orValue('') : oldObject.metadata.name",
      },
      rules: namespaceRules(cleanup, kubernetesVersions),
    });
    this.add('aiworker-objects', {
      on: { apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'], scope: 'Namespaced' },
      variables: { labels: labelsOf('namespaceObject'), agentPod: isPodOf(backend, agents) },
      rules: objectRules(cleanup),
    });
    this.add('aiworker-deployments', {
      on: writing('apps', 'deployments'),
      // A backend that was built before there were classes states none.
      rules: podRules('object.spec.template.spec', ['', previewClass.name]),
    });
    this.add('aiworker-pods', {
      on: writing('', 'pods'),
      rules: podRules('object.spec', [agents.priorityClass?.name ?? '']),
    });
    this.add('aiworker-services', {
      on: writing('', 'services'),
      rules: serviceRules(),
    });
    this.add('aiworker-role-bindings', {
      on: writing('rbac.authorization.k8s.io', 'rolebindings'),
      rules: roleBindingRules(backend),
    });
    this.add('aiworker-secrets', {
      on: writing('', 'secrets'),
      variables: { labels: labelsOf('namespaceObject') },
      rules: secretRules(),
    });
    if (props.nginxUsers)
      this.add('aiworker-ingresses', {
        on: writing('networking.k8s.io', 'ingresses'),
        variables: { labels: labelsOf('namespaceObject') },
        rules: ingressRules(domain, props.nginxUsers),
      });
    if (props.gateway)
      this.add('aiworker-routes', {
        on: writing(GATEWAY_API, 'httproutes'),
        variables: { labels: labelsOf('namespaceObject') },
        rules: routeRules(domain, props.gateway),
      });
  }

  private add(name: string, props: Omit<AccountPolicyProps, 'accounts'>): void {
    new AccountPolicy(this, name, { accounts: this.accounts, ...props });
  }
}

/** The requests that have an object of one kind; `DELETE` has none. */
function writing(apiGroup: string, resource: string): INamedRuleWithOperations {
  return {
    apiGroups: [apiGroup],
    apiVersions: ['v1'],
    operations: ['CREATE', 'UPDATE'],
    resources: [resource],
  };
}
