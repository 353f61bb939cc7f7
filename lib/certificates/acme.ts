/** Let's Encrypt's two endpoints: browsers trust the certificates of `production`; `staging` is for trying things out. */
export type AcmeEndpoint = 'production' | 'staging';

/**
 * Where each endpoint answers.
 *
 * @see https://letsencrypt.org/docs/acme-protocol-updates/#api-endpoints
 */
export const ACME_SERVERS: Readonly<Record<AcmeEndpoint, string>> = {
  production: 'https://acme-v02.api.letsencrypt.org/directory',
  staging: 'https://acme-staging-v02.api.letsencrypt.org/directory',
};

/** Domains that belong to nobody. */
const RESERVED = /(^|\.)(example\.(com|net|org)|example|invalid|localhost|test)$/;

/**
 * Why Let's Encrypt would make no account for an e-mail address, or undefined where it would.
 *
 * Its form is not looked at, only whose domain it is.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2606
 */
export function acmeEmailProblem(email: string): string | undefined {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  if (!RESERVED.test(domain)) return undefined;
  return `e-mail address "${email}" is at a reserved domain, which Let's Encrypt refuses: write one whose mail is read`;
}
