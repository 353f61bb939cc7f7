import type { ScrapeJob } from '../../../addons/monitoring/scrape-job';
import {
  type EndOfSupport,
  NO_PROVIDER,
  type ProviderFacts,
  type ProviderPods,
} from '../../../checks/engine/cluster-facts';
import type { PodGroup } from '../../../core/isolation/connection';
import { ForeignNamespace } from '../../../core/isolation/foreign-namespace';
import { APPROUTING_CLASS } from '../../../ingress/approuting/approuting-ingress';
import { vaultSecretName } from '../../../ingress/approuting/vault-host';
import { GATEWAY_NAME } from '../../../ingress/gateway/listeners';
import type { ManagedNginx } from '../../../ingress/nginx/managed';
import { hasController, type IngressSetting } from '../../../ingress/setting';

const ROUTING = { namespace: 'app-routing-system', className: 'webapprouting.kubernetes.azure.com' };

/**
 * The ingress controller of AKS's application routing add-on, for `managed(aksApplicationRouting)`, and the port of its
 * metrics.
 *
 * @see https://learn.microsoft.com/azure/aks/app-routing-nginx-prometheus
 */
export const aksApplicationRouting: ManagedNginx & {
  readonly metrics: Pick<ScrapeJob, 'pods' | 'port' | 'listForeignPods'>;
} = {
  className: ROUTING.className,
  controller: {
    namespaces: new ForeignNamespace(ROUTING.namespace),
    podLabels: undefined,
    ports: [{ port: 80 }, { port: 443 }],
  },
  metrics: {
    pods: new ForeignNamespace(ROUTING.namespace).pods({ app: 'nginx' }),
    port: 10254,
    listForeignPods: true,
  },
};

const MESH = 'aks-istio-system';

/** The namespace of the gateway of application routing on the Gateway API. */
export const GATEWAY_NAMESPACE = 'gateway';

/**
 * The pods of application routing's istiod, on the port for the proxies of gateways.
 *
 * @see https://learn.microsoft.com/azure/aks/app-routing-gateway-api
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
 */
export const ISTIOD: PodGroup = new ForeignNamespace(MESH).pods({ app: 'istiod' }, { port: 15_012 });

/**
 * The classes of every AKS cluster. `default` is the default one.
 *
 * @see https://learn.microsoft.com/azure/aks/concepts-storage#storage-classes
 * @see https://learn.microsoft.com/azure/aks/create-volume-azure-disk
 */
const STORAGE_CLASSES = [
  ...['azurefile', 'azurefile-csi', 'azurefile-csi-premium', 'azurefile-premium'],
  ...['default', 'managed', 'managed-csi', 'managed-csi-premium', 'managed-premium'],
];

const TUNNEL = { namespace: 'kube-system', labels: { app: 'konnectivity-agent' } } as const;

/**
 * The pods through which AKS's API server connects to webhooks. The API server runs outside the cluster, so connections
 * come from the addresses of these pods.
 *
 * @see https://learn.microsoft.com/azure/aks/core-aks-concepts
 * @see https://github.com/tigera/operator/pull/5212
 */
export const API_SERVER_TUNNEL = new ForeignNamespace(TUNNEL.namespace).pods(TUNNEL.labels);

/**
 * The facts about AKS with kubenet, Calico and application routing that the checks need.
 *
 * AKS publishes no list of its pods. The figures of kube-system are from `kubectl describe node` on AKS 1.30. Calico's pods
 * (`calico-node`, `calico-typha`, `calico-kube-controllers`, `tigera-operator`) have no requests, so that they do not affect
 * scheduling. The operator of application routing runs outside the cluster, with the control plane.
 *
 * @param setting which implementations of application routing are enabled
 * @param vaultHosts the hosts whose certificates come from a key vault @default none
 * @see https://github.com/Azure/AKS/issues/2642
 * @see https://learn.microsoft.com/azure/aks/use-metrics-server-vertical-pod-autoscaler
 */
export function aksFacts(setting: IngressSetting, vaultHosts: readonly string[] = []): ProviderFacts {
  const nginx = hasController(setting, 'nginx') ? NGINX : NO_PROVIDER;
  const gateway = hasController(setting, 'gateway') ? GATEWAY : NO_PROVIDER;
  return {
    pods: [
      ...IN_KUBE_SYSTEM,
      ...(vaultHosts.length > 0 ? VAULT_DRIVER : []),
      ...nginx.pods,
      ...gateway.pods,
      ...vaultHosts.map(placeholder),
    ],
    apiServerTunnel: TUNNEL,
    namespaces: [...nginx.namespaces, ...gateway.namespaces],
    objects: { ...nginx.objects, ...gateway.objects, StorageClass: STORAGE_CLASSES },
    hasDefaultStorageClass: true,
    apiGroups: ['metrics.k8s.io'],
    ingressControllers: nginx.ingressControllers,
    support: [KUBENET],
  };
}

const KUBENET: EndOfSupport = {
  component: 'AKS kubenet',
  until: '2028-03-31',
  instead: 'Azure CNI Overlay',
  source: 'https://learn.microsoft.com/azure/aks/configure-kubenet',
};

const IN_KUBE_SYSTEM: readonly ProviderPods[] = [
  inKubeSystem('azure-ip-masq-agent', 'every node', '100m', '50Mi'),
  inKubeSystem('cloud-node-manager', 'every node', '50m', '50Mi'),
  inKubeSystem('csi-azuredisk-node', 'every node', '30m', '60Mi'),
  inKubeSystem('csi-azurefile-node', 'every node', '30m', '60Mi'),
  inKubeSystem('kube-proxy', 'every node', '100m', '0'),
  inKubeSystem('coredns', 2, '100m', '70Mi'),
  inKubeSystem('coredns-autoscaler', 1, '20m', '10Mi'),
  inKubeSystem('konnectivity-agent', 2, '20m', '20Mi'),
  inKubeSystem('konnectivity-agent-autoscaler', 1, '20m', '10Mi'),
  inKubeSystem('metrics-server', 2, '156m', '134Mi'),
];

/**
 * The Secrets Store driver for key vaults. AKS publishes no figures; these are the defaults of the charts of the driver and
 * of its provider.
 *
 * @see https://learn.microsoft.com/azure/aks/csi-secrets-store-driver
 * @see https://github.com/kubernetes-sigs/secrets-store-csi-driver/blob/main/charts/secrets-store-csi-driver/values.yaml
 * @see https://github.com/Azure/secrets-store-csi-driver-provider-azure/blob/master/charts/csi-secrets-store-provider-azure/values.yaml
 */
const VAULT_DRIVER: readonly ProviderPods[] = [
  inKubeSystem('aks-secrets-store-csi-driver', 'every node', '70m', '140Mi'),
  inKubeSystem('aks-secrets-store-provider-azure', 'every node', '50m', '100Mi'),
];

/**
 * The pod with which AKS mounts the certificate of a host, so that the driver keeps its Secret. It complies with the Pod
 * Security level `restricted`, and has no connections.
 *
 * @see https://github.com/Azure/aks-app-routing-operator/blob/main/pkg/controller/keyvault/placeholderpod/placeholder_pod.go
 */
function placeholder(host: string): ProviderPods {
  const name = vaultSecretName(host);
  return { name, namespace: GATEWAY_NAMESPACE, replicas: 1, cpu: '20m', memory: '24Mi' };
}

/**
 * Application routing on nginx. The figures of its controller are from its operator.
 *
 * @see https://github.com/Azure/aks-app-routing-operator/blob/main/pkg/manifests/nginx.go
 * @see https://learn.microsoft.com/azure/aks/app-routing
 */
const NGINX: ProviderFacts = {
  ...NO_PROVIDER,
  pods: [{ name: 'nginx', namespace: ROUTING.namespace, replicas: 2, cpu: '500m', memory: '127Mi' }],
  namespaces: [ROUTING.namespace],
  objects: { IngressClass: [ROUTING.className] },
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
};

/**
 * Application routing on the Gateway API. Autoscalers run at least two pods of istiod, whose requests cannot be changed, and
 * at least two of the gateway, with the requests of Istio's chart.
 *
 * @see https://learn.microsoft.com/azure/aks/app-routing-gateway-api
 * @see https://github.com/Azure/AKS/issues/5939
 * @see https://github.com/istio/istio/blob/release-1.30/manifests/charts/istio-control/istio-discovery/values.yaml
 */
const GATEWAY: ProviderFacts = {
  ...NO_PROVIDER,
  pods: [
    { name: 'istiod', namespace: MESH, replicas: 2, cpu: '500m', memory: '2Gi' },
    {
      name: `${GATEWAY_NAME}-${APPROUTING_CLASS}`,
      namespace: GATEWAY_NAMESPACE,
      replicas: 2,
      cpu: '100m',
      memory: '128Mi',
    },
  ],
  namespaces: [MESH],
  objects: { GatewayClass: [APPROUTING_CLASS] },
};

function inKubeSystem(
  name: string,
  replicas: ProviderPods['replicas'],
  cpu: string,
  memory: string,
): ProviderPods {
  return { name, namespace: 'kube-system', replicas, cpu, memory };
}
