import { ForeignNamespace } from '../core/isolation/foreign-namespace';
import { CERT_MANAGER_PODS } from '../kube/cert-manager';

/** The namespace of cert-manager, in which it also reads the Secrets of ClusterIssuers. */
export const CERT_MANAGER_NAMESPACE = new ForeignNamespace('cert-manager');

/** The metrics port of each of cert-manager's pods. The controller reports the expiry of every certificate. */
export const METRICS_PORT = 9402;

/** The controller as an end of a connection, in a cluster that does not describe cert-manager's namespace. */
export const FOREIGN_CONTROLLER = CERT_MANAGER_NAMESPACE.pods(CERT_MANAGER_PODS.controller, {
  port: METRICS_PORT,
});
