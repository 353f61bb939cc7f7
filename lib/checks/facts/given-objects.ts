import type { ClusterIndex } from '../engine/cluster-index';
import { isClusterScoped } from '../engine/kube-object';

/** The objects that Kubernetes itself creates, by kind. */
const KUBERNETES: Readonly<Record<string, readonly string[]>> = {
  PriorityClass: ['system-cluster-critical', 'system-node-critical'],
  ClusterRole: ['admin', 'cluster-admin', 'edit', 'view'],
  ConfigMap: ['kube-root-ca.crt'],
  ServiceAccount: ['default'],
};

/** Whether Kubernetes or the cloud provider creates an object, or may create it in a cluster that is not known. */
export function isGiven(cluster: ClusterIndex, kind: string, name: string): boolean {
  if (cluster.mayHave(kind)) return true;
  if (kind === 'ClusterRole' && name.startsWith('system:')) return true;
  return [KUBERNETES, cluster.facts.provider.objects].some((objects) => objects[kind]?.includes(name));
}

/** The names of the objects of a kind that exist in every cluster of the provider, and that other objects may name. */
export function givenNames({ facts }: ClusterIndex, kind: string): readonly string[] {
  if (!isClusterScoped(kind)) return [];
  return [KUBERNETES, facts.provider.objects].flatMap((objects) => objects[kind] ?? []);
}
