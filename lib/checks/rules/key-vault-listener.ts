import { KEY_VAULT_CLASSES, KEY_VAULT_OPTIONS } from '../../kube/key-vault-listener';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, objectName } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { type KeyVaultListener, keyVaultListeners } from '../facts/key-vault-listeners';
import { keysOf, notFound } from '../facts/references';

/** The annotation of a ServiceAccount with the client id of its managed identity. */
const CLIENT_ID = 'azure.workload.identity/client-id';

export const keyVaultListener: Rule = {
  id: 'key-vault-listener',
  group: 'references',
  title:
    'Every listener with the address of a certificate in a key vault is one for which AKS reads it, has a service account with a managed identity, and names the Secret that AKS makes. A warning is reported if it names none.',
  protects: 'The listener has no certificate, or each apply removes it until AKS writes it again.',
  *check(cluster): Iterable<Finding> {
    for (const listener of keyVaultListeners(cluster)) {
      const { object, field, spec, secret } = listener;
      const at = { object, field: `${field}.tls.certificateRefs` };
      const [ref, ...others] = spec.tls?.certificateRefs ?? [];
      if (secret === undefined) {
        // Secrets that a listener names are read by its implementation, without AKS.
        const problem = `missing, and AKS reads certificates of a key vault only for listeners of a Gateway with class ${KEY_VAULT_CLASSES.join(' or ')}: name a Secret, or move the listener`;
        if (ref === undefined) yield { ...at, problem };
        continue;
      }
      yield* unreadable(cluster, listener);
      if (ref === undefined) {
        const problem = `missing, so that each apply removes the Secret that AKS writes: name Secret ${secret}`;
        yield { ...at, problem, severity: 'warning' };
      } else if (others.length > 0 || (ref.name !== secret && isKnown(cluster, listener, ref.name)))
        yield { ...at, problem: `AKS replaces the Secrets by Secret ${secret}: name this one alone` };
    }
  },
};

/** A Secret that is not known is reported by the rule about references to Secrets. */
function isKnown(cluster: ClusterIndex, { object }: KeyVaultListener, name = ''): boolean {
  return keysOf(cluster, { kind: 'Secret', namespace: object.namespace, name }) !== undefined;
}

/**
 * The reasons why AKS cannot read the certificate of a listener.
 *
 * @see https://github.com/Azure/aks-app-routing-operator/blob/main/pkg/controller/keyvault/spc/gateway.go
 * @see https://github.com/Azure/aks-app-routing-operator/blob/main/pkg/controller/keyvault/spc/parse_kv.go
 */
function* unreadable(cluster: ClusterIndex, { object, field, spec }: KeyVaultListener): Iterable<Finding> {
  const { certificate, serviceAccount } = KEY_VAULT_OPTIONS;
  const { [certificate]: address = '', [serviceAccount]: name } = spec.tls?.options ?? {};
  const at = (option: string) => ({ object, field: `${field}.tls.options["${option}"]` });
  if (!/^https:\/\/[^/.]+\.[^/]+\/[^/]+\/[^/]+/.test(address)) {
    const problem = 'not the address of a certificate: write https://VAULT.vault.azure.net/certificates/NAME';
    yield { ...at(certificate), value: address, problem };
  }
  if (!name) {
    yield { ...at(serviceAccount), problem: 'missing, so that AKS cannot read the vault: name an account' };
    return;
  }
  const target = { kind: 'ServiceAccount', namespace: object.namespace, name };
  const account = cluster.find(target);
  const problem = account
    ? `${objectName(account)} has no managed identity: add the annotation ${CLIENT_ID}`
    : notFound(cluster, target);
  if (account ? !account.annotations[CLIENT_ID] : !cluster.mayHave('ServiceAccount'))
    yield { ...at(serviceAccount), value: name, problem };
}
