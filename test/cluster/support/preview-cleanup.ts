import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { getAll, kubectl, tryKubectl } from './kubectl';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SCRIPT = 'lib/systems/aiworker/workloads/preview-cleanup/cleanup.cjs';

interface Namespace {
  readonly metadata: {
    readonly name: string;
    readonly labels: Record<string, string>;
    readonly annotations: Record<string, string>;
  };
}

/** The namespace of a preview, with an age in milliseconds and changed labels; undefined removes a label. */
function preview(name: string, age: number, labels: Record<string, string | undefined> = {}): Namespace {
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: `preview-task-${name}`,
      labels: {
        environment: 'preview',
        'managed-by': 'aiworker',
        ttl: '168h',
        'cluster-test': 'cleanup',
        ...labels,
      },
      annotations: { 'created-at': new Date(Date.now() - age).toISOString() },
    },
  };
  return JSON.parse(JSON.stringify(namespace));
}

function create(...namespaces: readonly Namespace[]): void {
  kubectl(['create', '-f', '-'], namespaces.map((namespace) => JSON.stringify(namespace)).join('\n'));
}

/** The namespaces of this test that exist and are not being deleted. */
function left(): string[] {
  return getAll<{ metadata: { name: string; deletionTimestamp?: string } }>(
    'namespaces',
    '--selector=cluster-test=cleanup',
  )
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata }) => metadata.name.replace('preview-task-', ''))
    .sort();
}

function server(): string {
  return kubectl(['config', 'view', '--minify', '--output=jsonpath={.clusters[0].cluster.server}']);
}

/** The CA that the cluster publishes for pods; if it publishes none, the CA that the API server presents. */
async function authority(): Promise<string> {
  const path = '--output=jsonpath={.data.ca\\.crt}';
  const published = kubectl(['get', 'configmap', 'kube-root-ca.crt', '--namespace=control-plane', path]);
  if (published !== '') return published;
  const { hostname, port } = new URL(server());
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      let certificate = socket.getPeerX509Certificate();
      while (certificate?.issuerCertificate) certificate = certificate.issuerCertificate;
      socket.end();
      resolve(String(certificate));
    });
    socket.on('error', reject);
  });
}

/** Runs the script of the CronJob with the credentials of a ServiceAccount of control-plane, as its pod does. */
async function cleanUp(account = 'preview-cleanup') {
  const folder = mkdtempSync(join(tmpdir(), 'credentials-'));
  writeFileSync(join(folder, 'token'), kubectl(['create', 'token', account, '--namespace=control-plane']));
  writeFileSync(join(folder, 'ca.crt'), await authority());
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], {
    encoding: 'utf8',
    env: { API_SERVER: server(), CREDENTIALS: folder },
  });
  const said = (name: string) => stdout.split('\n').find((line) => line.includes(`preview-task-${name}`));
  return { status, stdout, stderr, said };
}

/**
 * Tests of the clean-up script with a real API server, and with the account and the admission policies of `dist/aiworker`.
 *
 * They must come last, because they also delete expired previews of dist/.
 */
export function describePreviewCleanup(): void {
  describe('the clean-up of previews', () => {
    afterAll(() => {
      kubectl(['delete', 'namespaces', '--selector=cluster-test=cleanup', '--wait=false']);
    });

    test('deletes only expired previews', async () => {
      create(
        preview('just-past', 168 * HOUR + MINUTE),
        preview('not-yet', 168 * HOUR - 5 * MINUTE),
        preview('short-past', 2 * HOUR + MINUTE, { ttl: '2h' }),
        preview('short-not-yet', 2 * HOUR - 5 * MINUTE, { ttl: '2h' }),
        preview('long', 200 * HOUR, { ttl: '336h' }),
      );
      const { status, stderr, said } = await cleanUp();
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(left()).toEqual(['long', 'not-yet', 'short-not-yet']);
      expect(said('just-past')).toBe(
        'deleted preview-task-just-past: it is 168.02 hours old, and its ttl is 168h',
      );
      expect(said('not-yet')).toMatch(/^kept preview-task-not-yet: it is 167\.9\d hours old/);
    });

    test('keeps namespaces that are not previews, and warns about invalid previews', async () => {
      const undated = preview('undated', 0);
      create(
        { ...undated, metadata: { ...undated.metadata, annotations: { 'created-at': 'long ago' } } },
        preview('guarded', 1000 * HOUR, { protected: 'true' }),
        preview('foreign', 1000 * HOUR, { 'managed-by': undefined }),
        preview('eternal', 1000 * HOUR, { ttl: undefined }),
        preview('dev', 1000 * HOUR, { environment: 'dev' }),
      );
      const { status, said } = await cleanUp();
      expect(status).toBe(0);
      expect(left()).toEqual(expect.arrayContaining(['dev', 'eternal', 'foreign', 'guarded', 'undated']));
      expect(said('undated')).toBe(
        'WARNING: kept preview-task-undated: its created-at "long ago" is no date',
      );
      expect(said('eternal')).toBe('WARNING: kept preview-task-eternal: it has no label ttl');
      expect(said('guarded')).toBe('kept preview-task-guarded: it is labelled protected: "true"');
      expect(said('foreign')).toBe('kept preview-task-foreign: it is not labelled managed-by: aiworker');
      expect(said('dev')).toBeUndefined();
    });

    test('fails if a deletion fails, after trying to delete the other previews', async () => {
      create(preview('refused-a', 200 * HOUR), preview('refused-b', 200 * HOUR));
      kubectl(['create', 'clusterrole', 'cluster-test-lister', '--verb=list', '--resource=namespaces']);
      const lister = ['--clusterrole=cluster-test-lister', '--serviceaccount=control-plane:default'];
      kubectl(['create', 'clusterrolebinding', 'cluster-test-lister', ...lister]);
      const { status, said } = await cleanUp('default');
      kubectl(['delete', 'clusterrolebinding,clusterrole', 'cluster-test-lister']);
      expect(status).toBe(1);
      for (const name of ['refused-a', 'refused-b']) {
        expect(said(name)).toMatch(
          /^ERROR: could not delete .* DELETE \/api\/v1\/namespaces\/preview-task-refused-.: 403 .*cannot delete resource "namespaces"/,
        );
      }
      expect(left()).toEqual(expect.arrayContaining(['refused-a', 'refused-b']));
    });

    test('fails if it cannot list namespaces', async () => {
      const { status, stdout } = await cleanUp('default');
      expect(status).toBe(1);
      expect(stdout).toMatch(
        /^ERROR: GET \/api\/v1\/namespaces\?.*: 403 .*cannot list resource "namespaces"/,
      );
    });

    test('fits the quota if it is started manually', () => {
      const name = 'cleanup-by-hand';
      kubectl(['create', 'job', '--from=cronjob/preview-cleanup', name, '--namespace=control-plane']);
      const done = ['--for=condition=Complete', `job/${name}`, '--namespace=control-plane', '--timeout=60s'];
      expect(tryKubectl(['wait', ...done]).status).toBe(0);
      kubectl(['delete', 'job', name, '--namespace=control-plane', '--wait=false']);
    });
  });
}
