import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import { nearest } from '../../kube/text';
import { type Finding, list } from '../engine/finding';
import type { JsonOf } from '../engine/kinds';
import type { Rule } from '../engine/rule';
import { groupsWith, isForeignGroup, resourceIn, resourcesOf } from '../facts/api-resources';

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

/** A finding, with its field within the rule of a role. */
type Problem = Required<Pick<Finding, 'field' | 'value' | 'problem'>>;

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
  const versioned = apiGroups.find((group) => /\/|^v\d/.test(group));
  if (versioned !== undefined) {
    const group = versioned.includes('/') ? versioned.split('/')[0] : '';
    const problem = `"${versioned}" has a version, and API groups have none: write "${group}"`;
    yield { field: 'apiGroups', value: apiGroups, problem };
    return;
  }
  const known = resources.filter((it) => !apiGroups.some((group) => mayServe(group, it)));
  const found = known.map((name) => ({
    name,
    in: apiGroups.flatMap((group) => resourceIn(group, name) ?? []),
  }));
  for (const { name, in: matches } of found) {
    const problem =
      matches.length === 0 ? unknownResource(name, apiGroups) : scopeProblem(name, matches, verbs, kind);
    if (problem) yield { field: 'resources', value: resources, problem };
  }
  // Other API servers may define verbs.
  if (known.length === 0 || known.length < resources.length) return;
  const unknown = unknownVerbs(verbs, VERBS);
  yield* unknown;
  const supported = new Set(found.flatMap((it) => it.in.flatMap((resource) => resource.verbs)));
  const isWithoutEffect = verbs.every((verb) => REQUEST_VERBS.has(verb) && !supported.has(verb));
  if (supported.size > 0 && !supported.has('*') && verbs.length > 0 && isWithoutEffect) {
    const problem = `${list(resources)} ${resources.length === 1 ? 'supports' : 'support'} none of these verbs: use ${list(supported)}`;
    yield { field: 'verbs', value: verbs, problem };
  }
}

/** Whether a resource may exist in a group without being known here. A wildcard before a subresource matches any resource. */
function mayServe(group: string, resource: string): boolean {
  return group === '*' || resource === '*' || resource.startsWith('*/') || isForeignGroup(group, resource);
}

function unknownResource(name: string, groups: readonly string[]): string {
  if (name.endsWith('/*'))
    return `"${name}" matches nothing, because RBAC has no wildcard for subresources: list them, such as "${name.slice(0, -1)}status"`;
  const where = `${groups.length === 1 ? 'API group' : 'API groups'} ${groups.map((it) => `"${it}"`).join(', ')}`;
  const right = groupsWith(name).map((it) => `"${it}"`);
  const meant = nearest(name, groups.flatMap(resourcesOf));
  if (right.length > 0) return `"${name}" not found in ${where}: write the group ${right.join(' or ')}`;
  const hint =
    meant === undefined ? 'write the plural name that kubectl api-resources shows' : `write "${meant}"`;
  return `"${name}" not found in ${where}: ${hint}`;
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
