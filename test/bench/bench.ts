/**
 * `npm run bench`: the cost of a synth for growing numbers of previews of aiworker.
 *
 * Each measurement runs in a separate process, with its own memory and without warm caches. Compare the ratios, not the
 * seconds of two runs: only the figures of one run come from the same machine at the same time.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from 'cdk8s';
import type { TopologyApp } from '../../lib/core/topology-app';
import { renderManifest } from '../../lib/output/manifest';
import { HEADER, writeFiles } from '../../lib/output/writer';
import { synth } from '../../lib/synth';
import { APP_IMAGE, aiworkerApp, aiworkerConfig } from '../support/aiworker';

interface Figures {
  readonly seconds: number;
  readonly objects: number;
  readonly megabytes: number;
}

/** The number of runs of each measurement. The fastest counts, because every disturbance makes a run slower. */
const RUNS = 3;

function previews(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    id: `${index.toString(36).padStart(6, '0')}-task`,
    project: 'my-project',
    createdAt: '2026-01-19T12:00:00Z',
    image: APP_IMAGE,
    ttl: '168h',
  }));
}

/** aiworker with a number of previews, and with enough nodes for them. */
function benchApp(count: number, outdir: string): TopologyApp {
  const { cluster } = aiworkerConfig();
  const nodes = cluster.nodes.map((pool) => ({ ...pool, count: pool.count + count }));
  return aiworkerApp({ previews: previews(count), cluster: { ...cluster, nodes } }, outdir);
}

const SUBJECTS = {
  /** `npm run synth` without reading the configuration: the tree, validation, YAML, files. */
  ours(count: number, outdir: string): number {
    const { files } = synth(benchApp(count, outdir));
    return files.reduce((sum, file) => sum + file.objects, 0);
  },

  /** The same without the rules of lib/checks. */
  unchecked(count: number, outdir: string): number {
    const files = benchApp(count, outdir).manifests().map(renderManifest);
    writeFiles({ outdir, files: new Map(files.map((file) => [file.path, file])) });
    return files.reduce((sum, file) => sum + file.objects, 0);
  },

  /** The same tree with the synth of cdk8s. */
  stock(count: number, outdir: string): number {
    const app = benchApp(count, outdir);
    App.prototype.synth.call(app);
    return app.charts.reduce((sum, chart) => sum + chart.node.findAll().length, 0);
  },

  /** Only writes the rendered objects as JSON to the same number of files: the minimum for every program. */
  floor(count: number, outdir: string): number {
    const charts = benchApp(count, outdir).manifests();
    const begin = process.hrtime.bigint();
    let objects = 0;
    for (const { path, objects: own } of charts) {
      const file = join(outdir, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, HEADER + own.map(({ json }) => JSON.stringify(json)).join('\n'));
      objects += own.length;
    }
    process.stdout.write(`${Number(process.hrtime.bigint() - begin) / 1e9}\n`);
    return objects;
  },
} as const;

type Subject = keyof typeof SUBJECTS;

/** Makes one measurement in this process, and writes it as JSON to the last line of stdout. */
function measureHere(subject: Subject, count: number): void {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const begin = process.hrtime.bigint();
    const objects = SUBJECTS[subject](count, outdir);
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    process.stdout.write(
      JSON.stringify({ seconds, objects, megabytes: process.resourceUsage().maxRSS / 1024 }),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function measure(subject: Subject, count: number, runs = RUNS): Figures {
  const results = Array.from({ length: runs }, () => {
    const run = spawnSync(process.execPath, ['--import', 'tsx', __filename, subject, String(count)], {
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(run.stderr);
    const lines = run.stdout.split('\n');
    const figures = JSON.parse(lines.at(-1) ?? '') as Figures;
    return subject === 'floor' ? { ...figures, seconds: Number(lines.at(-2)) } : figures;
  });
  return results.reduce((best, figures) => (figures.seconds < best.seconds ? figures : best));
}

function main(): void {
  const line = (...cells: readonly string[]) =>
    process.stdout.write(`${cells.map((cell) => cell.padStart(12)).join('')}\n`);
  line('previews', 'seconds', 'objects/s', 'peak MiB', 'ms/preview', '× floor');
  const ours = new Map<number, Figures>();
  for (const count of [100, 1_000, 10_000]) {
    const figures = measure('ours', count);
    const floor = measure('floor', count);
    ours.set(count, figures);
    const perPreview = (1000 * figures.seconds) / count;
    const { seconds, objects, megabytes } = figures;
    line(
      String(count),
      seconds.toFixed(2),
      (objects / seconds).toFixed(0),
      megabytes.toFixed(0),
      perPreview.toFixed(2),
      (seconds / floor.seconds).toFixed(1),
    );
  }
  const seconds = (count: number) => ours.get(count)?.seconds ?? Number.NaN;
  const unchecked = measure('unchecked', 10_000);
  const checks = seconds(10_000) / unchecked.seconds;
  const stock = measure('stock', 1_000, 1);
  const growth = seconds(10_000) / 10 / seconds(1_000);
  process.stdout.write(
    `\ncost per preview at 10,000 relative to 1,000: ${growth.toFixed(2)} (at most 1.2)\n`,
  );
  process.stdout.write(
    `cost with checks relative to without, at 10,000: ${checks.toFixed(2)} (at most 1.5)\n`,
  );
  const alike = stock.seconds / measure('unchecked', 1_000).seconds;
  const whole = stock.seconds / seconds(1_000);
  process.stdout.write(
    `stock cdk8s at 1,000 previews: ${stock.seconds.toFixed(1)} s, ${alike.toFixed(1)} times this program without checks, ${whole.toFixed(1)} times with checks\n`,
  );
}

const [subject, count] = process.argv.slice(2);
if (subject === undefined) main();
else measureHere(subject as Subject, Number(count));
