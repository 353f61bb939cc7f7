import type { IPolicyRule } from '../../../imports/manifest-types';
import { nearest } from '../../kube/text';
import { type Finding, list } from '../engine/finding';
import type { JsonOf } from '../engine/kinds';
import type { Rule } from '../engine/rule';
import { resourceIn } from '../facts/api-resources';
import { mayServe, resourceProblem, versionProblem } from '../facts/resource-names';

/** The verbs of requests, and those that only authorization uses. */
const VERBS = [
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  ...['bind', 'escalate', 'impersonate', 'use', 'approve', 'sign', 'attest', 'proxy'],
];
const REQUEST_VERBS: ReadonlySet<string> = new Set(VERBS.slice(0, 8));

/** The verbs for paths that are not resources: HTTP methods in lower case. */
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'];

/** The verbs with which a Role applies to its own namespace. */
const OF_ONE_NAMESPACE = ['get', 'update', 'patch', 'delete', '*'];

/** The verbs of requests that name no object. */
const WITHOUT_NAME = ['create', 'deletecollection'];

/** A finding, with its field within the rule of a role. */
type Problem = Required<Pick<Finding, 'field' | 'value' | 'problem'>> & Pick<Finding, 'severity'>;

/** @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export const permission: Rule = {
  id: 'permission',
  group: 'references',
  title:
    'Every rule of a role names existing verbs, API groups and resources, and a Role names no cluster-scoped resources.',
  protects:
    'The API server accepts a role whose rules have no effect, and a program lacks permissions at run time.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Role', 'ClusterRole')) {
      const { rules, aggregationRule } = object.json as JsonOf<'ClusterRole'>;
      if (aggregationRule && rules?.length) {
        const problem =
          'the rules of the aggregated roles replace these: move them to a ClusterRole of their own';
        yield { object, field: 'rules', problem };
        continue;
      }
      for (const [index, rule] of (rules ?? []).entries())
        for (const { field, ...problem } of problemsOf(rule, object.kind))
          yield { object, field: `rules[${index}].${field}`, ...problem };
    }
  },
};

function* problemsOf(rule: Partial<IPolicyRule>, kind: string): Iterable<Problem> {
  const { verbs = [], apiGroups = [], resources = [], nonResourceURLs = [] } = rule;
  if (rule.verbs?.length === 0)
    yield { field: 'verbs', value: verbs, problem: 'must not be empty: list the verbs, or remove the rule' };
  if (nonResourceURLs.length > 0) {
    yield* urlProblems(rule, kind);
    return;
  }
  for (const field of ['apiGroups', 'resources'] as const)
    if (!rule[field]?.length)
      yield { field, value: rule[field] ?? [], problem: 'must not be empty: list them, or remove the rule' };
  const versioned = versionProblem(apiGroups);
  if (versioned) {
    yield { field: 'apiGroups', value: apiGroups, problem: versioned };
    return;
  }
  const known = resources.filter((name) => !mayServe(apiGroups, name));
  const found = known.map((name) => apiGroups.flatMap((group) => resourceIn(group, name) ?? []));
  for (const [index, name] of known.entries()) {
    const problem = name.endsWith('/*')
      ? `"${name}" matches nothing, because RBAC has no wildcard for subresources: list them, such as "${name.slice(0, -1)}status"`
      : (resourceProblem(apiGroups, name) ?? scopeProblem(name, found[index] ?? [], verbs, kind));
    if (problem) yield { field: 'resources', value: resources, problem };
  }
  // Other API servers may define verbs.
  if (known.length === 0 || known.length < resources.length) return;
  yield* unknownVerbs(verbs, VERBS);
  const supported = new Set(found.flat().flatMap((resource) => resource.verbs));
  const isWithoutEffect = verbs.every((verb) => REQUEST_VERBS.has(verb) && !supported.has(verb));
  if (supported.size > 0 && !supported.has('*') && verbs.length > 0 && isWithoutEffect) {
    const problem = `${list(resources)} ${resources.length === 1 ? 'supports' : 'support'} none of these verbs: use ${list(supported)}`;
    yield { field: 'verbs', value: verbs, problem };
  }
  const isNamed = resources.some((name) => name.includes('/'));
  if (rule.resourceNames?.length && !isNamed && verbs.every((verb) => WITHOUT_NAME.includes(verb))) {
    const problem = `requests with ${list(verbs)} name no object, so that the rule has no effect: remove resourceNames`;
    // Server-side apply names the object that it creates.
    yield { field: 'resourceNames', value: rule.resourceNames, problem, severity: 'warning' };
  }
}

/**
 * The reason why a Role has no effect on a resource.
 *
 * The API server authorizes requests for one Namespace in that namespace, and `bind` in the namespace of the binding.
 */
function scopeProblem(
  name: string,
  matches: readonly { readonly namespaced: boolean }[],
  verbs: readonly string[],
  kind: string,
): string | undefined {
  if (kind !== 'Role' || matches.some(({ namespaced }) => namespaced)) return undefined;
  const [resource] = name.split('/');
  if (resource === 'namespaces' && verbs.some((verb) => OF_ONE_NAMESPACE.includes(verb))) return undefined;
  if (resource === 'clusterroles' && verbs.some((verb) => verb === 'bind' || verb === '*')) return undefined;
  return `"${name}" is cluster-scoped, and a Role has no effect on it: use a ClusterRole with a ClusterRoleBinding`;
}

function* urlProblems(rule: Partial<IPolicyRule>, kind: string): Iterable<Problem> {
  const { verbs = [], nonResourceURLs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  const problem = (text: string): Problem => ({
    field: 'nonResourceURLs',
    value: nonResourceURLs,
    problem: text,
  });
  if (kind === 'Role')
    yield problem('the API server rejects URLs in a Role: use a ClusterRole with a ClusterRoleBinding');
  if (apiGroups.length + resources.length + resourceNames.length > 0)
    yield problem('the API server rejects URLs beside resources: write two rules');
  const invalid = nonResourceURLs.find((url) => url !== '*' && !/^\/[^*]*\*?$/.test(url));
  if (invalid !== undefined)
    yield problem(`"${invalid}" matches no request: start with "/", and write "*" only at the end`);
  yield* unknownVerbs(verbs, METHODS);
}

function* unknownVerbs(verbs: readonly string[], known: readonly string[]): Iterable<Problem> {
  for (const verb of verbs) {
    // Verbs with a colon restrict others: `impersonate:user-info`, `associated-node:update`.
    if (verb === '*' || verb.includes(':') || known.includes(verb)) continue;
    const meant = nearest(verb, known);
    const problem = `"${verb}" is not a verb: write ${meant === undefined ? `one of ${known.join(', ')}` : `"${meant}"`}`;
    yield { field: 'verbs', value: verbs, problem };
  }
}
