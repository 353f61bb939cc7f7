import { addVaultGateway } from '../../support/gateway-shop';
import { type Breakable, expectSecret, type Workshop } from '../../support/sound-cluster';
import type { Mutation, MutationClass } from './mutation';

/** A change of the cluster with a Gateway whose certificate comes from a key vault. */
function vault(name: string, change: (workshop: Workshop) => void): Mutation {
  return {
    name,
    change: (workshop) => {
      addVaultGateway(workshop);
      change(workshop);
    },
  };
}

const listener = (name: string, change: (tls: Breakable, spec: Breakable) => void) =>
  vault(name, ({ find }) => {
    const { spec } = find('Gateway', 'vault');
    change(spec.listeners[0].tls, spec);
  });

const ADDRESS = 'kubernetes.azure.com/tls-cert-keyvault-uri';
const ACCOUNT = 'kubernetes.azure.com/tls-cert-service-account';

export const VAULT_LISTENERS: MutationClass = {
  name: 'certificates of a key vault',
  outages: [
    listener('no account', ({ options }) => {
      delete options[ACCOUNT];
    }),
    listener('an account that does not exist', ({ options }) => {
      options[ACCOUNT] = 'vault-raeder';
    }),
    vault('an account without an identity', ({ find }) => {
      delete find('ServiceAccount', 'vault-reader').metadata.annotations;
    }),
    listener('the name of a certificate in place of its address', ({ options }) => {
      options[ADDRESS] = 'shop';
    }),
    listener('the address of a vault alone', ({ options }) => {
      options[ADDRESS] = 'https://akv-shop.vault.azure.net/';
    }),
    listener('the Secret of another listener', ({ certificateRefs }) => {
      certificateRefs[0].name = 'kv-gw-cert-vault-http';
    }),
    vault('a Secret of its own, which AKS replaces', (workshop) => {
      expectSecret(workshop, 'vault-tls', 'tls.crt', 'tls.key');
      workshop.find('Gateway', 'vault').spec.listeners[0].tls.certificateRefs[0].name = 'vault-tls';
    }),
    listener('no Secret, so that each apply removes the one that AKS writes', (tls) => {
      delete tls.certificateRefs;
    }),
    vault('a class for which AKS reads no certificates', ({ find, add }) => {
      const other = structuredClone(find('GatewayClass', 'approuting-istio'));
      other.metadata.name = 'other';
      add(other);
      const { spec } = find('Gateway', 'vault');
      spec.gatewayClassName = 'other';
      delete spec.listeners[0].tls.certificateRefs;
    }),
  ],
  sound: [
    vault('a Gateway of AKS', () => {}),
    listener('an address with a version', ({ options }) => {
      options[ADDRESS] += '/0123456789abcdef0123456789abcdef';
    }),
    listener('a vault of another cloud', ({ options }) => {
      options[ADDRESS] = 'https://akv-shop.vault.azure.cn/certificates/shop';
    }),
    listener('a Secret without the fields that have defaults', ({ certificateRefs: [ref] }) => {
      delete ref.group;
      delete ref.kind;
      delete ref.namespace;
    }),
    vault('a further listener with a Secret of its own', (workshop) => {
      expectSecret(workshop, 'www-tls', 'tls.crt', 'tls.key');
      workshop.find('Gateway', 'vault').spec.listeners.push({
        name: 'www',
        hostname: 'www.vault.example',
        port: 443,
        protocol: 'HTTPS',
        tls: { mode: 'Terminate', certificateRefs: [{ name: 'www-tls' }] },
      });
    }),
    listener('options of another implementation', (tls) => {
      tls.options['gateway.istio.io/tls-cipher-suites'] = 'ECDHE-RSA-AES256-GCM-SHA384';
    }),
  ],
};
