import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getAll, kubectl } from '../../support/kubectl';

/** A record that ExternalDNS makes. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  /** The target, or the text of a TXT record. Several targets are separated by semicolons. */
  readonly target: string;
}

/** A line in which the provider in memory reports a record: `CREATE: api.example.org 0 IN A  192.0.2.1 []`. */
const LINE = /^CREATE: (?<name>\S+) \d+ IN (?<type>[A-Z]+) +(?<target>.+?) \[.*\]$/;

interface Deployment {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly serviceAccountName: string;
        readonly containers: { readonly args: string[] }[];
      };
    };
  };
}

/**
 * The records that ExternalDNS makes for the cluster in an empty zone, sorted by name.
 *
 * It runs once, with the arguments and the permissions of the Deployment in the cluster. Only the provider differs.
 *
 * @throws Error with the log if ExternalDNS fails, such as without a permission
 */
export function recordsOf(): DnsRecord[] {
  const { metadata, spec } = deployment();
  const { serviceAccountName, containers } = spec.template.spec;
  const args = containers.flatMap((container) => container.args);
  const zones = args.flatMap((arg) => /^--domain-filter=(.+)$/.exec(arg)?.[1] ?? []);
  const folder = mkdtempSync(join(tmpdir(), 'external-dns-'));
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, kubeconfigOf(metadata.namespace, serviceAccountName), { mode: 0o600 });
    return parseLog(
      run([
        ...args.filter((arg) => !arg.startsWith('--provider=')),
        '--provider=inmemory',
        ...zones.map((zone) => `--inmemory-zone=${zone}`),
        ...['--once', '--log-format=json', '--metrics-address=127.0.0.1:0', `--kubeconfig=${kubeconfig}`],
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function deployment(): Deployment {
  const found = getAll<Deployment>('deployments', '--all-namespaces').find(
    ({ metadata }) => metadata.name === 'external-dns',
  );
  if (found === undefined) throw new Error('the cluster has no Deployment external-dns: apply its folder');
  return found;
}

/** The kubeconfig of the tests with a token of a ServiceAccount. */
function kubeconfigOf(namespace: string, account: string): string {
  const token = kubectl(['create', 'token', account, '--namespace', namespace]).trim();
  const config = JSON.parse(kubectl(['config', 'view', '--raw', '--minify', '--flatten', '--output=json']));
  return JSON.stringify({ ...config, users: [{ name: config.users[0].name, user: { token } }] });
}

function run(args: readonly string[]): string {
  const program = process.env.EXTERNAL_DNS ?? '';
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 90_000 });
  if (error) throw error;
  const log = stdout + stderr;
  if (status !== 0) throw new Error(`ExternalDNS ended with ${status}:\n${log.slice(-4000)}`);
  return log;
}

function parseLog(log: string): DnsRecord[] {
  const messages = log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => String((JSON.parse(line) as { msg?: unknown }).msg))
    .filter((message) => message.startsWith('CREATE'));
  const records = messages.map((message): DnsRecord => {
    const { name = '', type = '', target = '' } = LINE.exec(message)?.groups ?? {};
    if (name === '') throw new Error(`"${message}" is not a valid record`);
    return { name, type, target };
  });
  return records.sort((a, b) => (`${a.name} ${a.type}` < `${b.name} ${b.type}` ? -1 : 1));
}
