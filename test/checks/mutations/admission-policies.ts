import type { Breakable, Workshop } from '../../support/sound-cluster';
import { type Mutation, type MutationClass, withGap } from './mutation';

const API = 'admissionregistration.k8s.io/v1';

/** A cluster with a policy for the web server's account, after a change of the policy and its binding. */
function policy(
  name: string,
  change: (policy: Breakable, binding: Breakable, workshop: Workshop) => void,
): Mutation {
  return {
    name,
    change: (workshop) => {
      const [guard, binding] = guardAndBinding();
      workshop.add(guard);
      workshop.add(binding);
      change(guard, binding, workshop);
    },
  };
}

/** A policy that denies some requests of the web server, and its binding. */
export function guardAndBinding(): [Breakable, Breakable] {
  const guard = {
    apiVersion: API,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'guard' },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['*'], resources: ['deployments'] },
        ],
      },
      matchConditions: [
        { name: 'account', expression: "request.userInfo.username == 'system:serviceaccount:shop:web'" },
      ],
      validations: [{ expression: "object.metadata.name != 'db'" }],
    },
  };
  const binding = {
    apiVersion: API,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'guard' },
    spec: { policyName: 'guard', validationActions: ['Deny'] },
  };
  return [guard, binding];
}

export const ADMISSION_POLICIES: MutationClass = {
  name: 'admission policies',
  outages: [
    policy('a binding that audits only', (_, { spec }) => {
      spec.validationActions = ['Audit'];
    }),
    policy('a binding that warns and audits', (_, { spec }) => {
      spec.validationActions = ['Warn', 'Audit'];
    }),
    policy('a warning beside the denial', (_, { spec }) => {
      spec.validationActions = ['Deny', 'Warn'];
    }),
    policy('a policy without a binding', (_, __, { remove }) => {
      remove('ValidatingAdmissionPolicyBinding', 'guard');
    }),
    policy('a binding of another policy', (_, { spec }) => {
      spec.policyName = 'guards';
    }),
    policy('a policy that ignores failures', ({ spec }) => {
      spec.failurePolicy = 'Ignore';
    }),
    policy('a condition for a misspelt account', ({ spec }) => {
      spec.matchConditions[0].expression = 'request.userInfo.username in ["system:serviceaccount:shop:webb"]';
    }),
    policy('a validation for an account of another namespace', ({ spec }) => {
      spec.validations[0].expression = "request.userInfo.username != 'system:serviceaccount:edge:web'";
    }),
    policy('a variable with an unknown namespace', ({ spec }) => {
      spec.variables = [{ name: 'accounts', expression: "['system:serviceaccount:shopp:web']" }];
    }),
    policy('a binding for labels that no namespace has', (_, { spec }) => {
      spec.matchResources = { namespaceSelector: { matchLabels: { environment: 'production' } } };
    }),
    policy('a policy for a misspelt namespace', ({ spec }) => {
      spec.matchConstraints.namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': 'shopp' } };
    }),
    policy('a policy and a binding for different namespaces', ({ spec }, binding) => {
      spec.matchConstraints.namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } };
      binding.spec.matchResources = {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
      };
    }),
    policy('a resource in the singular', ({ spec }) => {
      spec.matchConstraints.resourceRules[0].resources = ['deployment'];
    }),
    policy('a resource in the wrong group', ({ spec }) => {
      spec.matchConstraints.resourceRules[0].apiGroups = [''];
    }),
    policy('parameters that do not exist', ({ spec }, binding) => {
      spec.paramKind = { apiVersion: 'v1', kind: 'ConfigMap' };
      binding.spec.paramRef = { name: 'limits', namespace: 'shop', parameterNotFoundAction: 'Allow' };
    }),
    policy('an expression with three equal signs', ({ spec }) => {
      spec.validations[0].expression = "object.metadata.name !== 'db'";
    }),
    policy('an expression without a closing bracket', ({ spec }) => {
      spec.validations[0].expression = "!(object.metadata.name in ['db')";
    }),
    policy('a validation that is always true', ({ spec }) => {
      spec.validations[0].expression = 'true';
    }),
    policy('a condition that is never true', ({ spec }) => {
      spec.matchConditions[0].expression = 'false';
    }),
    policy('no validations', ({ spec }) => {
      spec.validations = [];
    }),
    policy('no rules', ({ spec }) => {
      spec.matchConstraints.resourceRules = [];
    }),
    withGap(
      'the versions in the rules of a policy are not checked',
      policy('a version that the resource does not have', ({ spec }) => {
        spec.matchConstraints.resourceRules[0].apiVersions = ['v2'];
      }),
    ),
    policy('the scope of other resources', ({ spec }) => {
      spec.matchConstraints.resourceRules[0].scope = 'Cluster';
    }),
    policy('an operation in lower case', ({ spec }) => {
      spec.matchConstraints.resourceRules[0].operations = ['create'];
    }),
    withGap(
      'the rules of a policy are not compared with its exclusions',
      policy('rules that exclude what they match', ({ spec }) => {
        spec.matchConstraints.excludeResourceRules = spec.matchConstraints.resourceRules;
      }),
    ),
    policy('a binding without actions', (_, { spec }) => {
      spec.validationActions = [];
    }),
    policy('two conditions of the same name', ({ spec }) => {
      spec.matchConditions.push({ ...spec.matchConditions[0] });
    }),
  ],
  sound: [
    policy('a policy for an account', () => {}),
    policy('a denial with an entry in the audit log', (_, { spec }) => {
      spec.validationActions = ['Deny', 'Audit'];
    }),
    policy('a second binding that warns', (_, binding, { add }) => {
      add({
        ...binding,
        metadata: { name: 'guard-warning' },
        spec: { policyName: 'guard', validationActions: ['Warn'] },
      });
    }),
    policy('a policy for all accounts of a namespace', ({ spec }) => {
      spec.matchConditions[0].expression =
        "request.userInfo.username.startsWith('system:serviceaccount:shop:')";
    }),
    policy('an account of a foreign namespace', ({ spec }) => {
      spec.matchConditions[0].expression =
        "!(request.userInfo.username in ['system:serviceaccount:kube-system:namespace-controller', 'system:admin'])";
    }),
    policy('namespaces by name, label and exclusion', ({ spec }, binding) => {
      spec.matchConstraints.namespaceSelector = {
        matchExpressions: [
          { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'edge'] },
        ],
      };
      binding.spec.matchResources = {
        namespaceSelector: { matchLabels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      };
    }),
    policy('a foreign namespace', (_, { spec }) => {
      const key = 'kubernetes.io/metadata.name';
      spec.matchResources = {
        namespaceSelector: { matchExpressions: [{ key, operator: 'In', values: ['kube-system'] }] },
      };
    }),
    policy('wildcards, subresources and custom resources', ({ spec }) => {
      const rule = { apiVersions: ['*'], operations: ['CREATE'] };
      spec.matchConstraints.resourceRules = [
        { ...rule, apiGroups: ['*'], resources: ['*/*'] },
        { ...rule, apiGroups: [''], resources: ['pods/*', 'pods/exec', '*/scale', 'namespaces'] },
        { ...rule, apiGroups: ['cert-manager.io'], resources: ['certificates', 'certificates/status'] },
      ];
    }),
    policy('a policy that states the default', ({ spec }) => {
      spec.failurePolicy = 'Fail';
    }),
    policy('parameters of each namespace', ({ spec }, binding) => {
      spec.paramKind = { apiVersion: 'v1', kind: 'ConfigMap' };
      binding.spec.paramRef = { name: 'limits', parameterNotFoundAction: 'Deny' };
    }),
    policy('messages, variables and audit annotations', ({ spec }) => {
      spec.variables = [{ name: 'isDb', expression: "object.metadata.name == 'db'" }];
      spec.validations = [
        {
          expression: '!variables.isDb',
          messageExpression: "'no ' + object.metadata.name",
          reason: 'Forbidden',
        },
      ];
      spec.auditAnnotations = [{ key: 'name', valueExpression: 'object.metadata.name' }];
    }),
    policy('a scope, a match policy and names', ({ spec }) => {
      spec.matchConstraints.matchPolicy = 'Equivalent';
      Object.assign(spec.matchConstraints.resourceRules[0], { scope: 'Namespaced', resourceNames: ['web'] });
    }),
    policy('deletions', ({ spec }) => {
      spec.matchConstraints.resourceRules[0].operations = ['DELETE'];
      spec.validations[0].expression = "oldObject.metadata.name != 'db'";
    }),
    policy('an exclusion of one resource', ({ spec }) => {
      spec.matchConstraints.excludeResourceRules = [
        { apiGroups: ['apps'], apiVersions: ['*'], operations: ['*'], resources: ['deployments/scale'] },
      ];
    }),
    policy('optional fields, numbers and several lines', ({ spec }) => {
      spec.validations[0].expression =
        "object.?spec.?replicas.orValue(1) <= 10u\n  || (object.metadata.?labels[?'a/b'].hasValue() && -1 < 1e-5)";
    }),
    policy('a condition with macros and comments', ({ spec }) => {
      spec.validations[0].expression =
        "object.spec.template.spec.containers.all(c, has(c.resources.limits) && c.image.matches('^registry\\\\.example/')) // all";
    }),
  ],
};
