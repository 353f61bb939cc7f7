/** The port of cert-manager's webhook, which validates every Issuer and Certificate. */
export const WEBHOOK_PORT = 10250;

/**
 * The labels of cert-manager's pods, as set by its Helm chart.
 *
 * @see https://cert-manager.io/docs/installation/best-practice/
 */
export const CERT_MANAGER_PODS = {
  controller: { 'app.kubernetes.io/name': 'cert-manager' },
  webhook: { 'app.kubernetes.io/name': 'webhook' },
} as const;

/**
 * The pods with which cert-manager answers HTTP-01 challenges, in the namespace of the certificate, and their port.
 *
 * @see https://cert-manager.io/docs/configuration/acme/http01/
 */
export const HTTP01_SOLVER = {
  labels: { 'acme.cert-manager.io/http01-solver': 'true' },
  port: 8089,
} as const;
