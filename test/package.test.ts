import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type * as sources from '../lib';
import type * as declared from '../package';
import { APP_IMAGE } from './support/aiworker';
import { runProgram } from './support/run-program';

const CREATED_AT = '2026-01-19T12:00:00Z';
const USE = `
const config = readAiworker(${JSON.stringify(resolve('config/aiworker.yaml'))});
const request = { config, project: 'my-project', task: 'abc123', image: '${APP_IMAGE}', createdAt: '${CREATED_AT}' };
process.stdout.write(previewManifests(request).yaml);
try {
  previewManifests({ ...request, project: 'unknown' });
} catch (error) {
  if (!(error instanceof ConfigError) || error.problems.length !== 1) throw error;
}
`;

/** An empty folder with the package. */
const folder = mkdtempSync(join(tmpdir(), 'package-'));
beforeAll(() => {
  const npm = (...args: string[]) =>
    execFileSync('npm', ['--silent', '--offline', ...args], { cwd: folder, encoding: 'utf8' });
  const file = npm('pack', resolve('package')).trim().split('\n').at(-1) ?? '';
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  npm('install', '--no-audit', '--no-fund', join(folder, file));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

function printed(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  const { stdout, stderr } = spawnSync(process.execPath, [name], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout;
}

function npmRunPreview(): string {
  const args = [
    '--project',
    'my-project',
    '--task',
    'abc123',
    '--image',
    APP_IMAGE,
    '--created-at',
    CREATED_AT,
  ];
  return runProgram('lib/cli/preview.ts', args).stdout;
}

test('the package has one module, its types, and no dependencies', () => {
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'cluster-topology',
  ]);
  expect(readdirSync(join(folder, 'node_modules/cluster-topology')).sort()).toEqual([
    'index.d.ts',
    'index.js',
    'package.json',
  ]);
});

test('a preview from JavaScript is equal to that of npm run preview', () => {
  const names = '{ ConfigError, previewManifests, readAiworker }';
  const expected = npmRunPreview();
  expect(expected).toContain('preview-task-abc123');
  expect(printed('use.cjs', `const ${names} = require('cluster-topology');${USE}`)).toBe(expected);
  expect(printed('use.mjs', `import ${names} from 'cluster-topology';${USE}`)).toBe(expected);
}, 30_000);

test('a program in TypeScript compiles, also without the types of the dependencies', () => {
  const types = resolve('node_modules/@types');
  const start = "import { ConfigError, previewManifests, readAiworker } from 'cluster-topology';";
  writeFileSync(join(folder, 'use.mts'), start + USE);
  writeFileSync(join(folder, 'misuse.mts'), `${start}${USE}previewManifests({ ...request, task: 1 });`);
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--moduleResolution', 'nodenext'];
  const files = ['use.mts', 'misuse.mts'];
  const args = [...options, '--target', 'es2022', '--typeRoots', types, '--types', 'node', ...files];
  const { stdout } = spawnSync(resolve('node_modules/.bin/tsc'), args, { cwd: folder, encoding: 'utf8' });
  expect(stdout).toMatch(/^misuse\.mts\(\d+,\d+\): error TS2322: /);
  expect(stdout).not.toMatch(/^use\.mts/m);
  expect(stdout.match(/error TS/g)).toHaveLength(1);
}, 30_000);

test('the declared types are those of the sources', () => {
  type Same<A, B> = [A, B] extends [B, A] ? true : false;
  type Request<T> = Omit<T, 'config'>;
  const same: [
    Same<Required<Request<declared.PreviewRequest>>, Required<Request<sources.PreviewRequest>>>,
    Same<Required<Request<declared.EnvironmentRequest>>, Required<Request<sources.EnvironmentRequest>>>,
    Same<declared.RuntimeManifests, sources.RuntimeManifests>,
    Same<declared.Advice, sources.Advice>,
    sources.AiworkerConfig extends declared.AiworkerConfig ? true : false,
    keyof typeof declared extends keyof typeof sources ? true : false,
  ] = [true, true, true, true, true, true];
  expect(same).not.toContain(false);
});
