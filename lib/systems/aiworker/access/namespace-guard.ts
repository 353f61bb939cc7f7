import { Construct } from 'constructs';
import type { INamedRuleWithOperations } from 'kubernetes-models/admissionregistration.k8s.io/v1/NamedRuleWithOperations';
import {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from '../../../../imports/admission-policy';
import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import { placeIn, Stage } from '../../../core/placement';
import type { ServiceAccount } from '../../../workloads/service-account';
import {
  ingressRules,
  isPodOf,
  labelsOf,
  list,
  namespaceRules,
  objectRules,
  podRules,
  type Rule,
  serviceRules,
} from './guard-rules';

/** Who is kept to the platform's own namespaces. */
export interface NamespaceGuardProps {
  /** The account that manages namespaces and what lies in them. */
  readonly backend: ServiceAccount;
  /** The account that does nothing but delete previews. */
  readonly cleanup: ServiceAccount;
  /** Where the backend may make and remove pods, although the namespace is protected. */
  readonly agents: ClusterNamespace;
  /** The domain under which projects and previews are served, such as `aiworker.dev`. */
  readonly domain: string;
}

/** One policy: which requests it is asked of, and what must hold of them. */
interface Guard {
  readonly on: INamedRuleWithOperations;
  /** Expressions by the name under which the rules refer to them. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
}

/** What has a content; `DELETE` has none. */
const WRITE: INamedRuleWithOperations['operations'] = ['CREATE', 'UPDATE'];

/**
 * What RBAC cannot say: that two accounts touch only namespaces labelled `managed-by: aiworker`, and never one labelled
 * `protected: "true"`.
 *
 * Six policies that the API server asks of these accounts' requests, and of nobody else's:
 *
 * - `aiworker-namespaces`: which namespaces they create, change and delete, and which labels stay as they are. A new
 *   namespace is not protected, names its environment and enforces Pod Security's `restricted`.
 * - `aiworker-objects`: in which namespaces they create, change and delete anything; pods in `agents` apart.
 * - `aiworker-deployments`, `aiworker-pods`, `aiworker-services`, `aiworker-ingresses`: what they must not contain, as
 *   it would reach beyond the namespace.
 *
 * A request is refused where a policy cannot be evaluated. Reading is not asked about: that is RBAC's alone.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class NamespaceGuard extends Construct {
  private readonly accounts: string;

  constructor(scope: Construct, id: string, props: NamespaceGuardProps) {
    super(scope, id);
    const { backend, cleanup, agents, domain } = props;
    const cluster = ClusterBase.of(this);
    placeIn(this, Stage.access, 'access');
    this.accounts = list([backend.username, cleanup.username]);

    this.add('aiworker-namespaces', {
      on: { apiGroups: [''], apiVersions: ['*'], resources: ['namespaces', 'namespaces/*'] },
      variables: {
        before: labelsOf('oldObject'),
        after: labelsOf('object'),
        name: "oldObject == null ? object.metadata.?name.orValue('') : oldObject.metadata.name",
      },
      rules: namespaceRules(cleanup, cluster.kubernetesVersion),
    });
    this.add('aiworker-objects', {
      on: { apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'], scope: 'Namespaced' },
      variables: { labels: labelsOf('namespaceObject'), agentPod: isPodOf(backend, agents) },
      rules: objectRules(cleanup),
    });
    this.add('aiworker-deployments', {
      on: { apiGroups: ['apps'], apiVersions: ['v1'], operations: WRITE, resources: ['deployments'] },
      rules: podRules('object.spec.template.spec'),
    });
    this.add('aiworker-pods', {
      on: { apiGroups: [''], apiVersions: ['v1'], operations: WRITE, resources: ['pods'] },
      rules: podRules('object.spec'),
    });
    this.add('aiworker-services', {
      on: { apiGroups: [''], apiVersions: ['v1'], operations: WRITE, resources: ['services'] },
      rules: serviceRules(),
    });
    this.add('aiworker-ingresses', {
      on: {
        apiGroups: ['networking.k8s.io'],
        apiVersions: ['v1'],
        operations: WRITE,
        resources: ['ingresses'],
      },
      variables: { labels: labelsOf('namespaceObject') },
      rules: ingressRules(domain),
    });
  }

  private add(name: string, { on, variables, rules }: Guard): void {
    const scope = new Construct(this, name);
    new ValidatingAdmissionPolicy(scope, 'policy', {
      name,
      spec: {
        failurePolicy: 'Fail',
        // Its defaults are written out: kubectl replaces such a list as a whole, and would report a change each time.
        matchConstraints: { resourceRules: [{ operations: ['*'], scope: '*', ...on }] },
        matchConditions: [
          { name: 'one-of-these-accounts', expression: `request.userInfo.username in ${this.accounts}` },
        ],
        ...(variables && {
          variables: Object.entries(variables).map(([name, expression]) => ({ name, expression })),
        }),
        validations: rules.map(({ holds, otherwise }) => ({
          expression: holds,
          messageExpression: otherwise,
          reason: 'Forbidden',
        })),
      },
    });
    new ValidatingAdmissionPolicyBinding(scope, 'binding', {
      name,
      spec: { policyName: name, validationActions: ['Deny'] },
    });
  }
}
