import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** The programs for a test of a snapshot, and the etcd of which the snapshot is taken. */
export interface EtcdTools {
  readonly etcd: string;
  readonly etcdctl: string;
  readonly etcdutl: string;
  /** The address of the etcd, such as `http://127.0.0.1:2379`. */
  readonly endpoint: string;
}

/** The values of the environment variables ETCD, ETCDCTL, ETCDUTL and ETCD_ENDPOINT; undefined if one is not set. */
export function etcdTools(): EtcdTools | undefined {
  const { ETCD: etcd, ETCDCTL: etcdctl, ETCDUTL: etcdutl, ETCD_ENDPOINT: endpoint } = process.env;
  return etcd && etcdctl && etcdutl && endpoint ? { etcd, etcdctl, etcdutl, endpoint } : undefined;
}

/** A key of etcd at a revision. */
export interface StoredKey {
  readonly key: string;
  readonly revision: number;
  readonly value: string;
}

/** All keys of an etcd. @param revision @default the newest */
export function keysOf({ etcdctl }: EtcdTools, endpoint: string, revision = 0): StoredKey[] {
  const text = execFileSync(
    etcdctl,
    [`--endpoints=${endpoint}`, 'get', '', '--from-key', `--rev=${revision}`, '--write-out=json'],
    { encoding: 'utf8', maxBuffer: 256 * 1024 ** 2 },
  );
  const { kvs } = JSON.parse(text) as { kvs: { key: string; mod_revision: number; value?: string }[] };
  return kvs.map(({ key, mod_revision, value = '' }) => ({
    key: Buffer.from(key, 'base64').toString(),
    revision: mod_revision,
    value,
  }));
}

/** Starts an etcd with a restored folder, calls a function with its address, and stops it. */
export async function withRestored<T>(
  { etcd, etcdctl }: EtcdTools,
  data: string,
  use: (endpoint: string) => T,
): Promise<T> {
  const [client, peer] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  const args = [
    `--data-dir=${data}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    '--log-level=error',
  ];
  const server = spawn(etcd, args, { stdio: 'ignore' });
  try {
    execFileSync(etcdctl, [`--endpoints=${client}`, '--command-timeout=30s', 'endpoint', 'health'], {
      stdio: 'pipe',
    });
    return use(client);
  } finally {
    await ended(server);
  }
}

/** Stops a process, and waits until it has ended. */
export function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null) return resolve();
    server.once('exit', () => resolve());
    server.kill();
  });
}

/** A port of this machine that nobody uses. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(address)));
    });
  });
}
