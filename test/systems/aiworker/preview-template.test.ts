import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, JsonPatch } from 'cdk8s';
import fc from 'fast-check';
import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import { runChecks } from '../../../lib/checks/engine/run-checks';
import { headroom, nodeTotals } from '../../../lib/checks/facts/headroom';
import { RULES } from '../../../lib/checks/rules';
import { renderManifest } from '../../../lib/output/manifest';
import { check, factsOf, render, type SynthOptions, synth } from '../../../lib/synth';
import type { Preview } from '../../../lib/systems/aiworker/config';
import { previewManifests } from '../../../lib/systems/aiworker/preview-manifests';
import { groupPreviews, isOrdinary } from '../../../lib/systems/aiworker/preview-template';
import { APP_IMAGE, aiworkerApp, aiworkerConfig } from '../../support/aiworker';

const PREVIEW: Preview = {
  id: 'first',
  project: 'my-project',
  createdAt: '2026-01-19T12:00:00Z',
  ttl: '168h',
  image: APP_IMAGE,
};
const CONFIG = aiworkerConfig({ projects: [{ name: 'My Project' }, { name: 'other' }] });

/** The file of a preview that constructs make: it is the only one of the cluster. */
function made(preview: Preview) {
  const app = aiworkerApp({ ...CONFIG, previews: [preview] });
  const [manifest] = app.manifests().filter(({ path }) => path.includes('/90-'));
  if (manifest === undefined) throw new Error('no manifest');
  return { content: renderManifest(manifest).content, objects: manifest.objects.map(({ json }) => json) };
}

const word = fc.string({ unit: fc.constantFrom(...'abcxyz019'), minLength: 1, maxLength: 12 });
const id = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('-')),
  fc.constantFrom('1e3', '0x1f', 'y', 'null', '12', '0o14', 'ABC_def', 'task-abc', 'smpl0000-id', 'first'),
);
const image = fc
  .tuple(fc.constantFrom('10.0.0.1:5000/a/b', 'redis'), word)
  .map(([name, tag]) => `${name}:${tag}`);
/** Previews of at most eight shapes: constructs make a cluster for each of them. */
const preview = fc.record({
  id,
  project: fc.constantFrom('my-project', 'My Project', 'other'),
  image,
  createdAt: fc.constantFrom('2026-01-19T12:00:00Z', '2026-02-01T08:00:00.123+01:00'),
  ttl: fc.integer({ min: 1, max: 2_562_047 }).map((hours) => `${hours}h`),
  port: fc.constantFrom(undefined, 8080),
});

test('a request gives the bytes and objects of the constructs', () => {
  fc.assert(
    fc.property(preview, ({ id: task, ...values }) => {
      const { yaml, objects } = previewManifests({ config: CONFIG, task, ...values });
      expect({ content: yaml, objects }).toEqual(made({ id: task, ...values }));
    }),
    { numRuns: 25 },
  );
});

test('a synth gives the bytes of the constructs for each preview', () => {
  const list = fc.uniqueArray(preview, { minLength: 2, maxLength: 6, selector: (one) => hostOf(one.id) });
  fc.assert(
    fc.property(list, (previews) => {
      const files = render(aiworkerApp({ ...CONFIG, previews })).filter(({ path }) => path.includes('/90-'));
      const expected = previews.map((one) => made(one).content).sort();
      expect(files.map(({ content }) => content).sort()).toEqual(expected);
      expect(files.map(({ path }) => path)).toEqual(files.map(({ path }) => path).sort());
      for (const { objects } of files) expect(objects).toBe(9);
    }),
    { numRuns: 6 },
  );
});

const hostOf = (task: string) => task.toLowerCase().replace(/_/g, '-').slice(0, 8).replace(/-+$/, '');

/** Ten previews of one shape. */
const TEN = Array.from({ length: 10 }, (_, index) => ({ ...PREVIEW, id: `${index}-task` }));

test('constructs make one preview of each project, port and image repository', () => {
  const originals = (previews: readonly Preview[]) =>
    groupPreviews(previews.map((one) => ({ port: 3000, ...one }))).map(({ original }) => original.id);
  const other = { ...PREVIEW, id: 'x-task' };
  expect(originals(TEN)).toEqual(['0-task']);
  expect(originals([other, ...TEN.map((one) => ({ ...one, port: 8080 }))])).toEqual(['x-task', '0-task']);
  expect(originals([...TEN, { ...other, project: 'other' }])).toEqual(['0-task', 'x-task']);
  expect(originals([...TEN, { ...other, image: 'other:1' }])).toEqual(['0-task', 'x-task']);
  const image = `${APP_IMAGE}-next@sha256:${'0'.repeat(64)}`;
  expect(originals([...TEN, { ...other, image, ttl: '1h', createdAt: '2026-01-19T12:00:00+01:00' }])).toEqual(
    ['0-task'],
  );
});

test('constructs make previews that share a host', () => {
  const [first, second] = [
    { ...PREVIEW, id: 'same-host-1' },
    { ...PREVIEW, id: 'same-host-2' },
  ];
  expect(() => aiworkerApp({ previews: [...TEN, first, second] })).toThrow(
    '"task-same-hos.preview.aiworker.dev/" is also exposed by',
  );
});

test.each<[string, Partial<Preview>]>([
  ['an image without a tag', { image: 'git.aiworker.dev/a' }],
  ['the tag latest', { image: 'git.aiworker.dev/a:latest' }],
  ['an image whose support ends', { image: 'docker.io/library/busybox:1.36' }],
  ['the image of an ingress controller', { image: 'a/ingress-nginx/controller:1' }],
  ['an image with spaces', { image: `a b@sha256:${'0'.repeat(64)}` }],
  ['an image with a secret', { image: `a/b:ghp_${'a1'.repeat(18)}` }],
  ['an id with a secret', { id: `glpat-${'a1b2'.repeat(6)}` }],
  ['an id that is too long', { id: 'a'.repeat(51) }],
  ['an id without letters', { id: '***' }],
  ['a ttl that is no duration', { ttl: '7 days' }],
  ['a time that is none', { createdAt: 'now: "x"' }],
])('constructs make a preview with %s', (_, values) => {
  expect(isOrdinary(PREVIEW)).toBe(true);
  expect(isOrdinary({ ...PREVIEW, ...values })).toBe(false);
});

test('a preview whose values violate a rule is reported, also as one of many', () => {
  const previews = [...TEN, { ...PREVIEW, image: 'git.aiworker.dev/my-project/my-project:latest' }];
  expect(() => render(aiworkerApp({ previews }))).toThrow(
    'aiworker/preview-first/application/workload/deployment: aiworker/90-preview-task-first.k8s.yaml: Deployment preview-task-first/my-project-preview: spec.template.spec.containers[0].image is "git.aiworker.dev/my-project/my-project:latest": the image of this tag changes: pin a version [image-tag]',
  );
});

test('fails if a project and a copy have the same namespace', () => {
  const previews = [
    { ...PREVIEW, id: 'b-dev' },
    { ...PREVIEW, id: 'a-dev' },
  ];
  expect(() =>
    aiworkerApp({ previews, projects: [{ name: 'my-project' }, { name: 'preview-task-a' }] }),
  ).toThrow('cluster "aiworker" has two namespaces "preview-task-a-dev": give one of them another name');
});

test('the checks count every copy as if constructs had made it', () => {
  const previews = Array.from({ length: 200 }, (_, index) => ({ ...PREVIEW, id: `${index}-task` }));
  const app = aiworkerApp({ previews });
  const { errors } = check(app);
  expect(errors).toEqual([
    expect.stringMatching(
      /^aiworker: nodes is 4: at the minimum, no node has room for \d+ pods of 150m .* \(preview-task-0-task\/my-project-preview, preview-task-1-task\/my-project-preview, .* and 194 more\)/,
    ),
  ]);
  const [facts] = factsOf(app);
  if (facts === undefined) throw new Error('no facts');
  const { copies = [] } = facts;
  const objects = copies.flatMap(({ path, file, objects }) =>
    objects().map((json) => ({ json, path, file })),
  );
  expect(objects).toHaveLength(199 * 9);
  const whole = { ...facts, objects: [...facts.objects, ...objects], copies: [] };
  expect(runChecks({ clusters: [whole], rules: RULES }).errors).toEqual(errors);
  const [own, others] = [new ClusterIndex(facts), new ClusterIndex(whole)];
  expect(headroom(own)).toEqual(headroom(others));
  expect(nodeTotals(own)).toEqual(nodeTotals(others));
});

test('a finding about a preview says how many others it is about', () => {
  const app = aiworkerApp({ previews: TEN });
  const deployment = app.node
    .findAll()
    .find(({ node }) => node.path.endsWith('preview-0-task/application/workload/deployment'));
  (deployment as ApiObject).addJsonPatch(
    JsonPatch.replace('/spec/template/spec/containers/0/ports/0/name', 'A'),
  );
  const { errors } = check(app);
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors)
    expect(error).toMatch(
      /^aiworker\/preview-0-task\/.*\(9 more namespaces have the same object\) \[[a-z-]+\]$/,
    );
  expect(() => render(app)).toThrow(errors[0]);
});

test('fails if the template differs from the constructs', () => {
  const app = aiworkerApp({ previews: TEN });
  const quota = app.node.findAll().find(({ node }) => node.path.endsWith('preview-task-0-task/quota'));
  for (const object of quota?.node.findAll() ?? [])
    if (ApiObject.isApiObject(object)) object.metadata.addLabel('other', 'label');
  expect(() => render(app)).toThrow(
    'aiworker/preview-0-task/copies: the template differs from aiworker/90-preview-task-0-task.k8s.yaml: report this bug',
  );
});

describe('a synth of changed copies', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'copies-'));
  afterAll(() => rmSync(outdir, { recursive: true }));
  const write = (previews: readonly Preview[], options: SynthOptions = {}) => {
    const warnings: string[] = [];
    const app = aiworkerApp({ previews }, outdir);
    const { changes } = synth(app, { warn: (line) => warnings.push(line), ...options });
    return { ...changes, warnings: warnings.filter((line) => line.includes('90-')) };
  };
  const path = (task: string) => `aiworker/90-preview-task-${task}.k8s.yaml`;
  const NONE = { added: [], changed: [], removed: [], warnings: [] };

  test('writes new files, changes those with other values, and removes those of removed previews', () => {
    expect(write(TEN).added).toEqual(expect.arrayContaining(TEN.map(({ id }) => path(id))));
    expect(write(TEN)).toEqual(NONE);
    const other = TEN.map((one) => (one.id === '7-task' ? { ...one, ttl: '24h' } : one));
    expect(write(other)).toEqual({ ...NONE, changed: [path('7-task')] });
    // The first becomes a copy of another one, and its file stays the same.
    expect(write([...other].reverse())).toEqual(NONE);
    expect(write(TEN.slice(0, 9))).toEqual({ ...NONE, changed: [path('7-task')], removed: [path('9-task')] });
  });

  test('fails if an immutable field of a copy changes', () => {
    write(TEN);
    const file = join(outdir, path('5-task'));
    const old = readFileSync(file, 'utf8').replace('kind: ClusterRole\n', 'kind: Role\n');
    writeFileSync(file, old);
    const message =
      'aiworker/preview-0-task/copies: aiworker/90-preview-task-5-task.k8s.yaml: RoleBinding preview-task-5-task/aiworker-backend-view: roleRef.kind:';
    expect(() => write(TEN)).toThrow(message);
    expect(readFileSync(file, 'utf8')).toBe(old);
    const replace = ['RoleBinding/preview-task-5-task/aiworker-backend-view'];
    expect(write(TEN, { replace })).toEqual({
      ...NONE,
      changed: [path('5-task')],
      warnings: [expect.stringContaining(message)],
    });
  });
});
