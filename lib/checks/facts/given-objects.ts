/**
 * What a cluster has without our making it: Kubernetes' own objects, and those of AKS's add-ons.
 *
 * @see https://learn.microsoft.com/azure/aks/app-routing
 * @see https://learn.microsoft.com/azure/aks/concepts-storage#storage-classes
 */
export const GIVEN: Readonly<Record<string, ReadonlySet<string>>> = {
  IngressClass: new Set(['webapprouting.kubernetes.azure.com']),
  PriorityClass: new Set(['system-cluster-critical', 'system-node-critical']),
  StorageClass: new Set(['azurefile-csi', 'azurefile-csi-premium', 'managed-csi', 'managed-csi-premium']),
  RuntimeClass: new Set(),
  ClusterRole: new Set(['admin', 'cluster-admin', 'edit', 'view']),
  ConfigMap: new Set(['kube-root-ca.crt']),
  ServiceAccount: new Set(['default']),
};

/** Whether a cluster has an object of its own accord. */
export function isGiven(kind: string, name: string): boolean {
  return (GIVEN[kind]?.has(name) ?? false) || (kind === 'ClusterRole' && name.startsWith('system:'));
}
