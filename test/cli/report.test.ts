import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../support/run-program';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => cpSync('config', join(folder, 'config'), { recursive: true }));

function report(...args: string[]) {
  return runProgram('lib/cli/report.ts', args, folder);
}

const HELP = 'run npm run --silent report -- --help to list the options\n';

test('fails with all problems of the arguments', () => {
  const { status, stderr } = report('--against=', '--formt', 'htm', '--out', '');
  expect(status).toBe(1);
  expect(stderr).toBe(
    '--formt: unknown option: did you mean --format?\n' +
      '--against: missing value, expected a branch, a tag or a commit\n' +
      '--out: missing value, expected the name of a file\n' +
      `--format: unknown format "htm": use one of html, markdown, json\n${HELP}`,
  );
});

test('without --format, the report is a page', () => {
  const { status, stdout, stderr } = report('--out', 'report.html');
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>\n[\s\S]*<\/html>\n$/);
});

test('without --against, the present clusters are described', () => {
  const { status, stdout } = report('--format', 'markdown');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^## The clusters\n/);
  expect(stdout).toMatch(/^\| arcana +\| \d+ +\| 0 +\| \d+ +\|$/m);
});

test('fails if the file cannot be written', () => {
  expect(report('--out', 'missing/report.md').stderr).toMatch(
    /^--out: "missing\/report\.md" cannot be written: ENOENT.*: name another file\n$/,
  );
});

test('fails outside a git repository', () => {
  expect(report('--against', 'main').stderr).toBe(
    '--against: the working folder is not in a git repository: run the command in a clone of the repository, or remove the option\n',
  );
});

describe('in a git repository', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
      cwd: folder,
    });

  beforeAll(() => {
    git('init', '-q', '-b', 'main');
    git('add', 'config');
    git('commit', '-q', '-m', 'config');
    git('tag', 'without-dist');
    cpSync('dist', join(folder, 'dist'), { recursive: true });
    git('add', 'dist');
    git('commit', '-q', '-m', 'dist');
    git('tag', 'release-1');
  });

  test('fails if the ref is unknown, with a similar one', () => {
    expect(report('--against', 'relase-1').stderr).toBe(
      '--against: "relase-1" is not a commit of this repository: did you mean release-1?\n',
    );
    expect(report('--against', 'nothing-like-it').stderr).toBe(
      '--against: "nothing-like-it" is not a commit of this repository: use a branch, a tag or a commit, and fetch it first\n',
    );
  });

  test('fails if the commit has no dist/', () => {
    expect(report('--against', 'without-dist').stderr).toBe(
      '--against: "without-dist" has no files in dist/: name a commit in which dist/ is committed\n',
    );
  });

  test('an unchanged tree has no changes', () => {
    expect(report('--against', 'main', '--format=markdown').stdout).toMatch(
      /\n\nNo object of dist\/ changes\.\n$/,
    );
  });

  interface JsonCluster {
    readonly name: string;
    readonly objects: unknown[];
    readonly previews: object[];
    readonly consequences: { readonly topic: string; readonly sentence: string }[];
  }

  /** The result of a report about a change of aiworker's configuration. */
  function reportWith(change: (text: string) => string, ...args: string[]) {
    const file = join(folder, 'config/aiworker.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, change(text));
    const result = report('--against', 'release-1', ...args);
    writeFileSync(file, text);
    return result;
  }

  /** The part about aiworker of the report about a change of its configuration. */
  function reportAfter(change: (text: string) => string) {
    const { stderr } = reportWith(change, '--format', 'json', '--out', 'report.json');
    const { against, clusters } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
      against: { ref: string };
      clusters: JsonCluster[];
    };
    return { stderr, against, aiworker: clusters.find(({ name }) => name === 'aiworker') };
  }

  test('a change of the configuration is told, with its consequences', () => {
    const { stderr, against, aiworker } = reportAfter((text) =>
      text.replace(/^( *- )id: abc123$/m, '$1id: def456'),
    );
    expect(stderr).toBe('');
    expect(against.ref).toBe('release-1');
    expect(aiworker).toMatchObject({ objects: [], consequences: [] });
    expect(aiworker?.previews).toEqual([
      { change: 'removed', count: 1, examples: ['preview-task-abc123'], objects: [] },
      { change: 'added', count: 1, examples: ['preview-task-def456'], objects: [] },
    ]);
  });

  test('nodes and networks of the commit are those of its configuration', () => {
    const { aiworker } = reportAfter((text) =>
      text.replace('count: 4', 'count: 3').replace('192.0.2.10/32', '192.0.2.11/32'),
    );
    expect(aiworker?.consequences.map(({ topic, sentence }) => `${topic}: ${sentence}`)).toEqual([
      'connections: the API server has 192.0.2.11/32:6443 (192.0.2.10/32:6443 before)',
      'capacity: pool general has 3 nodes of 7910m CPU and 28Gi memory (4 nodes of 7910m CPU and 28Gi memory before)',
      expect.stringMatching(/^capacity: there is room for \d+ more previews \(\d+ before\)$/),
      expect.stringMatching(/^capacity: there is room for \d+ more project/),
      expect.stringMatching(/^capacity: the pods request .* CPU/),
      expect.stringMatching(/^capacity: the pods request .* memory/),
    ]);
  });

  test('docs/report.md shows what is printed', () => {
    const { stdout } = reportWith(
      (text) => {
        const changed = text.replace('count: 4', 'count: 3').replace(':1.0.0 # of', ':1.1.0 # of');
        return `${changed}\nalerts:\n  receiver: slack\n`;
      },
      '--format',
      'markdown',
    );
    const [, example] = /^```\n(## What.*?)^```$/ms.exec(readFileSync('docs/report.md', 'utf8')) ?? [];
    const printed = stdout.replace(/`release-1` \(\w+\)/, '`origin/main` (27209223a1d7)');
    expect(printed.slice(0, printed.indexOf('\n<details>'))).toBe(example);
  });

  test('the objects that the backend creates in a renamed project are those of the commit', () => {
    const { aiworker } = reportAfter((text) => text.replace(/(name|project): my-project$/gm, '$1: other'));
    expect(aiworker?.objects.length).toBeGreaterThan(40);
    expect(
      aiworker?.consequences.filter(({ topic }) => topic === 'capacity' || topic === 'findings'),
    ).toEqual([]);
  });

  test.each([
    [
      'invalid',
      'domain: [',
      /Its configuration is unknown \(HEAD:config\/aiworker\.yaml:\d+:\d+: .*\): nodes/,
    ],
    ['missing', undefined, /Its configuration is unknown \(HEAD:config has no files\): nodes/],
  ])('a configuration of the commit that is %s is unknown', (_name, content, expected) => {
    const present = readFileSync(join(folder, 'config/aiworker.yaml'), 'utf8');
    if (content === undefined) git('rm', '-q', '-r', 'config');
    else writeFileSync(join(folder, 'config/aiworker.yaml'), content);
    git('commit', '-q', '-a', '-m', 'another configuration');
    git('checkout', '-q', 'release-1', '--', 'config');
    expect(readFileSync(join(folder, 'config/aiworker.yaml'), 'utf8')).toBe(present);
    const { stdout } = report('--against', 'HEAD');
    git('commit', '-q', '-a', '-m', 'the configuration again');
    expect(stdout).toMatch(expected);
  });

  test('fails if a file of the commit is not YAML', () => {
    writeFileSync(join(folder, 'dist/arcana/00-cluster.k8s.yaml'), 'a: [');
    git('commit', '-q', '-a', '-m', 'broken');
    expect(report('--against', 'HEAD').stderr).toMatch(
      /^HEAD:dist\/arcana\/00-cluster\.k8s\.yaml: does not parse: .*: compare with another commit\n$/,
    );
  });
});
