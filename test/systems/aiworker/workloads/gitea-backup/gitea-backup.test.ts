import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copyReferences } from '../../../../../lib/systems/aiworker/workloads/gitea-backup/snapshot.cjs';
import { aiworkerObjects, find } from '../../../../support/aiworker-objects';
import { PolicyWorld } from '../../../../support/reachability';

const pod = () => find('CronJob', 'gitea-backup').spec.jobTemplate.spec.template.spec;
const gitea = () => find('StatefulSet', 'gitea').spec;

test('mounts the volume of Gitea read-only, on the node of Gitea, as its user', () => {
  const { affinity, initContainers, securityContext, volumes } = pod();
  const [rule] = affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  expect(rule).toEqual({
    topologyKey: 'kubernetes.io/hostname',
    labelSelector: { matchLabels: gitea().selector.matchLabels },
  });
  const [claim] = gitea().volumeClaimTemplates;
  expect(volumes[0]).toEqual({
    name: 'data',
    persistentVolumeClaim: { claimName: `${claim.metadata.name}-gitea-0` },
  });
  const [mount] = gitea().template.spec.containers[0].volumeMounts;
  const mounts = initContainers.flatMap(({ volumeMounts }: typeof mount) =>
    volumeMounts.filter(({ name }: typeof mount) => name === 'data'),
  );
  expect(mounts).toEqual([
    { ...mount, readOnly: true },
    { ...mount, readOnly: true },
  ]);
  expect(securityContext).toEqual(gitea().template.spec.securityContext);
});

test('knows the paths of the database and of the repositories', () => {
  const env = new Map(
    gitea().template.spec.containers[0].env.map((entry: { name: string; value: string }) => [
      entry.name,
      entry.value,
    ]),
  );
  const [, , volume, , database, repositories] = pod().initContainers[0].command;
  expect(env.get('GITEA__database__PATH')).toBe(`${volume}/${database}`);
  expect(env.get('GITEA__repository__ROOT')).toBe(`${volume}/${repositories}`);
});

test('connects to the store, and to nothing else', () => {
  const world = new PolicyWorld(aiworkerObjects());
  const from = { namespace: 'gitea', labels: { app: 'gitea-backup' } };
  expect(world.allows(from, '198.51.100.7', 443, 'TCP')).toBe(true);
  expect(world.allows(from, { namespace: 'gitea', labels: { app: 'gitea' } }, 3000, 'TCP')).toBe(false);
});

describe('the references of repositories', () => {
  const REPOSITORY = 'git/repositories/acme/site.git';

  /** A volume with files, and the directory of its snapshot. */
  function volume(files: Readonly<Record<string, string>>) {
    const root = mkdtempSync(join(tmpdir(), 'volume-'));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, 'volume', path)), { recursive: true });
      writeFileSync(join(root, 'volume', path), content);
    }
    mkdirSync(join(root, 'snapshot'));
    const copy = () => copyReferences(join(root, 'volume'), join(root, 'snapshot'), 'git/repositories');
    return { copy, copied: (path: string) => join(root, 'snapshot', path) };
  }

  test('are copied, loose and packed ones, without locks and objects', () => {
    const references = {
      [`${REPOSITORY}/HEAD`]: 'ref: refs/heads/main\n',
      [`${REPOSITORY}/packed-refs`]: '# packed\n',
      [`${REPOSITORY}/refs/heads/fix/a`]: '1234\n',
    };
    const others = [
      `${REPOSITORY}/refs/heads/main.lock`,
      `${REPOSITORY}/objects/12/34`,
      'git/repositories/acme/note',
    ];
    const { copy, copied } = volume({
      ...references,
      ...Object.fromEntries(others.map((path) => [path, ''])),
    });
    expect(copy()).toBe(1);
    for (const [path, content] of Object.entries(references))
      expect(readFileSync(copied(path), 'utf8')).toBe(content);
    expect(others.filter((path) => existsSync(copied(path)))).toEqual([]);
  });

  test('do not exist before the first repository', () => {
    expect(volume({}).copy()).toBe(0);
  });

  test('fails if they are in a reftable', () => {
    const { copy } = volume({ [`${REPOSITORY}/reftable/tables.list`]: '' });
    expect(copy).toThrow(`${REPOSITORY} has its references in a reftable, which is not supported`);
  });
});
