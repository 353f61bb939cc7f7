import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A repository with a program, the launcher, and a cache of its own. */
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'run-'));
  cpSync('bin', join(root, 'bin'), { recursive: true });
  cpSync('imports/find-source-file.ts', join(root, 'imports/find-source-file.ts'));
  mkdirSync(join(root, 'lib'));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(resolve('node_modules/esbuild'), join(root, 'node_modules/esbuild'));
  write('main.ts', "process.stdout.write('one ' + process.argv.slice(2).join(' '));");
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function run(...args: string[]) {
  const command = [join(root, 'bin/run.js'), 'main.ts', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

const output = (stdout: string) => ({ status: 0, stdout, stderr: '' });
const cache = () => join(root, 'node_modules/.cache/cluster-topology');

/** The folder of the bundle, which is the only one in the cache. */
function onlyBundle(): string {
  const names = readdirSync(cache());
  expect(names).toHaveLength(1);
  return join(cache(), names[0] ?? '');
}

test('a program gets its arguments, and runs from the same bundle until a file changes', () => {
  expect(run('a', '--b')).toEqual(output('one a --b'));
  const bundle = join(onlyBundle(), 'bundle.js');
  const { mtimeMs } = statSync(bundle);
  expect(run('c')).toEqual(output('one c'));
  expect(statSync(bundle).mtimeMs).toBe(mtimeMs);
  expect(readdirSync(onlyBundle()).filter((name) => name.endsWith('.compiled'))).toHaveLength(1);
});

test('a run that uses a part of the program does not decide what is compiled', () => {
  const compiled = () => readdirSync(onlyBundle()).filter((name) => name.includes('.compiled'));
  run('--help');
  expect(compiled()).toEqual([expect.stringMatching(/-partly$/)]);
  run();
  expect(compiled()).toContainEqual(expect.stringMatching(/\.compiled$/));
});

test('an edit takes effect, also one that keeps the size and the time of a file', () => {
  utimesSync(join(root, 'main.ts'), 1_000, 1_000);
  run();
  write('main.ts', "process.stdout.write('two ' + process.argv.slice(2).join(' '));");
  utimesSync(join(root, 'main.ts'), 1_000, 1_000);
  expect(run('a')).toEqual(output('two a'));
  expect(existsSync(onlyBundle())).toBe(true);
});

test('a bundle contains the files that the program reads', () => {
  write(
    'main.ts',
    "import { findSourceFile } from './imports/find-source-file'; console.log(findSourceFile('imports/a.json'));",
  );
  write('imports/a.json', '{ "a": 1 }');
  expect(run().stdout).toBe('{"a":1}\n');
  write('imports/a.json', '{ "a": 2 }');
  expect(run().stdout).toBe('{"a":2}\n');
});

test('the stack of an error has the names and lines of the source files, also from the cache', () => {
  write(
    'lib/broken.ts',
    'interface Unused {}\n\nexport function broken(): never {\n  throw new Error("bug");\n}\n',
  );
  write('main.ts', "import { broken } from './lib/broken';\n\nbroken();\n");
  for (const { status, stdout, stderr } of [run(), run()]) {
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(
      `Error: bug\n    at broken (${root}/lib/broken.ts:4:9)\n    at ${root}/main.ts:3:1`,
    );
  }
});

test('several processes at once make one whole bundle', async () => {
  const processes = Array.from({ length: 4 }, () =>
    spawn(process.execPath, [join(root, 'bin/run.js'), 'main.ts'], { stdio: 'ignore' }),
  );
  const codes = await Promise.all(processes.map(async (child) => (await once(child, 'close'))[0]));
  expect(codes).toEqual([0, 0, 0, 0]);
  expect(readdirSync(onlyBundle()).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(run()).toEqual(output('one '));
});

test('a program keeps texts until a file changes, and does not read damaged ones', () => {
  const program = `const cache = globalThis[Symbol.for('cluster-topology/cache')];
    process.stdout.write(cache.read('a') ?? 'none');
    cache.write('a', 'kept');`;
  write('main.ts', program);
  expect([run().stdout, run().stdout]).toEqual(['none', 'kept']);
  const folder = join(root, 'node_modules/.cache/cluster-topology');
  const [text = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.includes('/text-'),
  );
  writeFileSync(join(folder, text), 'kept');
  expect([run().stdout, run().stdout]).toEqual(['none', 'kept']);
  write('main.ts', `${program} `);
  expect(run().stdout).toBe('none');
});

test('a damaged cache is ignored', () => {
  run();
  const [compiled = ''] = readdirSync(onlyBundle()).filter((name) => name.endsWith('.compiled'));
  writeFileSync(join(onlyBundle(), compiled), 'damaged');
  expect(run()).toEqual(output('one '));
  expect(statSync(join(onlyBundle(), compiled)).size).toBeGreaterThan(100);
});

test('without a cache, every run makes a bundle', () => {
  writeFileSync(join(root, 'node_modules/.cache'), '');
  expect(run('a')).toEqual(output('one a'));
  expect(run('b')).toEqual(output('one b'));
});

test('fails if the program does not compile: names file and line', () => {
  write('main.ts', 'const a = ;\n');
  const stderr = 'bin/run.js: main.ts:1:11: Unexpected ";"\n';
  expect(run()).toEqual({ status: 1, stdout: '', stderr });
});

test('fails if esbuild is not installed: says what to do', () => {
  rmSync(join(root, 'node_modules/esbuild'));
  expect(run()).toEqual({
    status: 1,
    stdout: '',
    stderr: 'bin/run.js: esbuild is not installed: run npm ci\n',
  });
});

test('fails if esbuild cannot run: says what to do', () => {
  rmSync(join(root, 'node_modules/esbuild'));
  write(
    'node_modules/esbuild/index.js',
    'exports.build = async () => { throw new Error("wrong platform"); };',
  );
  const stderr = 'bin/run.js: esbuild cannot run: wrong platform: run npm ci on this machine\n';
  expect(run()).toEqual({ status: 1, stdout: '', stderr });
});

test('only imports/find-source-file.ts depends on the place of its file', () => {
  const sources = ['lib', 'imports'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  );
  const { stdout } = spawnSync(
    'grep',
    ['-l', '__dirname\\|__filename', ...sources.filter((p) => p.endsWith('.ts'))],
    {
      encoding: 'utf8',
    },
  );
  expect(stdout).toBe('imports/find-source-file.ts\n');
});
