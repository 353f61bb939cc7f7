import { readdirSync } from 'node:fs';
import { readManifests } from '../../support/manifests';
import { runProgram } from '../../support/run-program';
import type { Manifest } from '../../support/test-cluster';
import { kubectl, tryKubectl } from '../support/kubectl';
import { apply, tokenOf, withUser } from './changes';

const CLUSTERS = readdirSync('dist');
const NAMESPACE = 'with-leftovers';
const OTHER_PROGRAM = { 'app.kubernetes.io/managed-by': 'Helm' };
const CLUSTER_SCOPED = new Set(
  kubectl(['api-resources', '--namespaced=false', '--no-headers'])
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).at(-1)),
);

function labels(cluster: string): Record<string, string> {
  return { 'app.kubernetes.io/managed-by': 'cluster-topology', 'app.kubernetes.io/part-of': cluster };
}

/** One object of each kind of a cluster, under a name that dist/ does not have. */
function oneOfEachKind(cluster: string): Manifest[] {
  const found = new Map<string, Manifest>();
  for (const object of readManifests(`dist/${cluster}`) as Manifest[]) found.set(object.kind, object);
  return [...found.values()].map((object) => renamed(object, cluster));
}

function renamed({ kind, ...object }: Manifest, cluster: string): Manifest {
  // The name of an APIService is its version and group.
  const group = `${cluster}.example.com`;
  const isService = kind === 'APIService';
  const metadata = {
    name: isService ? `v1beta1.${group}` : `gone-${cluster}-${kind.toLowerCase()}`,
    ...(!CLUSTER_SCOPED.has(kind) && { namespace: NAMESPACE }),
    labels: labels(cluster),
  };
  return { ...object, kind, metadata, ...(isService && { spec: { ...object.spec, group } }) };
}

function nameOf({ kind, metadata: { namespace, name } }: Manifest): string {
  return [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}

function exists({ kind, metadata: { namespace, name } }: Manifest): boolean {
  const where = namespace === undefined ? [] : ['--namespace', namespace];
  const deleted = 'jsonpath={.metadata.deletionTimestamp}';
  const { status, stdout } = tryKubectl(['get', kind, name, ...where, `--output=${deleted}`]);
  return status === 0 && stdout === '';
}

/** The lines of the command that begin with a word, without it. */
function linesWith(word: string, stdout: string): string[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith(`  ${word} `));
  return lines
    .map(
      (line) =>
        line
          .slice(word.length + 3)
          .trim()
          .split(/[:,]/)[0] ?? '',
    )
    .sort();
}

function object(
  kind: string,
  metadata: Omit<Manifest['metadata'], 'labels'>,
  labels: object,
  more: object = {},
) {
  return { apiVersion: 'v1', kind, metadata: { ...metadata, labels }, ...more } as Manifest;
}

/** Tests `npm run prune` with objects of every kind of every cluster. */
export function describePrune(): void {
  describe('npm run prune', () => {
    beforeAll(() => apply(object('Namespace', { name: NAMESPACE }, {})));

    test.each(CLUSTERS)('finds nothing of %s in a cluster without it', (cluster) => {
      const { status, stdout } = runProgram('lib/cli/prune.ts', [cluster]);
      expect(stdout).toMatch(`: 0 objects of ${cluster} not in dist/${cluster}\n`);
      expect(status).toBe(0);
    });

    test.each(CLUSTERS)('removes an object of every kind that dist/%s has', (cluster) => {
      const gone = oneOfEachKind(cluster);
      apply(...gone);
      const listing = runProgram('lib/cli/prune.ts', [cluster]);
      expect(linesWith('delete', listing.stdout)).toEqual(gone.map(nameOf).sort());
      expect(listing.stdout).toMatch('nothing is deleted: add --yes, or answer on a terminal');
      expect(gone.filter(exists)).toEqual(gone);

      runProgram('lib/cli/prune.ts', [cluster, '--yes']);
      expect(gone.filter(exists)).toEqual([]);
    });

    describe('what is never deleted', () => {
      const own = labels('aiworker');
      const preview = { ...own, environment: 'preview' };
      const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
      const kept = [
        object('Namespace', { name: 'past-production' }, { ...own, protected: 'true' }),
        object('Namespace', { name: 'with-data' }, own),
        object('PersistentVolumeClaim', { name: 'data', namespace: NAMESPACE }, own, { spec: claim }),
        object('Namespace', { name: 'preview-task-backend' }, preview),
      ];
      const others = [
        object('PersistentVolumeClaim', { name: 'data', namespace: 'with-data' }, {}, { spec: claim }),
        object('ConfigMap', { name: 'in-a-preview', namespace: 'preview-task-backend' }, preview),
        object('ConfigMap', { name: 'of-somebody', namespace: NAMESPACE }, {}),
        object(
          'ConfigMap',
          { name: 'of-another-program', namespace: NAMESPACE },
          { ...own, ...OTHER_PROGRAM },
        ),
        object('ConfigMap', { name: 'of-another-cluster', namespace: NAMESPACE }, labels('arcana')),
      ];
      const gone = [
        object('ConfigMap', { name: 'gone', namespace: 'past-production' }, { ...own, protected: 'true' }),
        {
          ...object('ClusterRoleBinding', { name: 'gone-admin' }, own),
          apiVersion: 'rbac.authorization.k8s.io/v1',
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        } as Manifest,
      ];

      test('stays, and leftovers in protected namespaces are removed', () => {
        apply(...kept, ...others, ...gone);
        const owner = JSON.parse(
          kubectl(['get', 'configmap', 'of-somebody', `--namespace=${NAMESPACE}`, '--output=json']),
        );
        const { name, uid } = owner.metadata;
        const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name, uid }];
        const owned = object('ConfigMap', { name: 'owned', namespace: NAMESPACE }, own);
        apply({ ...owned, metadata: { ...owned.metadata, ownerReferences } });

        const { status, stdout } = runProgram('lib/cli/prune.ts', ['aiworker', '--yes']);
        expect(linesWith('delete', stdout)).toEqual(gone.map(nameOf).sort());
        expect(linesWith('keep  ', stdout)).toEqual([
          '1 object of previews',
          'Namespace/past-production',
          'Namespace/with-data',
          `PersistentVolumeClaim/${NAMESPACE}/data`,
        ]);
        expect(status).toBe(0);
        expect([...kept, ...others, owned].filter((object) => !exists(object))).toEqual([]);
        expect(gone.filter(exists)).toEqual([]);
      });
    });

    test('a user without permission is told of the kinds that are not listed', () => {
      apply(object('ConfigMap', { name: 'gone', namespace: NAMESPACE }, labels('aiworker')));
      const token = tokenOf('reader', NAMESPACE, 'view');
      withUser('reader', token, (context) => {
        const { status, stdout } = runProgram('lib/cli/prune.ts', [
          'aiworker',
          '--context',
          context,
          '--yes',
        ]);
        expect(status).toBe(1);
        expect(stdout).toMatch(/not listed: secrets: secrets is forbidden/);
        expect(stdout).toMatch(/ConfigMap\/with-leftovers\/gone: not deleted: .*forbidden/);
      });
    });

    test('a user whose credentials are not accepted is told so', () => {
      withUser('expired', 'wrong', (context) => {
        const { status, stderr } = runProgram('lib/cli/prune.ts', ['aiworker', '--context', context]);
        expect(status).toBe(2);
        expect(stderr).toMatch(/the API server does not accept the credentials/);
      });
    });
  });
}
