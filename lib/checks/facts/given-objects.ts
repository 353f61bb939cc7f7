import type { ClusterIndex } from '../engine/cluster-index';
import { isClusterScoped } from '../engine/kube-object';

/** The objects that Kubernetes itself creates, by kind. */
const KUBERNETES: Readonly<Record<string, readonly string[]>> = {
  PriorityClass: ['system-cluster-critical', 'system-node-critical'],
  ClusterRole: ['admin', 'cluster-admin', 'edit', 'view'],
  ConfigMap: ['kube-root-ca.crt'],
  ServiceAccount: ['default'],
};

/**
 * The objects that installed components create, by the name of the component.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/
 */
const OF_COMPONENTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Istio: { GatewayClass: ['istio', 'istio-remote'] },
};

/** Whether Kubernetes or the cloud provider creates an object, or may create it in a cluster that is not known. */
export function isGiven(cluster: ClusterIndex, kind: string, name: string): boolean {
  if (cluster.mayHave(kind)) return true;
  if (kind === 'ClusterRole' && name.startsWith('system:')) return true;
  return givenObjects(cluster).some((objects) => objects[kind]?.includes(name));
}

function givenObjects({ facts }: ClusterIndex): Readonly<Record<string, readonly string[]>>[] {
  const installed = facts.components.map(({ name }) => OF_COMPONENTS[name] ?? {});
  return [KUBERNETES, facts.provider.objects, ...installed];
}

/** The names of the objects of a kind that exist in every cluster of the provider, and that other objects may name. */
export function givenNames(cluster: ClusterIndex, kind: string): readonly string[] {
  if (!isClusterScoped(kind)) return [];
  return givenObjects(cluster).flatMap((objects) => objects[kind] ?? []);
}
