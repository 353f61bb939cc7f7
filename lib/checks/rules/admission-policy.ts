import type { IValidatingAdmissionPolicy } from '../../../imports/manifest-types';
import { type LabelSelector, NAMESPACE_NAME, selects } from '../../kube/labels';
import { nearest } from '../../kube/text';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import { isClusterScoped as isClusterScopedKind, type KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { accountReference } from '../facts/accounts';
import { groupOf, kindIn, resourceIn } from '../facts/api-resources';
import { celProblem } from '../facts/cel';
import { kindProblem, versionProblem } from '../facts/kind-names';
import { type Reference, unresolved } from '../facts/references';
import { resourceProblem } from '../facts/resource-names';

type Policy = KubeObject<'ValidatingAdmissionPolicy'>;
type Binding = KubeObject<'ValidatingAdmissionPolicyBinding'>;
type PolicySpec = NonNullable<IValidatingAdmissionPolicy['spec']>;
type ResourceRule = NonNullable<NonNullable<PolicySpec['matchConstraints']>['resourceRules']>[number];
type Match = NonNullable<PolicySpec['matchConstraints']>;

const ACCOUNT = /(["'])(system:serviceaccount:[^"':\s]+:[^"':\s]+)\1/g;

const REMEDY = 'or accept the risk with acceptRisk()';

/** @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
export const admissionPolicy: Rule = {
  id: 'admission-policy',
  group: 'security',
  title:
    'Every admission policy has a binding that denies requests in existing namespaces, denies requests that it cannot evaluate, and names existing resources and service accounts. Its expressions have no syntax error, and can be true and false.',
  protects: 'The policy allows the requests that it seems to forbid.',
  *check(cluster): Iterable<Finding> {
    const bindings = groupBy(
      cluster.ofKind('ValidatingAdmissionPolicyBinding'),
      ({ spec }) => spec.policyName,
    );
    yield* unresolved(cluster, references(cluster));
    const misspelt = misspeltPolicies(cluster, [...bindings.keys()]);
    for (const policy of cluster.ofKind('ValidatingAdmissionPolicy')) {
      const { failurePolicy, matchConstraints } = policy.spec;
      const problem = `the policy allows requests that it cannot evaluate: set it to Fail, ${REMEDY}`;
      if (failurePolicy === 'Ignore')
        yield { object: policy, field: 'spec.failurePolicy', value: failurePolicy, problem };
      yield* resourceProblems(policy);
      yield* paramProblems(policy);
      yield* expressionProblems(policy);
      const own = bindings.get(policy.name) ?? [];
      const mayBeBound = misspelt.has(policy.name) || cluster.mayHave('ValidatingAdmissionPolicyBinding');
      if (own.length === 0 && !mayBeBound) {
        const problem = `no ValidatingAdmissionPolicyBinding names the policy, which has no effect: add one, ${REMEDY}`;
        yield { object: policy, problem };
      }
      yield* actionProblems(own);
      for (const object of own) {
        const parts = [matchConstraints, object.spec.matchResources];
        const selectors = parts.flatMap((part) => part?.namespaceSelector ?? []) as LabelSelector[];
        if (selectors.length === 0 || isClusterScoped(matchConstraints) || cluster.mayHave('Namespace'))
          continue;
        if (namespaces(cluster).some((labels) => selectors.every((selector) => selects(selector, labels))))
          continue;
        const names = list(cluster.names('Namespace', undefined));
        const problem = `no namespace matches the namespaceSelector of the binding and its policy: use labels of one of ${names}, ${REMEDY}`;
        yield { object, field: 'spec', problem };
      }
    }
  },
};

/** The policies that bindings mean, but misspell. The rule `object-reference` reports the bindings. */
function misspeltPolicies(
  cluster: ClusterIndex,
  bound: readonly (string | undefined)[],
): ReadonlySet<string | undefined> {
  const names = cluster.names('ValidatingAdmissionPolicy', undefined);
  const unbound = names.filter((name) => !bound.includes(name));
  const missing = bound.filter((name) => name !== undefined && !names.includes(name));
  return new Set(missing.map((name = '') => nearest(name, unbound)));
}

/** Bindings with other actions may accompany one that denies, such as while a policy is introduced. */
function* actionProblems(bindings: readonly Binding[]): Iterable<Finding> {
  const actionsOf = ({ spec }: Binding) => spec.validationActions ?? [];
  const isDenied = bindings.some((binding) => actionsOf(binding).includes('Deny'));
  for (const object of bindings) {
    const value = actionsOf(object);
    const field = 'spec.validationActions';
    const problem = `no binding of the policy denies requests: add Deny, ${REMEDY}`;
    if (!isDenied) yield { object, field, value, problem };
    if (value.includes('Deny') && value.includes('Warn')) {
      const problem = 'the API server rejects Warn beside Deny: remove Warn';
      yield { object, field, value, problem };
    }
  }
}

/** The labels of all namespaces; of a foreign one, its name only. */
function namespaces(cluster: ClusterIndex): Readonly<Record<string, string>>[] {
  return [
    ...cluster.names('Namespace', undefined).map((name) => cluster.namespaceLabels(name) ?? {}),
    ...['default', ...cluster.foreignNamespaces()].map((name) => ({ [NAMESPACE_NAME]: name })),
  ];
}

/** Whether a policy applies to cluster-scoped objects only: a namespaceSelector then has no effect. */
function isClusterScoped(match: Match | undefined): boolean {
  return match?.resourceRules?.every(({ scope }) => scope === 'Cluster') ?? false;
}

function* resourceProblems(object: Policy): Iterable<Finding> {
  for (const [index, rule] of (object.spec.matchConstraints?.resourceRules ?? []).entries()) {
    const { apiGroups = [], resources = [] } = rule;
    for (const resource of resources) {
      const problem = resourceProblem(apiGroups, resource.replace(/\/\*$/, ''));
      const field = `spec.matchConstraints.resourceRules[${index}].resources`;
      if (problem) yield { object, field, value: resources, problem };
    }
    yield* scopeProblem(object, index, rule);
  }
}

/** A scope that none of the resources has. */
function* scopeProblem(object: Policy, index: number, rule: ResourceRule): Iterable<Finding> {
  const { apiGroups = [], resources = [], scope = '*' } = rule;
  const found = resources.map((name) => apiGroups.flatMap((group) => resourceIn(group, name) ?? []));
  if (scope === '*' || found.some(({ length }) => length === 0)) return;
  if (found.flat().some(({ namespaced }) => namespaced === (scope === 'Namespaced'))) return;
  const problem = `no resource of the rule has this scope: remove it, ${REMEDY}`;
  yield { object, field: `spec.matchConstraints.resourceRules[${index}].scope`, value: scope, problem };
}

function* expressionProblems(object: Policy): Iterable<Finding> {
  const { matchConditions = [], variables = [], validations = [], auditAnnotations = [] } = object.spec;
  const expressions: [field: string, expression: string | undefined][] = [
    ...matchConditions.map((it, index) => [`matchConditions[${index}].expression`, it.expression]),
    ...variables.map((it, index) => [`variables[${index}].expression`, it.expression]),
    ...validations.map((it, index) => [`validations[${index}].expression`, it.expression]),
    ...validations.map((it, index) => [`validations[${index}].messageExpression`, it.messageExpression]),
    ...auditAnnotations.map((it, index) => [
      `auditAnnotations[${index}].valueExpression`,
      it.valueExpression,
    ]),
  ] as [string, string | undefined][];
  for (const [field, value = ''] of expressions) {
    const problem = celProblem(value);
    if (problem) yield { object, field: `spec.${field}`, value, problem };
  }
  const never = matchConditions.findIndex(({ expression }) => expression.trim() === 'false');
  if (never >= 0) {
    const problem = `the policy applies to no request: correct the condition, ${REMEDY}`;
    yield { object, field: `spec.matchConditions[${never}].expression`, value: 'false', problem };
  }
  if (validations.length > 0 && validations.every(({ expression }) => expression.trim() === 'true')) {
    const problem = `the policy denies no request: correct the validations, ${REMEDY}`;
    yield { object, field: 'spec.validations', problem };
  }
}

/** The API server cannot evaluate a policy whose parameters have an unknown kind. */
function* paramProblems(object: Policy): Iterable<Finding> {
  const { apiVersion = '', kind = '' } = object.spec.paramKind ?? {};
  if (object.spec.paramKind === undefined) return;
  const problem = kindProblem(groupOf(apiVersion), kind);
  if (problem) {
    yield { object, field: 'spec.paramKind.kind', value: kind, problem };
    return;
  }
  const old = versionProblem(apiVersion, kind);
  if (old) yield { object, field: 'spec.paramKind.apiVersion', value: apiVersion, problem: old };
}

function* references(cluster: ClusterIndex): Iterable<Reference> {
  for (const object of cluster.ofKind('ValidatingAdmissionPolicy')) {
    for (const list of ['matchConditions', 'variables', 'validations'] as const)
      for (const [index, { expression }] of (object.spec[list] ?? []).entries())
        for (const [, , username = ''] of expression.matchAll(ACCOUNT)) {
          const field = `spec.${list}[${index}].expression`;
          const reference = accountReference(object, field, username);
          if (reference) yield reference;
        }
  }
  for (const object of cluster.ofKind('ValidatingAdmissionPolicyBinding')) {
    const { paramRef: { name, namespace } = {}, policyName = '' } = object.spec;
    const { paramKind } = cluster.find({ kind: 'ValidatingAdmissionPolicy', name: policyName })?.spec ?? {};
    const { apiVersion = '', kind = '' } = paramKind ?? {};
    const isKnown = kindIn(groupOf(apiVersion), kind) !== undefined;
    // Without a namespace, the object is in the namespace of each request.
    if (isKnown && (namespace !== undefined || isClusterScopedKind(kind)))
      yield { object, field: 'spec.paramRef.name', kind, namespace, name };
  }
}
