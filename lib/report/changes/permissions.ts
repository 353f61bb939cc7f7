import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { groupBy } from '../../checks/engine/group-by';
import type { KubeObject } from '../../checks/engine/kube-object';
import { perCluster } from '../../checks/engine/per-cluster';
import type { Consequence } from '../consequence';
import { sentenceList, shared } from '../names';
import { type Comparison, difference } from './compare';

/** A permission of a subject. */
export interface Permission {
  /** Such as `ServiceAccount shop/web` or `Group developers`. */
  readonly subject: string;
  /** Such as `get`; `use` for the whole of a role that the objects do not contain. */
  readonly verb: string;
  /** Such as `deployments.apps`, `secrets "db"` or `/metrics`. */
  readonly resource: string;
  /** Such as `namespace shop` or `all namespaces`. */
  readonly where: string;
}

type Binding = KubeObject<'RoleBinding' | 'ClusterRoleBinding'>;
type Rule = NonNullable<KubeObject<'Role'>['json']['rules']>[number];

/** Verbs and resources that lead to further permissions, or to secrets. */
const DANGEROUS =
  /^(\*|escalate|bind|impersonate|use) |^\S+ (\*|secrets\b|pods\/exec|pods\/attach|serviceaccounts\/token|nodes\/proxy)/;

/** The permissions that the roles and bindings of a cluster give, by subject, verb, resource and place. */
export const permissionsOf = perCluster((cluster): ReadonlyMap<string, Permission> => {
  const found = new Map<string, Permission>();
  for (const binding of cluster.ofKind('RoleBinding', 'ClusterRoleBinding') as readonly Binding[]) {
    const { namespace, json } = binding;
    const where =
      namespace === undefined ? 'all namespaces' : `namespace ${shared(cluster, namespace, namespace)}`;
    const grants = grantsOf(cluster, binding);
    for (const { kind, name, namespace: home = namespace } of json.subjects ?? []) {
      const own = kind === 'ServiceAccount' ? shared(cluster, home, `${home}/${name}`) : name;
      for (const { verb, resource } of grants) {
        const permission = { subject: `${kind} ${own}`, verb, resource, where };
        found.set(Object.values(permission).join(' '), permission);
      }
    }
  }
  return found;
});

/** The permissions that a change gives or takes away. */
export const comparePermissions: Comparison = (before, after) => {
  const [was, now] = [permissionsOf(before), permissionsOf(after)];
  const left = new Set([...now.values()].map(({ subject }) => subject));
  const lost = difference(was, now);
  const isLeft = ([, { subject }]: [string, Permission]) => left.has(subject);
  const gone = lost.filter((one) => !isLeft(one)).map(([, permission]) => permission);
  return [
    ...sentences(difference(now, was), 'may now'),
    ...sentences(lost.filter(isLeft), 'may no longer'),
    ...[...groupBy(gone, ({ subject }) => subject)].map(([subject, all]): Consequence => {
      const isImportant = all.some(isDangerous);
      return { topic: 'permissions', sentence: `${subject} loses all of its permissions`, isImportant };
    }),
  ];
};

function isDangerous({ verb, resource }: Pick<Permission, 'verb' | 'resource'>): boolean {
  return DANGEROUS.test(`${verb} ${resource}`);
}

/** The permissions of a sentence: the same verbs on several resources in several places. */
interface Grant {
  readonly subject: string;
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  readonly places: readonly string[];
}

/** Few sentences: verbs on the same resource, resources with the same verbs, and places with both are joined. */
function sentences(changes: readonly [string, Permission][], may: string): Consequence[] {
  const single = changes.map(([, { subject, verb, resource, where }]): Grant => {
    return { subject, verbs: [verb], resources: [resource], places: [where] };
  });
  const grants = (['verbs', 'resources', 'places'] as const).reduce<readonly Grant[]>(joined, single);
  return grants.map(({ subject, verbs, resources, places }) => {
    const what = resources.every((resource) => /^(Cluster)?Role /.test(resource))
      ? `do all that ${sentenceList(resources, 6)} ${resources.length === 1 ? 'allows' : 'allow'}`
      : `${sentenceList(verbs, 8)} ${sentenceList(resources, 6)}`;
    return {
      topic: 'permissions',
      sentence: `${subject} ${may} ${what} in ${placesText(places)}`,
      isImportant:
        may === 'may now' ||
        verbs.some((verb) => resources.some((resource) => isDangerous({ verb, resource }))),
    };
  });
}

function placesText(places: readonly string[]): string {
  if (places.length < 2) return places.join('');
  const names = places.map((place) => place.replace(/^namespace /, ''));
  return `the namespaces ${sentenceList(names)}`;
}

/** Joins the grants that differ only in one field. */
function joined(grants: readonly Grant[], field: 'verbs' | 'resources' | 'places'): Grant[] {
  const groups = groupBy(grants, (grant) => JSON.stringify({ ...grant, [field]: undefined }));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, [field]: group.flatMap((grant) => grant[field]) }] : [];
  });
}

function grantsOf(
  cluster: ClusterIndex,
  { json, namespace }: Binding,
): Pick<Permission, 'verb' | 'resource'>[] {
  const { kind = '', name = '' } = json.roleRef ?? {};
  const home = kind === 'Role' ? namespace : undefined;
  const role = cluster.find({ kind: kind as 'Role', namespace: home, name });
  if (role === undefined) return [{ verb: 'use', resource: `${kind} ${name}` }];
  return (role.json.rules ?? []).flatMap((rule) =>
    resourcesOf(rule).flatMap((resource) => rule.verbs.map((verb) => ({ verb, resource }))),
  );
}

function resourcesOf({ apiGroups = [''], resources = [], resourceNames = [], nonResourceURLs = [] }: Rule) {
  const all = apiGroups.flatMap((group) =>
    resources.map((resource) => (group === '' ? resource : `${resource}.${group}`)),
  );
  if (resourceNames.length === 0) return [...all, ...nonResourceURLs];
  return all.flatMap((resource) => resourceNames.map((name) => `${resource} "${name}"`));
}
