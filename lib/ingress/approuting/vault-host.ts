import { keyVaultSecretName } from '../../kube/key-vault-listener';
import { quote } from '../../kube/text';
import { GATEWAY_NAME, listenerName } from '../gateway/listeners';

/** The maximum length of a label value. AKS writes the name of the Secret into a label of its pods. */
const LABEL_LENGTH = 63;

/** The problem of a host whose certificate is to come from a vault. */
export function vaultHostProblem(host: string): string | undefined {
  const { length } = vaultSecretName(host);
  if (length <= LABEL_LENGTH) return undefined;
  return `host ${quote(host)} has ${host.length} characters; with a certificate of a key vault, the maximum is ${host.length - length + LABEL_LENGTH}, because AKS writes it into a label: use a shorter host, or cert-manager`;
}

/** The name of the Secret that AKS makes for a host, and of the Deployment whose pod makes the driver keep it. */
export function vaultSecretName(host: string): string {
  return keyVaultSecretName(GATEWAY_NAME, listenerName(host));
}
