import { nearest } from '../../kube/text';
import type { ClusterIndex } from '../engine/cluster-index';
import { list, objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import { groupOf, isBuiltIn, kindIn, resourceIn, resourcesOfKind } from './api-resources';
import { versionProblem } from './kind-names';

/** The built-in kinds that autoscalers scale. */
const SCALABLE = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

/** A problem of a field of `scaleTargetRef`. */
export interface TargetProblem {
  readonly field: 'apiVersion' | 'kind';
  readonly problem: string;
}

/** The part of a CustomResourceDefinition that determines whether its objects can be scaled. */
interface Definition {
  readonly group?: string;
  readonly names?: { readonly kind?: string };
  readonly versions?: readonly { readonly subresources?: { readonly scale?: object } }[];
}

/**
 * The reason why an autoscaler cannot scale objects of a kind; undefined if it can, or if the kind is not known.
 *
 * The controller finds the resource by group and kind, and reads and writes its subresource `scale`. It ignores the version
 * within a group, but no API server has the old versions.
 *
 * @param target the object with this kind and name, if it exists
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/
 */
export function targetProblem(
  cluster: ClusterIndex,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  target: KubeObject | undefined,
): TargetProblem | undefined {
  const group = groupOf(apiVersion);
  // The rule `constraint` reports a kind without its group.
  if (group === '' && kind !== 'ReplicationController') return undefined;
  if (isBuiltIn(group) || !group.includes('.')) return builtInProblem(apiVersion, kind);
  if (target && groupOf(target.apiVersion) !== group)
    return {
      field: 'apiVersion',
      problem: `${objectName(target)} has apiVersion ${target.apiVersion}: write it`,
    };
  const definition = cluster
    .ofKind('CustomResourceDefinition')
    .find(({ spec }) => (spec as Definition).group === group && (spec as Definition).names?.kind === kind);
  const { versions = [] } = (definition?.spec ?? {}) as Definition;
  if (definition === undefined || versions.some(({ subresources }) => subresources?.scale)) return undefined;
  return {
    field: 'kind',
    problem: `${objectName(definition)} has no subresource scale, so autoscalers cannot scale its objects: add it`,
  };
}

function builtInProblem(apiVersion: string, kind: string): TargetProblem | undefined {
  const group = groupOf(apiVersion);
  const found = kindIn(group, kind);
  if (found === undefined) {
    const right = resourcesOfKind(kind).flatMap(({ apiVersions }) => apiVersions.at(-1) ?? []);
    if (right.length > 0)
      return { field: 'apiVersion', problem: `no API server has kind ${kind} in it: write ${list(right)}` };
    const meant = nearest(kind, SCALABLE);
    const remedy = meant === undefined ? 'correct apiVersion and kind' : `did you mean "${meant}"?`;
    return { field: 'kind', problem: `${apiVersion} has no such kind: ${remedy}` };
  }
  if (!resourceIn(group, `${found.name}/scale`))
    return {
      field: 'kind',
      problem: 'autoscalers cannot scale this kind: name a Deployment or a StatefulSet',
    };
  const problem = versionProblem(apiVersion, kind);
  return problem === undefined ? undefined : { field: 'apiVersion', problem };
}
