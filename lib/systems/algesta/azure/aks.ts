import type { ProviderFacts } from '../../../checks/engine/cluster-facts';
import type { PodGroup } from '../../../core/isolation/connection';
import { ForeignNamespace } from '../../../core/isolation/foreign-namespace';
import type { ManagedNginx } from '../../../ingress/nginx/managed';

const ROUTING = { namespace: 'app-routing-system', className: 'webapprouting.kubernetes.azure.com' };

/** The ingress controller of AKS's application routing add-on, for `managed(aksApplicationRouting)`. */
export const aksApplicationRouting: ManagedNginx = {
  className: ROUTING.className,
  controller: {
    namespaces: new ForeignNamespace(ROUTING.namespace),
    podLabels: undefined,
    ports: [{ port: 80 }, { port: 443 }],
  },
};

/**
 * The pods through which AKS's API server connects to webhooks. The API server runs outside the cluster, so connections
 * come from the addresses of these pods.
 *
 * @see https://learn.microsoft.com/azure/aks/core-aks-concepts
 * @see https://github.com/tigera/operator/pull/5212
 */
export const API_SERVER_TUNNEL: PodGroup = {
  namespaces: new ForeignNamespace('kube-system'),
  podLabels: { app: 'konnectivity-agent' },
  ports: [],
};

/**
 * The facts about AKS with kubenet, Calico and application routing that the checks need.
 *
 * AKS publishes no list of its pods. The figures of kube-system are from `kubectl describe node` on AKS 1.30; those of the
 * ingress controller are from its operator. Calico's pods (`calico-node`, `calico-typha`, `calico-kube-controllers`,
 * `tigera-operator`) have no requests, so that they do not affect scheduling. The operator of application routing runs
 * outside the cluster, with the control plane.
 *
 * @see https://github.com/Azure/aks-app-routing-operator/blob/main/pkg/manifests/nginx.go
 * @see https://github.com/Azure/AKS/issues/2642
 * @see https://learn.microsoft.com/azure/aks/use-metrics-server-vertical-pod-autoscaler
 * @see https://learn.microsoft.com/azure/aks/app-routing
 * @see https://learn.microsoft.com/azure/aks/concepts-storage#storage-classes
 */
export const AKS: ProviderFacts = {
  pods: [
    onEveryNode('azure-ip-masq-agent', '100m', '50Mi'),
    onEveryNode('cloud-node-manager', '50m', '50Mi'),
    onEveryNode('csi-azuredisk-node', '30m', '60Mi'),
    onEveryNode('csi-azurefile-node', '30m', '60Mi'),
    onEveryNode('kube-proxy', '100m', '0'),
    { name: 'coredns', namespace: 'kube-system', replicas: 2, cpu: '100m', memory: '70Mi' },
    { name: 'coredns-autoscaler', namespace: 'kube-system', replicas: 1, cpu: '20m', memory: '10Mi' },
    { name: 'konnectivity-agent', namespace: 'kube-system', replicas: 2, cpu: '20m', memory: '20Mi' },
    {
      name: 'konnectivity-agent-autoscaler',
      namespace: 'kube-system',
      replicas: 1,
      cpu: '20m',
      memory: '10Mi',
    },
    { name: 'metrics-server', namespace: 'kube-system', replicas: 2, cpu: '156m', memory: '134Mi' },
    { name: 'nginx', namespace: ROUTING.namespace, replicas: 2, cpu: '500m', memory: '127Mi' },
  ],
  namespaces: [ROUTING.namespace],
  objects: {
    IngressClass: [ROUTING.className],
    StorageClass: ['azurefile-csi', 'azurefile-csi-premium', 'managed-csi', 'managed-csi-premium'],
  },
  ingressControllers: [
    {
      className: ROUTING.className,
      namespace: ROUTING.namespace,
      labels: { app: 'nginx' },
      // Until this date the controller gets critical security patches.
      support: {
        component: 'AKS application routing on nginx',
        until: '2026-11-30',
        instead: "application routing's Gateway API implementation",
        source: 'https://learn.microsoft.com/azure/aks/app-routing-gateway-api',
      },
    },
  ],
  support: [
    {
      component: 'AKS kubenet',
      until: '2028-03-31',
      instead: 'Azure CNI Overlay',
      source: 'https://learn.microsoft.com/azure/aks/configure-kubenet',
    },
  ],
};

function onEveryNode(name: string, cpu: string, memory: string) {
  return { name, namespace: 'kube-system', replicas: 'every node', cpu, memory } as const;
}
