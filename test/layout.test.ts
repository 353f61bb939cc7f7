import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The parts of lib/ from top to bottom, as in docs/architecture.md. */
const ORDER = [
  'index.ts',
  'cli',
  'report',
  'topology.ts',
  'systems',
  'addons',
  'docs',
  'ingress',
  'live',
  'certificates',
  'workloads',
  'synth.ts',
  'core',
  'checks',
  'config',
  'output',
  'kube',
];

const files = readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((file) => /\.ts$/.test(file));

/** The modules that a file of lib/ imports: paths below lib/, or the names of packages. */
function importsOf(file: string): string[] {
  const text = readFileSync(join('lib', file), 'utf8');
  return [...text.matchAll(/^(?:import|export) [^;]*?from '([^']+)';|require\('([^']+)'\)/gm)]
    .map(([, from, required]) => from ?? required ?? '')
    .map((name) => (name.startsWith('.') ? relative('lib', join('lib', dirname(file), name)) : name));
}

const partOf = (path: string) => path.split('/')[0] ?? '';

test('every file and folder of lib/ is in the order', () => {
  expect(readdirSync('lib').sort()).toEqual([...ORDER].sort());
});

test('docs/architecture.md lists the parts of lib/ in this order', () => {
  const text = readFileSync('docs/architecture.md', 'utf8');
  const listed = [...text.matchAll(/^ {2}([a-z.]+)\/? +\S/gm)].map(([, part]) => part);
  expect(listed).toEqual(ORDER);
});

test('imports point down the order', () => {
  const violations = files.flatMap((file) =>
    importsOf(file)
      .map((path) => ORDER.findIndex((part) => part === partOf(path) || part === `${path}.ts`))
      .filter((position) => position >= 0 && position < ORDER.indexOf(partOf(file)))
      .map((position) => `${file} imports ${ORDER[position]}`),
  );
  expect(violations).toEqual([]);
});

/** The imports of one part of lib/ that match a pattern, as `file imports module`. */
function importsWithin(part: string, matches: (module: string, file: string) => boolean): string[] {
  return files
    .filter((file) => partOf(file) === part)
    .flatMap((file) =>
      importsOf(file)
        .filter((module) => matches(module, file))
        .map((module) => `${file} imports ${module}`),
    );
}

test('no system imports another system', () => {
  const systemOf = (path: string) => /^systems\/([^/]+)\//.exec(path)?.[1];
  const other = (module: string, file: string) =>
    systemOf(module) !== undefined && systemOf(file) !== undefined && systemOf(module) !== systemOf(file);
  expect(importsWithin('systems', other)).toEqual([]);
});

test('the checks import no construct', () => {
  expect(importsWithin('checks', (module) => /^(constructs|cdk8s.*)$/.test(module))).toEqual([]);
});

test('the configuration reader imports only itself, lib/kube, yaml and node:fs', () => {
  const allowed = /^(config\/|kube\/|yaml$|node:fs$)/;
  expect(importsWithin('config', (module) => !allowed.test(module))).toEqual([]);
});

test('there are no import circles', () => {
  const imports = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .map((path) => [`${path}.ts`, `${path}/index.ts`].find((found) => files.includes(found)))
        .filter((found) => found !== undefined),
    ]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, trail: readonly string[]) => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
    if (trail.includes(file) || done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});
