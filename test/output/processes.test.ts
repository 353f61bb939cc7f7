import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { HEADER, repair, writeFiles } from '../../lib/output/writer';

/** The program and its modules, compiled once, because many processes run it. */
const PROGRAM = 'test/output/writer-process';
const compiled = mkdtempSync(join(tmpdir(), 'compiled-'));
beforeAll(() => {
  for (const module of [PROGRAM, 'lib/output/writer', 'lib/output/lock', 'lib/output/journal']) {
    const { code } = transformFileSync(`${module}.ts`, {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    mkdirSync(dirname(join(compiled, module)), { recursive: true });
    writeFileSync(join(compiled, `${module}.js`), code);
  }
});

let outdir: string;
beforeEach(() => {
  outdir = join(mkdtempSync(join(tmpdir(), 'processes-')), 'dist');
});

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(compiled, PROGRAM), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function ended(child: ChildProcess) {
  let output = '';
  child.stdout?.on('data', (data) => {
    output += data;
  });
  const [status, signal] = await once(child, 'close');
  return { status, signal, output };
}

/** The version that all files of a folder have. @throws Error if the folder is not whole */
function versionOf(folder: string, count: number): string {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const versions = new Set(
    paths.map((path) => readFileSync(join(folder, path), 'utf8').slice(HEADER.length)),
  );
  const [version = ''] = [...versions].map((text) => text.trim());
  const expected = [...Array.from({ length: count }, (_, index) => `a/${index}.yaml`), `${version}/own.yaml`];
  expect([...versions]).toHaveLength(1);
  expect(paths.sort()).toEqual(expected.sort());
  return version;
}

function repaired(folder: string): string[] {
  const lines: string[] = [];
  repair(folder, (line) => lines.push(line));
  return lines;
}

test('after SIGKILL before any change of the file system, the next run finds or makes a whole folder', async () => {
  const outcomes = new Map<string, number>();
  const attempt = async (step: number): Promise<boolean> => {
    const folder = join(mkdtempSync(join(tmpdir(), 'killed-')), 'dist');
    const paths = ['a/0.yaml', 'a/1.yaml', 'a/2.yaml', 'old/own.yaml'];
    writeFiles({
      outdir: folder,
      files: new Map(paths.map((path) => [path, { content: `${HEADER}old\n` }])),
    });
    const { signal } = await ended(start(folder, 'new', 'killed', String(step)));
    const warnings = repaired(folder);
    const outcome = `${versionOf(folder, 3)}, ${warnings.length} warnings`;
    if (signal === 'SIGKILL') outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    return signal === 'SIGKILL';
  };
  let isKilled = true;
  for (let step = 0; isKilled; step += 4)
    isKilled = (await Promise.all([0, 1, 2, 3].map((offset) => attempt(step + offset)))).every(Boolean);
  expect([...outcomes.keys()].sort()).toEqual(['new, 0 warnings', 'new, 1 warnings', 'old, 0 warnings']);
}, 60_000);

test('after SIGKILL or SIGINT at a random moment, the next run finds or makes a whole folder', async () => {
  const signals = ['SIGKILL', 'SIGINT', 'SIGKILL', 'SIGINT', 'SIGKILL', 'SIGINT'] as const;
  for (const [index, signal] of signals.entries()) {
    const child = start(outdir, `run${index}`, 'loop', '100000');
    const end = ended(child);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    await new Promise((next) => setTimeout(next, 100 + Math.random() * 100));
    child.kill(signal);
    expect((await end).signal).toBe(signal);
    repaired(outdir);
    expect(versionOf(outdir, 40)).toMatch(new RegExp(`^run${index}-`));
  }
}, 60_000);

test('of two processes that write at once, one is refused, and the folder is always whole', async () => {
  const [one, two] = await Promise.all([
    ended(start(outdir, 'one', 'loop', '200')),
    ended(start(outdir, 'two', 'loop', '200')),
  ]);
  expect([one?.status, two?.status]).toEqual([0, 0]);
  expect(versionOf(outdir, 40)).toMatch(/^(one|two)-/);
  const refused = [one, two].map((process) => Number(process?.output.split('\n')[1]));
  expect(Math.max(...refused)).toBeGreaterThan(0);
  expect(Math.max(...refused)).toBeLessThan(200);
}, 60_000);

test('a folder that another process writes to is not changed, until that process has ended', async () => {
  writeFiles({ outdir, files: new Map([['a/x.yaml', { content: `${HEADER}x\n` }]]) });
  const holder = start(outdir, 'holder', 'hold');
  const end = ended(holder);
  await once(holder.stdout as NodeJS.ReadableStream, 'data');
  const write = () => writeFiles({ outdir, files: new Map([['a/x.yaml', { content: `${HEADER}y\n` }]]) });
  const problem = new Error(
    `${outdir}: another synth (process ${holder.pid}) is writing files: wait until it ends; if no synth is running, delete ${join(outdir, '.synth')}`,
  );
  expect(write).toThrow(problem);
  expect(() => repaired(outdir)).toThrow(problem);
  expect(readFileSync(join(outdir, 'a/x.yaml'), 'utf8')).toBe(`${HEADER}x\n`);
  holder.kill('SIGKILL');
  await end;
  expect(repaired(outdir)).toEqual([]);
  expect(write().changed).toEqual(['a/x.yaml']);
  expect(readdirSync(outdir)).toEqual(['a']);
}, 30_000);
