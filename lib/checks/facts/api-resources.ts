import { type ApiResource, readApiResources } from '../../../imports/api-resources';

const SERVED = readApiResources();

const CLUSTER: ApiResource = { namespaced: false, verbs: ['*'] };
const NAMESPACED: ApiResource = { namespaced: true, verbs: ['*'] };

/**
 * Names that only authorization uses, and resources that the API server serves if a feature is enabled.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/#kubelet-authorization
 * @see https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/
 * @see https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#authorization
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.4/api/discovery/aggregated_v2.json
 */
const UNLISTED: Readonly<Record<string, Readonly<Record<string, ApiResource>>>> = {
  '': {
    users: CLUSTER,
    groups: CLUSTER,
    'endpoints/restricted': NAMESPACED,
    'nodes/checkpoint': CLUSTER,
    'nodes/configz': CLUSTER,
    'nodes/healthz': CLUSTER,
    'nodes/log': CLUSTER,
    'nodes/metrics': CLUSTER,
    'nodes/pods': CLUSTER,
    'nodes/stats': CLUSTER,
    'nodes/statusz': CLUSTER,
  },
  'authentication.k8s.io': {
    groups: CLUSTER,
    nodes: CLUSTER,
    serviceaccounts: NAMESPACED,
    uids: CLUSTER,
    userextras: CLUSTER,
    users: CLUSTER,
  },
  'certificates.k8s.io': {
    'certificatesigningrequests/nodeclient': CLUSTER,
    'certificatesigningrequests/selfnodeclient': CLUSTER,
    clustertrustbundles: CLUSTER,
    podcertificaterequests: NAMESPACED,
    'podcertificaterequests/status': NAMESPACED,
    signers: CLUSTER,
  },
  'coordination.k8s.io': { leasecandidates: NAMESPACED },
  'discovery.k8s.io': { 'endpointslices/restricted': NAMESPACED },
  'resource.k8s.io': {
    devicetaintrules: CLUSTER,
    'devicetaintrules/status': CLUSTER,
    'resourceclaims/binding': NAMESPACED,
    'resourceclaims/driver': NAMESPACED,
    resourcepoolstatusrequests: CLUSTER,
    'resourcepoolstatusrequests/status': CLUSTER,
  },
  'scheduling.k8s.io': {
    podgroups: NAMESPACED,
    'podgroups/status': NAMESPACED,
    workloads: NAMESPACED,
  },
};

/** Groups of other API servers whose resources have the names of built-in resources. */
const AGGREGATED: ReadonlySet<string> = new Set(['metrics.k8s.io']);

const groupsByResource = new Map<string, string[]>();
for (const groups of [SERVED, UNLISTED])
  for (const [group, resources] of Object.entries(groups))
    for (const name of Object.keys(resources))
      groupsByResource.set(name, [...(groupsByResource.get(name) ?? []), group]);

const resourcesByKind = new Map<string, NamedResource[]>();
for (const [group, resources] of Object.entries(SERVED))
  for (const [name, { kind, versions = [] }] of Object.entries(resources)) {
    if (kind === undefined) continue;
    const apiVersions = versions.map((version) => (group === '' ? version : `${group}/${version}`));
    resourcesByKind.set(kind, [...(resourcesByKind.get(kind) ?? []), { group, name, apiVersions }]);
  }

/** The groups that have a built-in resource, such as `['apps']`. */
export function groupsWith(resource: string): readonly string[] {
  return groupsByResource.get(resource) ?? [];
}

/** The names of the resources of a built-in group. */
export function resourcesOf(group: string): string[] {
  return Object.keys({ ...SERVED[group], ...UNLISTED[group] });
}

/** The resource of a kind in a built-in group. */
export interface NamedResource {
  readonly group: string;
  /** Such as `deployments`. */
  readonly name: string;
  /** Such as `['apps/v1']`. */
  readonly apiVersions: readonly string[];
}

/** The resource of a kind in a built-in group; undefined if the group does not have the kind. */
export function kindIn(group: string, kind: string): NamedResource | undefined {
  return resourcesOfKind(kind).find((it) => it.group === group);
}

/** The resources of a kind in all built-in groups. */
export function resourcesOfKind(kind: string): readonly NamedResource[] {
  return resourcesByKind.get(kind) ?? [];
}

/** The kinds of a built-in group. */
export function kindsOf(group: string): string[] {
  return Object.values(SERVED[group] ?? {}).flatMap(({ kind }) => kind ?? []);
}

/** The API group of an apiVersion such as `apps/v1`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** Whether the API server itself serves a group. */
export function isBuiltIn(group: string): boolean {
  return Object.hasOwn(SERVED, group);
}

/**
 * Whether a CRD or another API server may serve a resource in a group: its resources are unknown.
 *
 * The group of a CRD has a dot. Groups in `k8s.io` belong to Kubernetes, which uses the name of a built-in resource only
 * once. Therefore `networkpolicies` in `network.k8s.io` is an error.
 */
export function isForeignGroup(group: string, resource: string): boolean {
  if (group === '*' || isBuiltIn(group) || !/^[a-z0-9.-]*\.[a-z0-9.-]*$/.test(group)) return false;
  return AGGREGATED.has(group) || !group.endsWith('.k8s.io') || groupsWith(resource).length === 0;
}

/**
 * A resource of a built-in group; undefined if the group does not have it.
 *
 * Owners may set `blockOwnerDeletion` only with permission to update their subresource `finalizers`, which no API server
 * lists.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#ownerreferencespermissionenforcement
 */
export function resourceIn(group: string, resource: string): ApiResource | undefined {
  const [name = '', subresource] = resource.split('/');
  const known = own(SERVED, group, resource) ?? own(UNLISTED, group, resource);
  if (known) return known;
  const owner = own(SERVED, group, name);
  if (subresource === 'finalizers') return owner && { ...owner, verbs: ['update'] };
  return name === 'userextras' ? own(UNLISTED, group, name) : undefined;
}

function own(
  groups: Readonly<Record<string, Readonly<Record<string, ApiResource>>>>,
  group: string,
  resource: string,
): ApiResource | undefined {
  const resources = Object.hasOwn(groups, group) ? groups[group] : undefined;
  return resources && Object.hasOwn(resources, resource) ? resources[resource] : undefined;
}
