/**
 * The options of a listener whose certificate AKS reads from a key vault.
 *
 * @see https://learn.microsoft.com/azure/aks/app-routing-gateway-api-dns-tls#tls-integration
 */
export const KEY_VAULT_OPTIONS = {
  /** The address of the certificate. Without a version, AKS follows its rotation. */
  certificate: 'kubernetes.azure.com/tls-cert-keyvault-uri',
  /** The ServiceAccount, in the namespace of the Gateway, whose managed identity reads the vault. */
  serviceAccount: 'kubernetes.azure.com/tls-cert-service-account',
} as const;

/** The GatewayClasses for which AKS reads certificates. */
export const KEY_VAULT_CLASSES: readonly string[] = ['approuting-istio', 'istio'];

/**
 * The name of the Secret that AKS makes for such a listener, and of the SecretProviderClass and the Deployment of the pod
 * that mounts it.
 *
 * @see https://github.com/Azure/aks-app-routing-operator/blob/main/pkg/controller/keyvault/spc/gateway.go
 */
export function keyVaultSecretName(gateway: string, listener: string): string {
  return `kv-gw-cert-${gateway}-${listener}`;
}
