import type { PodGroup } from '../core/isolation/network-isolation';

/** The namespace that cert-manager is installed in, and that it reads the secrets of ClusterIssuers from. */
export const CERT_MANAGER_NAMESPACE = 'cert-manager';

/** Where the webhook, which judges every Issuer and Certificate, serves. */
export const WEBHOOK_PORT = 10250;

/** Where each of cert-manager's pods tells of itself, the controller of every certificate's end. */
export const METRICS_PORT = 9402;

/** The labels of its pods, as its chart sets them. */
export const CERT_MANAGER_PODS = {
  controller: { 'app.kubernetes.io/name': 'cert-manager' },
  webhook: { 'app.kubernetes.io/name': 'webhook' },
} as const;

/** The controller's metrics in a cluster where cert-manager's namespace is not described: one end of a connection. */
export const FOREIGN_CONTROLLER: PodGroup = {
  namespaces: { foreignName: CERT_MANAGER_NAMESPACE },
  podLabels: CERT_MANAGER_PODS.controller,
  ports: [{ port: METRICS_PORT }],
};
