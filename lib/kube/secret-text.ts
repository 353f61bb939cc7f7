import { quote } from './text';

/** A secret in a text. */
export interface SecretText {
  /** Such as `a GitHub token`. */
  readonly kind: string;
  /** The secret itself: messages must not contain it. */
  readonly text: string;
  /** The offset in the text. */
  readonly index: number;
}

/**
 * Secrets that are recognized by their value, each with the form that its issuer documents.
 *
 * @see https://github.blog/changelog/2021-03-31-authentication-token-format-updates-are-generally-available/
 * @see https://docs.gitlab.com/security/tokens/#token-prefixes
 * @see https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
 */
const FORMS: readonly (readonly [kind: string, form: RegExp])[] = [
  [
    'a private key',
    /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\[nr]|\s)*(?:Proc-Type|Version|[A-Za-z0-9+/]{10})/g,
  ],
  ['an age key', /\bAGE-SECRET-KEY-1[A-Z0-9]{58}/g],
  ['a GitHub token', /\bgh[opsru]_[A-Za-z0-9]{36,}|\bgithub_pat_\w{50,}/g],
  ['a GitLab token', /\bgl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct)-[\w-]{20,}/g],
  ['an AWS access key', /\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}\b/g],
  ['an Azure storage key', /\bAccountKey=[A-Za-z0-9+/]{86}==/g],
  ['a Google API key', /\bAIza[\w-]{35}(?![\w-])/g],
  ['a Google OAuth secret', /\bGOCSPX-[\w-]{28}/g],
  ['a Slack token', /\bxox[abeoprs]-[\w-]{10,}|\bxapp-\d-[\w-]{10,}/g],
  ['a Slack webhook', /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/]{30,}/g],
  ['a Discord webhook', /discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{30,}/g],
  ['a Telegram token', /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g],
  ['a Stripe key', /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|\bwhsec_[A-Za-z0-9]{24,}/g],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a PyPI token', /\bpypi-AgEIcHlwaS5vcmc[\w-]{30,}/g],
  ['a Docker Hub token', /\bdckr_(?:pat|oat)_[\w-]{20,}/g],
  ['a Cloudflare token', /\bcf(?:k|ut|at)_[A-Za-z0-9]{40,}|\bv1\.0-[0-9a-f]{24}-[0-9a-f]{140,}/g],
  ['an Anthropic key', /\bsk-ant-[a-z0-9]+-[\w-]{20,}/g],
  ['an OpenAI key', /\bsk-(?:proj|svcacct|admin)-[\w-]{20,}|\bsk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}/g],
  ['a Hugging Face token', /\bhf_[A-Za-z0-9]{30,}\b/g],
  ['a DigitalOcean token', /\bdo[opr]_v1_[0-9a-f]{64}\b/g],
  ['a SendGrid key', /\bSG\.[\w-]{22}\.[\w-]{43}/g],
  ['a Shopify token', /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g],
  ['a Vault token', /\bhv[bs]\.[\w-]{24,}/g],
  ['a Grafana token', /\bglsa_[A-Za-z0-9]{32}_[0-9a-f]{8}\b/g],
  ['a Linear key', /\blin_api_[A-Za-z0-9]{40}\b/g],
  ['the key of a kubeconfig', /\bclient-key-data:\s*[A-Za-z0-9+/]{40,}/g],
  ['a registry login', /"auth"\s*:\s*"(?=[^"]*[\d=])[A-Za-z0-9+/]{12,}={0,2}"/g],
  [
    'HTTP credentials',
    /\bBasic (?=[A-Za-z0-9+/]*[\d=])[A-Za-z0-9+/]{12,}={0,2}|\bBearer (?=[\w.~+/-]*\d)[\w.~+/-]{20,}=*/g,
  ],
  ['a password of curl', /\bcurl\b[^\n|;]*\s(?:-u|--user)[ =]["']?[^\s:$"']+:[^\s$"']{4,}/g],
  ['a JSON Web Token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g],
];

/** A password in a URL, with or without a user. */
const IN_URL = /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^/\s:@"'`,]{0,200}:([^/\s@"'`,]{1,200})@(?!sha256:)/gi;

/** A password in a connection string, such as `Server=db;Password=pw` or `host=db password=pw`. */
const IN_PAIRS = /\b(?:server|host|data source)=[^\n]{0,300}?[; ](?:password|pwd)=([^;\s"']+)/gi;

/** A part of every form: a fast test, because most texts contain no secret. */
const KEYWORD =
  /PRIVATE KEY|AGE-SEC|gh[opsru]_|github_pat_|gl[a-z]+-|AKIA|ASIA|AccountKey=|AIza|GOCSPX-|xox|xapp-|hooks\.slack|\/webhooks\/|:AA|[rs]k_|whsec_|npm_|pypi-|dckr_|cf(?:k|ut|at)_|v1\.0-|sk-|hf_|_v1_|SG\.|shp|hv[bs]\.|glsa_|lin_api_|eyJ|client-key-data|"auth"|Basic |Bearer |curl |:\/\/[^/\s@]{0,400}@|[Pp](?:assword|ASSWORD|wd|WD)=/;

/** A value that stands for another: a reference, a variable, a template or a gap. */
const PLACEHOLDER = /\$\{|\$\(|\{\{|^\$|^%\w*%?|^<.*>?$|^\{.*\}$|^\[.*\]$|^[x*.•_-]+$/i;

/** Passwords of examples, which count as secrets except in comments. */
const EXAMPLE = /^(?:pass(?:word|wd)?|pwd?|secret|changeme|change-me|example|your[-_]?password)$/i;

/** The start of a comment, in the languages of configuration files. */
const COMMENT = /^\s*(?:#|\/\/|;|--|\*|<!--)/;

/** Whether a value is a placeholder, such as `<password>`, `$(PASSWORD)` or `{{ .password }}`. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value);
}

/** Whether the line of a text that contains an offset is a comment. */
export function isInComment(text: string, index: number): boolean {
  return COMMENT.test(text.slice(text.lastIndexOf('\n', index - 1) + 1, index + 1));
}

/**
 * The secrets in a text: private keys, tokens of common providers, JSON Web Tokens, and passwords in URLs and connection
 * strings.
 *
 * Placeholders are no secrets, and neither are passwords such as `password` in a comment.
 *
 * @see https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml
 */
export function* secretsIn(text: string): Iterable<SecretText> {
  if (text.length < 8 || !KEYWORD.test(text)) return;
  for (const [kind, form] of FORMS)
    for (const { 0: found, index } of text.matchAll(form))
      if (!/[-_]?[xX*]{8,}$/.test(found)) yield { kind, text: found, index };
  for (const form of [IN_URL, IN_PAIRS])
    for (const { 0: found, 1: password = '', index } of text.matchAll(form)) {
      const isExample = EXAMPLE.test(password) && isInComment(text, index);
      if (!isExample && !isPlaceholder(password))
        yield {
          kind: form === IN_URL ? 'a password in a URL' : 'a password in a connection string',
          text: password,
          index: index + found.lastIndexOf(password),
        };
    }
}

/** A secret in a message: its kind, its first characters and its length. */
export function describeSecret({ kind, text }: Omit<SecretText, 'index'>): string {
  const start = text.slice(0, Math.min(4, Math.floor(text.length / 4)));
  return `${kind} (${quote(`${start}…`)}, ${text.length} characters)`;
}
