import { CERT_MANAGER_PODS, WEBHOOK_PORT } from '../../kube/cert-manager';
import { firstOf } from '../../kube/cidr';
import type { ClusterIndex } from '../engine/cluster-index';
import { perCluster } from '../engine/per-cluster';
import type { Address, Pod } from './policy-world';

/**
 * The pods of the cluster's DNS, with the ports of kubeadm's and AKS's CoreDNS.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/
 */
export const DNS_PODS: Pod = {
  namespace: 'kube-system',
  labels: { 'k8s-app': 'kube-dns' },
  name: 'kube-dns',
  ports: [
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
    { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
  ],
};

/** The image of NodeLocal DNSCache: pods then ask an address of their node. */
const NODE_DNS_IMAGE = 'k8s-dns-node-cache';

/** The pods of the components that a person installs, by name, in the namespace of the component. */
const INSTALLED: Readonly<Record<string, readonly (Pod & { readonly webhookPort?: number })[]>> = {
  // @see https://cert-manager.io/docs/installation/best-practice/#network-requirements-and-network-policy
  'cert-manager': [
    { namespace: 'cert-manager', name: 'cert-manager', labels: CERT_MANAGER_PODS.controller },
    {
      namespace: 'cert-manager',
      name: 'cert-manager-webhook',
      labels: CERT_MANAGER_PODS.webhook,
      webhookPort: WEBHOOK_PORT,
    },
  ],
};

/** The pods of installed components, in the namespaces that this program makes. */
export const installedPods = perCluster((cluster) =>
  cluster.facts.components
    .flatMap(({ name }) => INSTALLED[name] ?? [])
    .filter(({ namespace }) => cluster.namespaceLabels(namespace) !== undefined),
);

/** Whether pods send DNS queries to their node, and not to the pods of the cluster's DNS. */
export function hasNodeDns(cluster: ClusterIndex): boolean {
  return cluster.containers.some(({ container }) => container.image?.includes(NODE_DNS_IMAGE));
}

/** The pods or the addresses from which the API server connects to pods: any of them may be the true one. */
export function apiServerSources({ facts }: ClusterIndex): (Pod | Address)[] {
  const { apiServerTunnel } = facts.provider;
  if (apiServerTunnel) return [apiServerTunnel];
  const { apiServer, nodeCidrs, podBridgeCidrs = [] } = facts.network;
  return [...apiServer.cidrs, ...nodeCidrs, ...podBridgeCidrs].map(firstOf);
}
