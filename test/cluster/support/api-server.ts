import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, freePort } from './etcd';

/** The programs of an API server with an etcd of its own. */
export interface ApiServerTools {
  readonly etcd: string;
  readonly etcdctl: string;
  readonly apiServer: string;
}

/** The values of the environment variables ETCD, ETCDCTL and KUBE_APISERVER; undefined if one is not set. */
export function apiServerTools(): ApiServerTools | undefined {
  const { ETCD: etcd, ETCDCTL: etcdctl, KUBE_APISERVER: apiServer } = process.env;
  return etcd && etcdctl && apiServer ? { etcd, etcdctl, apiServer } : undefined;
}

/** An API server with an etcd of its own. */
export interface ApiServer {
  /** The address of etcd. */
  readonly etcd: string;
  /** The path of a kubeconfig with all permissions. */
  readonly kubeconfig: string;
  /** A shell command that restarts the API server, and waits until it is ready. */
  readonly restart: string;
}

/** Starts an API server, calls a function with it, and stops it. */
export async function withApiServer<T>(
  tools: ApiServerTools,
  { folder, flags }: { readonly folder: string; readonly flags: readonly string[] },
  use: (server: ApiServer) => T,
): Promise<T> {
  const path = (name: string) => join(folder, name);
  const [client, peer, port] = [await freePort(), await freePort(), await freePort()];
  const [etcd, address] = [`http://127.0.0.1:${client}`, `https://127.0.0.1:${port}`];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(path('sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
  writeFileSync(path('tokens.csv'), 'fixture,admin,admin,system:masters\n');
  writeFileSync(
    path('kubeconfig'),
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'own', cluster: { server: address, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'admin', user: { token: 'fixture' } }],
      contexts: [{ name: 'own', context: { cluster: 'own', user: 'admin' } }],
      'current-context': 'own',
    }),
  );
  const args = [
    `--etcd-servers=${etcd}`,
    ...flags,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${path('certificates')}`,
    `--token-auth-file=${path('tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${path('sa.key')}`,
    `--service-account-signing-key-file=${path('sa.key')}`,
    '--service-cluster-ip-range=10.96.0.0/12',
    '--endpoint-reconciler-type=none',
  ];
  const kubectl = `kubectl --kubeconfig=${path('kubeconfig')}`;
  const stop = `if kill "$(cat ${path('pid')})"; then while kill -0 "$(cat ${path('pid')})"; do sleep 0.1; done; fi 2>/dev/null`;
  const restart = [
    stop,
    `setsid ${tools.apiServer} ${args.join(' ')} >>${path('log')} 2>&1 & echo $! >${path('pid')}`,
    `for _ in $(seq 60); do ${kubectl} get --raw /readyz >/dev/null 2>&1 && exit; sleep 0.5; done`,
    `tail -n 5 ${path('log')} >&2; exit 1`,
  ].join('\n');
  const output = openSync(path('etcd.log'), 'w');
  const server = spawn(
    tools.etcd,
    [
      `--data-dir=${path('etcd')}`,
      `--listen-client-urls=${etcd}`,
      `--advertise-client-urls=${etcd}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
    ],
    { stdio: ['ignore', output, output] },
  );
  try {
    execFileSync('sh', ['-c', restart], { stdio: 'pipe' });
    return use({ etcd, kubeconfig: path('kubeconfig'), restart });
  } finally {
    execFileSync('sh', ['-c', stop]);
    await ended(server);
    closeSync(output);
  }
}
