import { nearest } from '../../kube/text';
import { list } from '../engine/finding';
import { groupOf, isBuiltIn, kindIn, kindsOf, resourcesOfKind } from './api-resources';

/** The groups of CRDs whose objects this program makes, each with the kinds of which it makes none. */
const FOLLOWED: Readonly<Record<string, readonly string[]>> = {
  'cert-manager.io': [],
  'gateway.envoyproxy.io': ['Backend', 'EnvoyExtensionPolicy', 'EnvoyPatchPolicy'],
  'gateway.networking.k8s.io': ['GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'],
};

/** Built-in kinds of which controllers, nodes and people create objects. */
const AT_RUNTIME: ReadonlySet<string> = new Set([
  'ControllerRevision',
  'Endpoints',
  'EndpointSlice',
  'Event',
  'Lease',
  'Namespace',
  'Node',
  'Pod',
  'ReplicaSet',
]);

/** The problem of a kind that no API server has in a group; undefined if one has it or may have it. */
export function kindProblem(group: string, kind: string): string | undefined {
  if ((group.includes('.') && !isBuiltIn(group)) || kindIn(group, kind)) return undefined;
  const right = resourcesOfKind(kind).map((it) => it.group || 'the empty group');
  const known = nearest(kind, kindsOf(group));
  const remedy =
    right.length > 0 ? `write ${list(right)}` : known ? `did you mean "${known}"?` : 'correct group and kind';
  return `no API server has this kind in ${group === '' ? 'the core group' : `API group ${group}`}: ${remedy}`;
}

/** The problem of an apiVersion with which no API server serves a built-in kind; undefined for others. */
export function versionProblem(apiVersion: string, kind: string): string | undefined {
  const { apiVersions = [apiVersion] } = kindIn(groupOf(apiVersion), kind) ?? {};
  if (apiVersions.includes(apiVersion)) return undefined;
  return `no API server has this version: write ${list(apiVersions)}`;
}

/** Whether objects of a kind may exist that this program does not make. */
export function mayBeUnknown(group: string, kind: string): boolean {
  if (isBuiltIn(group)) return AT_RUNTIME.has(kind);
  return FOLLOWED[group]?.includes(kind) ?? true;
}
