import type { PlatformPods } from '../../../core/cluster-base';

/**
 * What AKS itself runs in a cluster with kubenet, Calico and application routing, with the requests of each pod.
 *
 * AKS publishes no list. The figures of kube-system are what `kubectl describe node` shows on AKS 1.30, those of the
 * ingress controller its operator's. Calico's pods (`calico-node`, `calico-typha`, `calico-kube-controllers`,
 * `tigera-operator`) request nothing, and so take no place in the scheduler's eyes. The operator of application routing
 * runs beside the control plane.
 *
 * @see https://github.com/Azure/aks-app-routing-operator/blob/main/pkg/manifests/nginx.go
 * @see https://github.com/Azure/AKS/issues/2642
 * @see https://learn.microsoft.com/azure/aks/use-metrics-server-vertical-pod-autoscaler
 */
export const SYSTEM_PODS: readonly PlatformPods[] = [
  {
    name: 'azure-ip-masq-agent',
    namespace: 'kube-system',
    replicas: 'every node',
    cpu: '100m',
    memory: '50Mi',
  },
  {
    name: 'cloud-node-manager',
    namespace: 'kube-system',
    replicas: 'every node',
    cpu: '50m',
    memory: '50Mi',
  },
  {
    name: 'csi-azuredisk-node',
    namespace: 'kube-system',
    replicas: 'every node',
    cpu: '30m',
    memory: '60Mi',
  },
  {
    name: 'csi-azurefile-node',
    namespace: 'kube-system',
    replicas: 'every node',
    cpu: '30m',
    memory: '60Mi',
  },
  { name: 'kube-proxy', namespace: 'kube-system', replicas: 'every node', cpu: '100m', memory: '0' },
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
  { name: 'nginx', namespace: 'app-routing-system', replicas: 2, cpu: '500m', memory: '127Mi' },
];
