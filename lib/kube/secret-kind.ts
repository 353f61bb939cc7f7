/** The kinds of secrets that a text can contain, each with a pattern. */
const VALUES: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a JSON web token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/],
  [
    'a token',
    /\b(gh[opsur]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|A(KI|SI)A[A-Z0-9]{16}|[rs]k_live_\w{16,}|AIza[\w-]{35}|npm_\w{36})/,
  ],
  ['a URL with a password', /[a-z][a-z0-9+.-]*:\/\/[^/\s:@$]*:[^/\s@$]+@/i],
  ['a connection string with a password', /\b(password|pwd|accountkey|sharedaccesskey)=[^;\s$]{4,}/i],
];

/** The names of variables with a secret value. */
const NAME = /(^|_)(PASSWORD|PASSWD|PASS|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

/**
 * The kind of secret that a variable seems to hold, as a noun with an article; undefined if it seems to hold none.
 *
 * Paths of files and references to other variables, such as `$(PASSWORD)`, are not secrets.
 */
export function secretKind(name: string, value: string): string | undefined {
  const found = VALUES.find(([, pattern]) => pattern.test(value));
  if (found) return found[0];
  const isReference = value.startsWith('/') || /^(\$\([A-Za-z_]\w*\))+$/.test(value);
  return NAME.test(name) && !isReference ? 'a secret, by the name of its variable' : undefined;
}
