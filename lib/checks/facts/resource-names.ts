import { nearest } from '../../kube/text';
import { groupsWith, isForeignGroup, resourceIn, resourcesOf } from './api-resources';

/** Whether a resource may exist in one of the groups without being known here: the group or the resource is a wildcard, or foreign. */
export function mayServe(groups: readonly string[], resource: string): boolean {
  if (resource === '*' || resource.startsWith('*/')) return true;
  return groups.some((group) => group === '*' || isForeignGroup(group, resource));
}

/** The group of an apiVersion such as `apps/v1` that is written as a group; undefined if no group has a version. */
export function versionProblem(groups: readonly string[]): string | undefined {
  const versioned = groups.find((group) => /\/|^v\d/.test(group));
  if (versioned === undefined) return undefined;
  const group = versioned.includes('/') ? versioned.split('/')[0] : '';
  return `"${versioned}" has a version, and API groups have none: write "${group}"`;
}

/** The problem of a resource that none of the API groups has; undefined if one has it or may have it. */
export function resourceProblem(groups: readonly string[], name: string): string | undefined {
  if (mayServe(groups, name) || groups.some((group) => resourceIn(group, name))) return undefined;
  const where = `${groups.length === 1 ? 'API group' : 'API groups'} ${groups.map((it) => `"${it}"`).join(', ')}`;
  const right = groupsWith(name).map((it) => `"${it}"`);
  if (right.length > 0) return `"${name}" not found in ${where}: write the group ${right.join(' or ')}`;
  const meant = nearest(name, groups.flatMap(resourcesOf));
  const hint =
    meant === undefined ? 'write the plural name that kubectl api-resources shows' : `write "${meant}"`;
  return `"${name}" not found in ${where}: ${hint}`;
}
