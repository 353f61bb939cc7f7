import { isInComment } from '../../kube/secret-text';

/** A host in a text, with the port after it. */
export interface Address {
  /** The address as messages show it: without the password of a URL. */
  readonly text: string;
  /** The host's labels, such as `db` and `shop` of `db.shop`. Of a full name, those of the Service and the namespace. */
  readonly labels: readonly string[];
  /** Whether the name of the host ends with `.svc` or with the cluster domain. */
  readonly isFull: boolean;
  readonly port: number | undefined;
  /** Whether the text can only be an address: it is a URL, or the value of a variable whose name says so. */
  readonly isCertain: boolean;
}

/**
 * `name.namespace.svc`, with an optional cluster domain and port. A name that contains a variable does not match, and
 * neither does a host outside the cluster, such as `api.vendor.svc.example.com`.
 */
const FULL =
  /(?<![$}\w-])(?:[a-z0-9-]+\.)*?([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?(?![\w-]|\.[a-z0-9])(?::(\d{1,5})(?!\d))?/g;

/** A URL, or a host with or without a port. */
const ITEM =
  /^(?:(?:jdbc:)?([a-z][a-z0-9]*)(?:\+[a-z0-9]+)?:\/\/)?(?:[^@/\s]*@)?([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*){0,2})(?::(\d{1,5}))?(?:([/?].*)?)$/;

/** A URL or a host with a port, in a file or a script. */
const IN_FILE =
  /(?<![\w.@$})/:-])(?:([a-z][a-z0-9]*)(?:\+[a-z0-9]+)?:\/\/(?:[^@/\s"']*@)?)?([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*){0,2})(?::(\d{1,5}))?(?![\w.:{$-])/g;

/** The schemes of URLs whose first part is not a host: a bucket, a file, an image, the key of a secret store. */
const NO_HOST =
  /^(s3|s3a|s3n|gs|gcs|az|azblob|abfss?|wasbs?|oss|cos|swift|b2|file|unix|npipe|fd|data|docker|oci|containerd|image|vault|op|awssm|ssm|azurekeyvault|secret|env|mem|memory|sqlite3?|app|dns|consul)$/;

/** The line of an image, whose tag looks like a port. */
const IMAGE_LINE = /\b(image|tag)\b[^\n]*$/i;

/** The full names of Services in a text, such as `api.shop.svc.cluster.local:3000`. */
export function* fullNames(text: string): Iterable<Address> {
  if (!text.includes('.svc')) return;
  for (const { 0: found, 1: name = '', 2: namespace = '', 3: port, index } of text.matchAll(FULL))
    if (!isInComment(text, index))
      yield { text: found, labels: [name, namespace], isFull: true, port: numberOf(port), isCertain: true };
}

/**
 * The addresses of a value: a URL, a host, or a list of them with commas.
 *
 * @param isAddress whether a host without a scheme can only be an address
 */
export function* addressesOf(value: string, isAddress: boolean): Iterable<Address> {
  let isCertain = isAddress;
  for (const item of value.split(/\s*[,;]\s*/)) {
    const [, scheme, host = '', port, rest] = ITEM.exec(item) ?? [];
    if (scheme !== undefined && NO_HOST.test(scheme)) return;
    if (host === '') continue;
    // A list may have a scheme before its first item only.
    isCertain ||= scheme !== undefined;
    if (scheme === undefined && !isCertain && rest !== undefined) continue;
    yield {
      text: withoutLogin(item),
      labels: host.split('.'),
      isFull: false,
      port: numberOf(port),
      isCertain,
    };
  }
}

/** The URLs and hosts with ports in a file or a script. Comments are left out. */
export function* addressesIn(text: string): Iterable<Address> {
  if (!/:\d|:\/\//.test(text)) return;
  for (const { 0: found, 1: scheme, 2: host = '', 3: port, index } of text.matchAll(IN_FILE)) {
    if (scheme === undefined ? port === undefined : NO_HOST.test(scheme)) continue;
    const line = text.slice(text.lastIndexOf('\n', index - 1) + 1, index);
    if (isInComment(text, index) || (scheme === undefined && IMAGE_LINE.test(line))) continue;
    const isCertain = scheme !== undefined;
    yield {
      text: withoutLogin(found),
      labels: host.split('.'),
      isFull: false,
      port: numberOf(port),
      isCertain,
    };
  }
}

/** A URL without its user and password. */
function withoutLogin(url: string): string {
  return url.replace(/\/\/[^@/\s]*@/, '//');
}

function numberOf(port: string | undefined): number | undefined {
  return port === undefined ? undefined : Number(port);
}
