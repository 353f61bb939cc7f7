import type { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { KEY_VAULT_OPTIONS } from '../../kube/key-vault-listener';
import { quote } from '../../kube/text';
import { GATEWAY_NAME, type ListenerTls } from '../gateway/listeners';
import { vaultHostProblem, vaultSecretName } from './vault-host';

/** The ServiceAccount with which certificates are read. The federated credential in Azure names it. */
export const VAULT_ACCOUNT = 'key-vault-certificates';

/** Certificates of an Azure key vault. */
export interface VaultCertificates {
  /** The name of the vault. */
  readonly name: string;
  /** The client id of the managed identity that reads the vault. */
  readonly clientId: string;
  /** The name of the certificate in the vault for each host. */
  readonly certificates: ReadonlyMap<string, string>;
}

/**
 * The TLS settings of the listeners whose certificates come from a vault, by host, and the ServiceAccount that reads it.
 *
 * AKS writes `certificateRefs` into such a listener. They are stated with the same four fields here, so that AKS changes
 * nothing, and an apply does not change it back.
 *
 * @throws Error if a host is too long
 * @see https://learn.microsoft.com/azure/aks/app-routing-gateway-api-dns-tls
 * @see https://github.com/Azure/aks-app-routing-operator/blob/main/pkg/controller/keyvault/spc/gateway.go
 */
export function vaultListeners(
  scope: Construct,
  id: string,
  namespace: string,
  { name, clientId, certificates }: VaultCertificates,
): ReadonlyMap<string, ListenerTls> {
  new k8s.KubeServiceAccount(scope, id, {
    metadata: {
      name: VAULT_ACCOUNT,
      namespace,
      annotations: { 'azure.workload.identity/client-id': clientId },
      labels: { 'azure.workload.identity/use': 'true' },
    },
    automountServiceAccountToken: false,
  });
  const tlsOf = ([host, certificate]: readonly [string, string]): [string, ListenerTls] => {
    const problem = vaultHostProblem(host);
    if (problem !== undefined) throw new Error(`gateway ${quote(GATEWAY_NAME)}: ${problem}`);
    const secret = { group: '', kind: 'Secret', namespace, name: vaultSecretName(host) } as const;
    const options = {
      [KEY_VAULT_OPTIONS.certificate]: `https://${name}.vault.azure.net/certificates/${certificate}`,
      [KEY_VAULT_OPTIONS.serviceAccount]: VAULT_ACCOUNT,
    };
    return [host, { mode: 'Terminate', certificateRefs: [secret], options }];
  };
  return new Map([...certificates].map(tlsOf));
}
