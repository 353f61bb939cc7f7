import type { IPolicyRule } from '../../../imports/manifest-types';
import { type LabelSelector, selects } from '../../kube/labels';
import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';

const REMEDY = 'remove the permission, or accept the risk with acceptRisk()';

/** The verbs with which an account obtains permissions that it does not have. */
const VERBS: ReadonlyMap<string, string> = new Map([
  ['bind', 'grants the permissions of other roles'],
  ['escalate', 'adds any permission to a role'],
  ['impersonate', 'acts with the permissions of other users'],
]);

/** Permissions in all namespaces with which an account obtains those of others, by group, resource and verbs. */
const POWERS: readonly (readonly [
  group: string,
  resource: string,
  verbs: readonly string[],
  power: string,
])[] = [
  ['', 'pods/exec', ['create', 'get'], 'runs commands in all pods'],
  ['', 'pods/attach', ['create', 'get'], 'connects to all containers'],
  ['', 'serviceaccounts/token', ['create'], 'obtains tokens of all service accounts'],
  [
    'admissionregistration.k8s.io',
    'mutatingwebhookconfigurations',
    ['create', 'update', 'patch'],
    'reads and changes all objects that are created',
  ],
];

const READ = ['get', 'list', 'watch'];

/** The roles of Kubernetes that can read Secrets. */
const SECRET_READERS = ['admin', 'edit'];

/** The built-in roles to which the rules of labelled ClusterRoles are added. Each includes those after it. */
const BUILT_IN = ['admin', 'edit', 'view'];

/** @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks */
export const privilegedRbac: Rule = {
  id: 'privileged-rbac',
  group: 'security',
  title:
    'No role can read the Secrets of all namespaces, connect to kubelets with `nodes/proxy`, run commands in all pods, create tokens of all accounts, change webhooks, or use the verbs `bind`, `escalate` or `impersonate`.',
  protects: 'An attacker in the program obtains the permissions of all other programs.',
  *check(cluster): Iterable<Finding> {
    const isEverywhere = rolesOfAllNamespaces(cluster);
    for (const object of cluster.ofKind('Role', 'ClusterRole'))
      for (const [index, rule] of (object.json.rules ?? []).entries()) {
        const at = `rules[${index}]`;
        for (const verb of rule.verbs ?? []) {
          const power = VERBS.get(verb.replace(/(-on)?:.*/, ''));
          const problem = `"${verb}" ${power}: ${REMEDY}`;
          if (power) yield { object, field: `${at}.verbs`, value: rule.verbs, problem };
        }
        const field = `${at}.resources`;
        const value = rule.resources;
        const proxy = 'allows any command in any pod of a node';
        if (object.kind === 'ClusterRole' && value?.some((it) => it === 'nodes/proxy' || it === '*/proxy'))
          yield { object, field, value, problem: `"nodes/proxy" ${proxy}: ${REMEDY}` };
        const power = isEverywhere(object) && powerOf(rule);
        if (power) yield { object, field, value, problem: `${power}: ${REMEDY}` };
        if (isEverywhere(object) && readsSecrets(rule)) {
          const problem = `the role is bound in all namespaces and reads all of their Secrets: bind it with a RoleBinding in each namespace that needs it, or accept the risk with acceptRisk()`;
          yield { object, field, value, problem };
        }
      }
    for (const object of cluster.ofKind('ClusterRoleBinding')) {
      const value = object.json.roleRef?.name ?? '';
      const problem = `the role reads the Secrets of all namespaces: bind it with a RoleBinding in each namespace that needs it, or accept the risk with acceptRisk()`;
      if (SECRET_READERS.includes(value)) yield { object, field: 'roleRef.name', value, problem };
    }
  },
};

function powerOf({ apiGroups, resources, verbs, resourceNames }: Partial<IPolicyRule>): string | undefined {
  if (resourceNames?.length) return undefined;
  const found = POWERS.find(
    ([group, resource, all]) =>
      apiGroups?.includes(group) &&
      resources?.includes(resource) &&
      verbs?.some((verb) => all.includes(verb)),
  );
  return found && `"${found[1]}" in all namespaces ${found[3]}`;
}

/** Wildcards are reported by the rule `wildcard-rbac`. */
function readsSecrets({ apiGroups, resources, verbs, resourceNames }: Partial<IPolicyRule>): boolean {
  const isCore = apiGroups?.includes('') && resources?.includes('secrets');
  return Boolean(isCore && !resourceNames?.length && verbs?.some((verb) => READ.includes(verb)));
}

/** Whether a ClusterRole applies in all namespaces: a ClusterRoleBinding names it, or a role that includes its rules. */
function rolesOfAllNamespaces(cluster: ClusterIndex): (role: KubeObject) => boolean {
  const bound = new Set(cluster.ofKind('ClusterRoleBinding').map(({ json }) => json.roleRef?.name ?? ''));
  const aggregates = cluster
    .ofKind('ClusterRole')
    .filter(({ name }) => bound.has(name))
    .flatMap(({ json }) => json.aggregationRule?.clusterRoleSelectors ?? []);
  const builtIn = BUILT_IN.filter((_, index) => BUILT_IN.slice(0, index + 1).some((name) => bound.has(name)));
  const selectors = [
    ...aggregates,
    ...builtIn.map((name) => ({
      matchLabels: { [`rbac.authorization.k8s.io/aggregate-to-${name}`]: 'true' },
    })),
  ];
  return ({ kind, name, labels }) =>
    kind === 'ClusterRole' &&
    (bound.has(name) || selectors.some((selector) => selects(selector as LabelSelector, labels)));
}
