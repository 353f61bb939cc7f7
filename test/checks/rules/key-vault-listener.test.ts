import { addVaultGateway } from '../../support/gateway-shop';
import { type Breakable, expectSecret, type Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

/** A change of the TLS settings of the listener whose certificate comes from a key vault. */
const withTls = (change: (tls: Breakable, workshop: Workshop) => void) => (workshop: Workshop) => {
  addVaultGateway(workshop);
  change(workshop.find('Gateway', 'vault').spec.listeners[0].tls, workshop);
};

const CERTIFICATE = 'kubernetes.azure.com/tls-cert-keyvault-uri';
const ACCOUNT = 'kubernetes.azure.com/tls-cert-service-account';
const FIELD = 'test: test/50-all.k8s.yaml: Gateway shop/vault: spec.listeners[0].tls';

reports(
  'key-vault-listener',
  'options that AKS cannot use',
  withTls(({ options }) => {
    options[CERTIFICATE] = 'https://akv-shop.vault.azure.net/';
    options[ACCOUNT] = 'vault-raeder';
  }),
  [
    `${FIELD}.options["${CERTIFICATE}"] is "https://akv-shop.vault.azure.net/": not the address of a certificate: write https://VAULT.vault.azure.net/certificates/NAME [key-vault-listener]`,
    `${FIELD}.options["${ACCOUNT}"] is "vault-raeder": ServiceAccount shop/vault-raeder not found: create it, or use one of vault-reader, web [key-vault-listener]`,
  ],
);

reports(
  'key-vault-listener',
  'a missing account',
  withTls(({ options }) => {
    delete options[ACCOUNT];
  }),
  [
    `${FIELD}.options["${ACCOUNT}"]: missing, so that AKS cannot read the vault: name an account [key-vault-listener]`,
  ],
);

reports(
  'key-vault-listener',
  'an account without an identity',
  withTls((_, { find }) => {
    delete find('ServiceAccount', 'vault-reader').metadata.annotations;
  }),
  [
    `${FIELD}.options["${ACCOUNT}"] is "vault-reader": ServiceAccount shop/vault-reader has no managed identity: add the annotation azure.workload.identity/client-id [key-vault-listener]`,
  ],
);

reports(
  'key-vault-listener',
  'a Secret that AKS replaces',
  withTls((tls, workshop) => {
    expectSecret(workshop, 'vault-tls', 'tls.crt', 'tls.key');
    tls.certificateRefs[0].name = 'vault-tls';
  }),
  [
    `${FIELD}.certificateRefs: AKS replaces the Secrets by Secret kv-gw-cert-vault-https: name this one alone [key-vault-listener]`,
  ],
);

reports(
  'key-vault-listener',
  'a missing Secret',
  withTls((tls) => {
    delete tls.certificateRefs;
  }),
  [
    `${FIELD}.certificateRefs: missing, so that each apply removes the Secret that AKS writes: name Secret kv-gw-cert-vault-https [key-vault-listener]`,
  ],
);

reports(
  'key-vault-listener',
  'a listener that AKS ignores',
  withTls((tls, { find }) => {
    find('Gateway', 'vault').spec.gatewayClassName = 'other';
    find('GatewayClass', 'approuting-istio').metadata.name = 'other';
    delete tls.certificateRefs;
  }),
  [
    `${FIELD}.certificateRefs: missing, and AKS reads certificates of a key vault only for listeners of a Gateway with class approuting-istio or istio: name a Secret, or move the listener [key-vault-listener]`,
  ],
);
