/** The endpoints of Let's Encrypt. Browsers trust the certificates of `production`; `staging` is for tests. */
export type AcmeEndpoint = 'production' | 'staging';

/**
 * The address of each endpoint.
 *
 * @see https://letsencrypt.org/docs/acme-protocol-updates/#api-endpoints
 */
export const ACME_SERVERS: Readonly<Record<AcmeEndpoint, string>> = {
  production: 'https://acme-v02.api.letsencrypt.org/directory',
  staging: 'https://acme-staging-v02.api.letsencrypt.org/directory',
};

/** Reserved domains, in which no mailbox exists. */
const RESERVED = /(^|\.)(example\.(com|net|org)|example|invalid|localhost|test)$/;

/**
 * The reason why Let's Encrypt refuses an account with an e-mail address; undefined if it accepts the address.
 *
 * Only the domain is checked, not the form of the address.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2606
 */
export function acmeEmailProblem(email: string): string | undefined {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  if (!RESERVED.test(domain)) return undefined;
  return `e-mail address "${email}" has a reserved domain, which Let's Encrypt refuses: use a monitored mailbox`;
}
