import type { ClusterIndex } from '../engine/cluster-index';

/** The objects that Kubernetes itself makes, by kind. */
const KUBERNETES: Readonly<Record<string, readonly string[]>> = {
  PriorityClass: ['system-cluster-critical', 'system-node-critical'],
  ClusterRole: ['admin', 'cluster-admin', 'edit', 'view'],
  ConfigMap: ['kube-root-ca.crt'],
  ServiceAccount: ['default'],
};

/** Whether an object exists without this program making it: Kubernetes or the cloud provider makes it. */
export function isGiven({ facts }: ClusterIndex, kind: string, name: string): boolean {
  if (kind === 'ClusterRole' && name.startsWith('system:')) return true;
  return [KUBERNETES, facts.provider.objects].some((objects) => objects[kind]?.includes(name));
}
