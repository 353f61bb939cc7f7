import { ForeignNamespace } from '../core/isolation/foreign-namespace';

/** The namespace of cert-manager, in which it also reads the Secrets of ClusterIssuers. */
export const CERT_MANAGER_NAMESPACE = new ForeignNamespace('cert-manager');

/** The port of the webhook, which validates every Issuer and Certificate. */
export const WEBHOOK_PORT = 10250;

/** The metrics port of each of cert-manager's pods. The controller reports the expiry of every certificate. */
export const METRICS_PORT = 9402;

/** The labels of its pods, as set by its Helm chart. */
export const CERT_MANAGER_PODS = {
  controller: { 'app.kubernetes.io/name': 'cert-manager' },
  webhook: { 'app.kubernetes.io/name': 'webhook' },
} as const;

/** The controller as an end of a connection, in a cluster that does not describe cert-manager's namespace. */
export const FOREIGN_CONTROLLER = CERT_MANAGER_NAMESPACE.pods(CERT_MANAGER_PODS.controller, {
  port: METRICS_PORT,
});

/** The pods with which cert-manager answers HTTP-01 challenges, in the namespace of the certificate, and their port. */
export const HTTP01_SOLVER = {
  labels: { 'acme.cert-manager.io/http01-solver': 'true' },
  port: 8089,
} as const;
