import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TopologyApp } from '../lib/core/topology-app';
import { render } from '../lib/synth';
import { readConfiguration } from '../lib/systems/configuration';
import { topology } from '../lib/topology';
import { APP_IMAGE, aiworkerApp } from './support/aiworker';

/** A folder as it stands, by path. */
function tree(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
}

/** A folder in which `npm run synth` would run, with the shipped configuration and dist/ as they are. */
function workplace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  cpSync('config', join(folder, 'config'), { recursive: true });
  cpSync('dist', join(folder, 'dist'), { recursive: true });
  return folder;
}

/** What `npm run synth` runs, in a folder. */
function synth(cwd: string, ...args: string[]) {
  const tsx = pathToFileURL(require.resolve('tsx')).href;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', tsx, resolve('main.ts'), ...args],
    {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, CDK8S_OUTDIR: undefined },
    },
  );
  return { status, stdout, stderr };
}

test('dist/ is what synth writes', () => {
  const app = new TopologyApp();
  topology(app, readConfiguration('config'));
  const written = Object.fromEntries(render(app).map(({ path, content }) => [path, content]));
  expect(tree('dist')).toEqual(written);
});

test('adding a project or a preview changes no other file', () => {
  const files = (app: TopologyApp) => new Map(render(app).map(({ path, content }) => [path, content]));
  const preview = {
    id: 'abc123',
    project: 'my-project',
    createdAt: '2026-01-19T12:00:00Z',
    ttl: '168h',
    image: APP_IMAGE,
  };
  const before = files(aiworkerApp());
  const after = files(
    aiworkerApp({
      projects: [{ name: 'another' }, { name: 'my-project' }],
      previews: [{ ...preview, id: 'other' }, preview],
    }),
  );
  const added = [...after.keys()].filter((path) => !before.has(path));
  expect(added).toEqual(['aiworker/80-project-another.k8s.yaml', 'aiworker/90-preview-task-other.k8s.yaml']);
  for (const [path, content] of before) expect(after.get(path)).toBe(content);
});

describe('npm run synth', () => {
  test('says on stderr which previews are past their ttl, and goes on', () => {
    const { status, stdout, stderr } = synth(workplace());
    expect(status).toBe(0);
    expect(stdout).not.toContain('warning');
    expect(stderr).toMatch(
      /^warning: config\/aiworker\.yaml:\d+:5: previews\[0\]: "abc123" is past its ttl of 168h since 2026-01-26T12:00:00\.000Z: /m,
    );
  });

  test('ends with a table, and writes nothing where nothing changed', () => {
    const { status, stdout } = synth(workplace());
    expect(status).toBe(0);
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^cluster +files +objects +changed$/);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/^\S+ +\d+ +\d+ {2}nothing$/);
  });

  test('writes one cluster where one is named, and leaves the others', () => {
    const folder = workplace();
    rmSync(join(folder, 'dist'), { recursive: true });
    const { stdout } = synth(folder, 'aiworker');
    expect(readdirSync(join(folder, 'dist'))).toEqual(['aiworker']);
    expect(stdout).toMatch(/^aiworker +\d+ +\d+ {2}\d+ new$/m);
  });

  test('fails if no cluster is of the name', () => {
    const { status, stderr } = synth(workplace(), 'aiwroker');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^no cluster is called "aiwroker": there are aiworker(, \S+)*\n$/);
  });

  const shipped = readFileSync('config/aiworker.yaml', 'utf8');
  test.each<[string, string | undefined, RegExp]>([
    ['does not parse', 'projects: [', /^config\/aiworker\.yaml:1:12: does not parse: /],
    ['is empty', '', /^config\/aiworker\.yaml:1:1: the file is empty: /],
    ['is missing', undefined, /^config\/aiworker\.yaml: file not found: /],
    [
      'has a duplicate key',
      `${shipped}\ndomain: a.b\n`,
      /^config\/aiworker\.yaml:\d+:1: duplicate key "domain", first on line \d+: /,
    ],
    [
      'has an unknown key',
      `${shipped}\nproejcts: []\n`,
      /^config\/aiworker\.yaml:\d+:1: unknown key "proejcts", did you mean "projects"\?\n$/,
    ],
  ])(
    'fails if the configuration %s: a line a problem, dist/ byte for byte as it was',
    (_case, text, message) => {
      const folder = workplace();
      const file = join(folder, 'config/aiworker.yaml');
      if (text === undefined) rmSync(file);
      else writeFileSync(file, text);
      const before = tree(join(folder, 'dist'));
      const { status, stdout, stderr } = synth(folder);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain('    at ');
      expect(tree(join(folder, 'dist'))).toEqual(before);
    },
  );

  test('fails if a file cannot be written, with dist/ as it was', () => {
    const folder = workplace();
    const before = tree(join(folder, 'dist'));
    rmSync(join(folder, 'dist/aiworker/00-namespaces.k8s.yaml'));
    mkdirSync(join(folder, 'dist/aiworker/00-namespaces.k8s.yaml'));
    const { status, stderr } = synth(folder);
    expect(status).toBe(1);
    expect(stderr).toBe(
      'dist/aiworker/00-namespaces.k8s.yaml is not a file, but a file must be written there: move it away\n',
    );
    const { 'aiworker/00-namespaces.k8s.yaml': _moved, ...others } = before;
    expect(tree(join(folder, 'dist'))).toEqual(others);
  });
});
