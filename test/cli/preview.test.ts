import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from '../../lib/cli/preview';
import { TopologyApp } from '../../lib/core/topology-app';
import { synth } from '../../lib/synth';
import { readConfiguration } from '../../lib/systems/configuration';
import { topology } from '../../lib/topology';
import { APP_IMAGE } from '../support/aiworker';
import { runProgram } from '../support/run-program';

const NOW = new Date('2026-02-01T08:00:00.789Z');
const REQUIRED = ['--project', 'my-project', '--task', 'fix-login', '--image', APP_IMAGE];

/** Runs the program of `npm run preview` in the folder of the project. */
function npmRunPreview(...args: string[]) {
  return runProgram('lib/cli/preview.ts', args);
}

describe('npm run preview', () => {
  test('writes the same manifests as npm run synth for the same values', () => {
    const config = readConfiguration('config');
    const requested = {
      id: 'fix-login',
      project: 'my-project',
      image: APP_IMAGE,
      port: 5173,
      createdAt: '2026-01-31T08:00:00+01:00',
      ttl: '24h',
    };
    const outdir = mkdtempSync(join(tmpdir(), 'preview-'));
    try {
      const app = new TopologyApp({ outdir });
      topology(app, { ...config, aiworker: { ...config.aiworker, previews: [requested] } });
      synth(app, { clusters: ['aiworker'], warn: () => undefined });
      const args = ['--port', '5173', '--created-at', requested.createdAt, '--ttl=24h'];
      const expected = {
        status: 0,
        stdout: readFileSync(join(outdir, 'aiworker/90-preview-task-fix-login.k8s.yaml'), 'utf8'),
        stderr: '',
      };
      expect(npmRunPreview(...REQUIRED, ...args)).toEqual(expected);
      // From the template that the first run has kept.
      expect(npmRunPreview(...REQUIRED, ...args)).toEqual(expected);
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });

  test('uses the current time as the default of --created-at', () => {
    expect(preview(REQUIRED, NOW)).toContain('created-at: "2026-02-01T08:00:00Z"');
  });

  test('fails if arguments are invalid, with all problems on stderr and nothing on stdout', () => {
    const args = ['--projct', 'my-project', '--task', '-', '--image', 'app:latest', 'more', '--port'];
    expect(npmRunPreview(...args)).toEqual({
      status: 1,
      stdout: '',
      stderr: [
        '--projct: unknown option: did you mean --project?',
        'unexpected argument "more": write each value after its option',
        '--task: "-" cannot be turned into a namespace name: "" is not a valid DNS label: use lower-case letters, digits and hyphens, with a letter or digit at both ends',
        '--image: image "app:latest": the tag "latest" does not say which build runs: write the tag of a build, such as "12345"',
        '--port: missing value, expected a port from 1024 to 65535',
        'run npm run --silent preview -- --help to list the options',
        '',
      ].join('\n'),
    });
  });

  test.each([
    [['--verbose'], '--verbose: unknown option: remove it'],
    [['--task', 'again'], '--task: duplicate option: state it once'],
    [['--port', 'http'], '--port: expected a port from 1024 to 65535, found the string "http"'],
    [['--ttl', '--port', '3000'], '--ttl: missing value, expected a duration such as 168h'],
    [
      ['--created-at', 'now'],
      '--created-at: "now" is not a valid date and time: write it like 2026-01-31T08:00:00Z',
    ],
  ])('fails if the arguments contain %j', (args, problem) => {
    expect(() => preview([...REQUIRED, ...args], NOW)).toThrow(
      `${problem}\nrun npm run --silent preview -- --help to list the options`,
    );
  });

  test('fails if the configuration is invalid, with the problems of the configuration', () => {
    const folder = mkdtempSync(join(tmpdir(), 'preview-'));
    const cwd = process.cwd();
    try {
      process.chdir(folder);
      expect(() => preview(REQUIRED, NOW)).toThrow(
        "config/aiworker.yaml: file not found: create it, or run from the project's root folder",
      );
    } finally {
      process.chdir(cwd);
      rmSync(folder, { recursive: true });
    }
  });

  test('prints its options', () => {
    expect(preview(['--help'], NOW)).toContain('--created-at TIME');
    expect(preview(['-h'], NOW)).toMatch(/^usage: npm run --silent preview -- /);
  });
});
