import { isInComment, isPlaceholder } from '../../kube/secret-text';

/** The end of the name of a secret value. */
const SECRET_NAME =
  /(^|_)(PASSWORD|PGPASSWORD|MYSQL_PWD|REDIS(CLI)?_AUTH|PASSWD|PASSPHRASE|PASS|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|(SECRET|ENCRYPTION|SIGNING)_?KEY(_BASE)?|SECRET_ACCESS_KEY|CREDENTIALS?)$/;

/** A name of a value that everyone may know. */
const PUBLIC_NAME = /(^|_)(PUBLIC|PUBLISHABLE|VITE|BYPASS|BY_PASS)_/;

/** A switch or a mode of a program. */
const SWITCH =
  /^(true|false|yes|no|on|off|none|null|0|1|enabled|disabled|include|omit|same-origin|optional|required)$/i;

/** A path, a URL or a reference to a secret store: `/run/secrets/db`, `vault:db#password`. */
const REFERENCE = /^(\/|\.{1,2}\/|[a-z][a-z0-9+_-]*:)/;

/** The name of a header, such as `X-CSRF-Token`. */
const HEADER = /^x-[a-z-]+$/i;

/** A setting in a file: `password = abc`, `password: abc`, `export PASSWORD="abc"`. */
const SETTING =
  /^[ \t]*(?:export[ \t]+|-[ \t]+|--)?["']?([A-Za-z][\w.-]*)["']?[ \t]*[:=][ \t]*(["']?)([^\s"',;]+)\2[ \t]*[,;]?[ \t]*$/gm;

/** A literal with letters and other characters. Words and expressions of a program are no secrets. */
const RANDOM = /^(?=.*[A-Za-z])(?=.*\d)[\w!@#%^&*+/=~-]{8,}$/;

/** Whether the value of a name is a secret: `DB_PASSWORD`, `db.password` and `dbPassword` are names of secrets. */
export function isNamedSecret(name: string, value: string): boolean {
  if (value === '' || /[\n\r]/.test(value) || !isSecretName(name)) return false;
  return ![SWITCH, REFERENCE, HEADER].some((form) => form.test(value)) && !isPlaceholder(value);
}

/** The names of the settings in a text whose values are secrets. Comments do not count. */
export function* namedSecretsIn(text: string): Iterable<{ readonly name: string; readonly value: string }> {
  if (!/pass|secret|token|key|credential/i.test(text)) return;
  for (const { 1: name = '', 3: value = '', index } of text.matchAll(SETTING))
    if (RANDOM.test(value) && isNamedSecret(name, value) && !isInComment(text, index)) yield { name, value };
}

function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.-]/g, '_')
    .toUpperCase();
  return SECRET_NAME.test(words) && !PUBLIC_NAME.test(words);
}
