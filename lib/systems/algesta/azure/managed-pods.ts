import type { PodGroup } from '../../../core/isolation/network-isolation';

/** AKS's managed ingress controller: its class, and its pods by the ports that they serve on. */
export const APPLICATION_ROUTING = {
  ingressClass: 'webapprouting.kubernetes.azure.com',
  controller: {
    namespaces: { foreignName: 'app-routing-system' },
    podLabels: undefined,
    ports: [{ port: 80 }, { port: 443 }],
  } satisfies PodGroup,
};

/**
 * The pods through which AKS's API server, which runs outside the cluster, calls webhooks: connections come from their
 * addresses.
 *
 * @see https://learn.microsoft.com/azure/aks/core-aks-concepts
 * @see https://github.com/tigera/operator/pull/5212
 */
export const API_SERVER_TUNNEL: PodGroup = {
  namespaces: { foreignName: 'kube-system' },
  podLabels: { app: 'konnectivity-agent' },
  ports: [],
};
