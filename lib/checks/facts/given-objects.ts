import type { ClusterIndex } from '../engine/cluster-index';

/** The objects that Kubernetes itself creates, by kind. */
const KUBERNETES: Readonly<Record<string, readonly string[]>> = {
  PriorityClass: ['system-cluster-critical', 'system-node-critical'],
  ClusterRole: ['admin', 'cluster-admin', 'edit', 'view'],
  ConfigMap: ['kube-root-ca.crt'],
  ServiceAccount: ['default'],
};

/** Whether Kubernetes or the cloud provider creates an object, or may create it in a cluster that is not known. */
export function isGiven({ facts }: ClusterIndex, kind: string, name: string): boolean {
  if (facts.unlistedKinds?.includes(kind)) return true;
  if (kind === 'ClusterRole' && name.startsWith('system:')) return true;
  return [KUBERNETES, facts.provider.objects].some((objects) => objects[kind]?.includes(name));
}
