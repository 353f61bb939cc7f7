/**
 * `npm run bench [-- COUNT...]`: the cost of a synth of previews from the configuration, and that of other programs for
 * the same previews.
 *
 * Each measurement is a process of its own, which GNU time measures with its child processes. Compare the ratios, not the seconds
 * of two runs: only the figures of one run come from the same machine at the same time.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { readAiworker } from '../../lib/systems/aiworker/config';
import { previewManifests } from '../../lib/systems/aiworker/preview-manifests';
import { makeWorkplace } from './workplace';

/** The number of runs of each measurement. The fastest counts, because every disturbance makes a run slower. */
const RUNS = 2;

interface Program {
  readonly name: string;
  /** The command in the workplace. */
  readonly command: string;
  /** Whether the result of the run before stays. @default false */
  readonly again?: boolean;
  /** The largest number of previews that is measured. @default none */
  readonly most?: number;
}

const SYNTH: string = JSON.parse(readFileSync('package.json', 'utf8')).scripts.synth;
const PEER = 'node --import tsx test/bench/peers.ts';

const PROGRAMS: readonly Program[] = [
  { name: 'npm run synth', command: SYNTH },
  { name: 'npm run synth, no change', command: SYNTH, again: true },
  { name: 'helm template', command: 'helm template previews chart > out' },
  { name: 'js-yaml', command: `${PEER} js-yaml` },
  // The synth of cdk8s takes time in proportion to the square of the charts.
  { name: 'cdk8s, a chart each', command: `${PEER} cdk8s`, most: 1_000 },
  { name: 'JSON.stringify', command: `${PEER} json` },
];

interface Figures {
  /** User and system time, in seconds. */
  readonly cpu: number;
  readonly elapsed: number;
  readonly mebibytes: number;
}

function measure(folder: string, { command, again = false }: Program): Figures {
  const env = { ...process.env, PATH: `${resolve('node_modules/.bin')}${delimiter}${process.env.PATH}` };
  if (!again)
    for (const name of ['dist', 'out']) rmSync(join(folder, name), { recursive: true, force: true });
  const args = ['-o', 'time.txt', '-f', '%U %S %e %M', 'sh', '-c', command];
  const { status, stderr, error } = spawnSync('time', args, { cwd: folder, env, encoding: 'utf8' });
  if (error) throw new Error(`GNU time cannot be run (${error.message}): install the package time`);
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
  const text = readFileSync(join(folder, 'time.txt'), 'utf8').trim();
  const [user = 0, system = 0, elapsed = 0, kibibytes = 0] = text.split(' ').map(Number);
  return { cpu: user + system, elapsed, mebibytes: kibibytes / 1024 };
}

/** Why a program is not measured; undefined if it is. */
function skipped({ command, most = Number.POSITIVE_INFINITY }: Program, count: number): string | undefined {
  if (count > most) return `skipped: at most ${most}`;
  const isMissing = command.startsWith('helm') && spawnSync('helm', ['version']).error !== undefined;
  return isMissing ? 'skipped: not installed' : undefined;
}

const line = (...cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

function compare(count: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const best = new Map<Program, Figures>();
  try {
    makeWorkplace(folder, count);
    const measured = PROGRAMS.filter((program) => skipped(program, count) === undefined);
    // In rounds, so that a busy minute of the machine does not count against one program only.
    for (let round = 0; round < RUNS; round++)
      for (const program of measured) {
        const figures = measure(folder, program);
        verify(folder, count, program);
        if (figures.cpu < (best.get(program)?.cpu ?? Number.POSITIVE_INFINITY)) best.set(program, figures);
      }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const [own] = best.values();
  for (const program of PROGRAMS) {
    const { name, command } = program;
    const figures = best.get(program);
    if (own === undefined || figures === undefined) {
      line(String(count), name, skipped(program, count) ?? '', '', '', '', '');
      continue;
    }
    const { cpu, elapsed, mebibytes } = figures;
    const ratio = (own.cpu / cpu).toFixed(2);
    line(
      String(count),
      name,
      cpu.toFixed(1),
      elapsed.toFixed(1),
      mebibytes.toFixed(0),
      ratio,
      `\`${command}\``,
    );
  }
}

/** @throws Error if the result does not have the nine objects of each preview */
function verify(folder: string, count: number, { name, command }: Program): void {
  const result = command === SYNTH ? 'dist/aiworker' : existsSync(join(folder, 'out')) ? 'out' : '.';
  const { stdout } = spawnSync('grep', ['-rEc', '^kind:|^\\{|"kind"', result], {
    cwd: folder,
    encoding: 'utf8',
  });
  const objects = stdout.split('\n').reduce((sum, text) => {
    const isPreview = !text.startsWith('dist/') || text.includes('90-preview');
    return sum + (isPreview ? Number(/(\d+)$/.exec(text)?.[1] ?? 0) : 0);
  }, 0);
  if (objects !== 9 * count) throw new Error(`${name} wrote ${objects} objects instead of ${9 * count}`);
}

/** The CPU time of a request in milliseconds, in a process that has answered as many before. */
function request(count: number): number {
  const config = readAiworker('config/aiworker.yaml');
  const render = (index: number) =>
    previewManifests({
      config,
      project: 'my-project',
      task: `${index}-task`,
      image: `git.aiworker.dev/my-project/my-project:${index}`,
      createdAt: '2030-01-01T00:00:00Z',
    });
  for (let index = 0; index < count; index++) render(index);
  const begin = process.cpuUsage();
  for (let index = 0; index < count; index++) render(index);
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1e3 / count;
}

const counts = process.argv.slice(2).map(Number);
line('previews', 'program', 'CPU s', 'elapsed s', 'peak MiB', 'CPU of synth ÷ this', 'command');
line('--:', '---', '--:', '--:', '--:', '--:', '---');
for (const count of counts.length > 0 ? counts : [1, 1_000, 10_000]) compare(count);
process.stdout.write(`\npreviewManifests() in a warm process: ${request(1_000).toFixed(2)} ms of CPU\n`);
