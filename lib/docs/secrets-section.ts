import type { ExpectedSecret } from '../checks/engine/cluster-facts';
import { markdownTable } from './markdown';

/**
 * The Secrets that a person creates before a cluster works, as Markdown: a table, and a command for each Secret.
 *
 * The commands take the values from shell variables: no value, not even an example, is written to a file.
 */
export function secretsSection(secrets: readonly ExpectedSecret[]): string {
  if (secrets.length === 0) return 'None.\n';
  const sorted = [...secrets].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const rows = sorted.map(({ namespace, name, keys, purpose }) => {
    const descriptions = Object.entries(keys).map(([key, content]) => `\`${key}\`: ${content}`);
    return [`\`${namespace}\``, `\`${name}\``, descriptions.join('<br>'), purpose];
  });
  return `${markdownTable(['namespace', 'secret', 'keys', 'purpose'], rows)}\n\n\`\`\`sh\n${sorted.map(commandOf).join('\n')}\`\`\`\n`;
}

function idOf({ namespace, name }: ExpectedSecret): string {
  return `${namespace}/${name}`;
}

/** The command that creates a Secret, with one argument on each line. */
function commandOf(secret: ExpectedSecret): string {
  const { kind, args } = contentOf(secret);
  const first = `kubectl create secret ${kind} ${secret.name} --namespace ${secret.namespace}`;
  return `${[first, ...args].join(' \\\n  ')}\n`;
}

function contentOf({ name, keys, type = 'Opaque' }: ExpectedSecret): { kind: string; args: string[] } {
  const value = (part: string) => `"$${variable(name, part)}"`;
  if (type === 'kubernetes.io/tls')
    return { kind: 'tls', args: [`--cert=${value('cert-file')}`, `--key=${value('key-file')}`] };
  if (type === 'kubernetes.io/dockerconfigjson') {
    const parts = ['server', 'username', 'password'];
    return { kind: 'docker-registry', args: parts.map((part) => `--docker-${part}=${value(part)}`) };
  }
  const args = Object.keys(keys).map((key) => {
    // The key in which ingress-nginx expects an htpasswd file. The command asks for the password.
    const content = key === 'auth' ? `"$(htpasswd -nB ${value('user')})"` : value(key);
    return `--from-literal=${key}=${content}`;
  });
  return { kind: 'generic', args };
}

/**
 * The shell variable for a part of a Secret: `MYSQL_ROOT_PASSWORD` for the key `root-password` of `mysql`, and `API_TOKEN`
 * for the key `token` of `api-token`.
 */
function variable(secret: string, part: string): string {
  const name = secret.endsWith(`-${part}`) ? secret : `${secret}-${part}`;
  return name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}
