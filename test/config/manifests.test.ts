import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readManifest } from '../../lib/config/manifest-file';
import { readManifests } from '../../lib/config/manifests';

const testWithKubectl = spawnSync('kubectl', ['version', '--client']).status === 0 ? test : test.skip;

const MAP = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifests-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

const namesIn = (...paths: string[]) =>
  readManifests(paths.map((path) => join(folder, path))).map(
    ({ json }) => (json as { metadata: { name: string } }).metadata.name,
  );

describe('the objects of files', () => {
  test('are those of the files that kubectl reads in a folder, in the order of their names', () => {
    write({
      'b.yml': MAP('b'),
      'a.yaml': MAP('a'),
      'c.json': '{"apiVersion":"v1","kind":"X","metadata":{"name":"c"}}',
    });
    write({ 'd.txt': 'no: yaml: here', 'sub/e.yaml': MAP('e'), 'f.yaml.orig': MAP('f') });
    expect(namesIn('')).toEqual(['a', 'b', 'c']);
  });

  test('include a file with another extension if it is named, and each file once', () => {
    write({ 'a.txt': MAP('a'), 'b.yaml': MAP('b') });
    expect(namesIn('a.txt', 'b.yaml', 'b.yaml')).toEqual(['a', 'b']);
  });

  test('are those of all documents, and of lists instead of the lists', () => {
    const list = (...items: string[]) =>
      `apiVersion: v1\nkind: List\nitems:\n${items.map((item) => `- ${item.trimEnd().replaceAll('\n', '\n  ')}\n`).join('')}`;
    write({ 'a.yaml': `---\n# nothing\n---\n${MAP('a')}---\n${list(MAP('b'), list(MAP('c')))}---\n` });
    expect(namesIn('a.yaml')).toEqual(['a', 'b', 'c']);
  });

  test.each([
    [{}, 'empty', 'the folder has no .yaml, .yml or .json file: name the folder that contains the files'],
    [{}, 'missing.yaml', 'file or folder not found: correct the path'],
    [{ 'a.yaml': '# nothing\n' }, 'a.yaml', 'no objects found: name files with Kubernetes objects'],
  ])('fails if there are none: %j', (files, path, problem) => {
    mkdirSync(join(folder, 'empty'));
    write(files);
    expect(() => namesIn(path)).toThrow(`${join(folder, path)}: ${problem}`);
  });

  test('fails with the problems of all files', () => {
    write({ 'a.yaml': 'kind: [\n', 'b.yaml': '- 1\n' });
    const message = (name: string) => join(folder, name);
    expect(() => namesIn('', 'missing')).toThrow(
      new RegExp(
        `^${message('missing')}: .*\n${message('a.yaml')}:2:1: does not parse: .*\n${message('b.yaml')}:1:1: `,
      ),
    );
  });
});

/** The values that kubectl reads differently from YAML 1.2, and their meaning for kubectl. */
const PLAIN = {
  yes: true,
  Off: false,
  y: true,
  '0o14': 12,
  '014': 12,
  '-0o7': -7,
  '0x1F': 31,
  '0b11': 3,
  '1_000': 1000,
  '089': 89,
  '1:30': '1:30',
  '2026-01-31': '2026-01-31',
  '1e3': 1000,
  '.5': 0.5,
  '100m': '100m',
};

describe('the values of an object', () => {
  const dataOf = (lines: string) =>
    readManifest('a.yaml', `${MAP('a')}data:\n${lines}`).map(
      ({ json }) => (json as { data: unknown }).data,
    )[0];
  const lines = Object.keys(PLAIN).map((text) => `  "_${text}": ${text}\n`);
  const expected = Object.fromEntries(Object.entries(PLAIN).map(([text, value]) => [`_${text}`, value]));

  test('are those that kubectl reads', () => {
    expect(dataOf(lines.join(''))).toEqual(expected);
  });

  testWithKubectl('are those that kubectl reads: kubectl (needs kubectl)', () => {
    const input = `apiVersion: example.org/v1\nkind: Thing\nmetadata:\n  name: a\ndata:\n${lines.join('')}`;
    const args = ['patch', '--local', '-f', '-', '--type', 'merge', '--patch', '{}', '-o', 'json'];
    const { stdout } = spawnSync('kubectl', args, { encoding: 'utf8', input });
    expect(JSON.parse(stdout).data).toEqual(expected);
  });

  test('include those of aliases and merged mappings, and leave out null', () => {
    expect(dataOf('  a: &a {x: "1"}\n  b: *a\n  c: {<<: *a, z: "2"}\n  d:\n  e: ~\n')).toEqual({
      a: { x: '1' },
      b: { x: '1' },
      c: { x: '1', z: '2' },
    });
  });
});

describe('the position of a field', () => {
  const text = `# comment
apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: web
    annotations:
      example.org/a.b: x
  spec:
    "replicas": 2
    template:
      spec:
        containers:
        - name: web
          resources:
            limits:
              example.org/gpu: 1
              cpu: 1
        - &second
          name: side
          command: [
            a, b]
        - *second
`;
  const [object] = readManifest('a.yaml', text);
  test.each([
    ['', '5:3'],
    ['kind', '6:9'],
    ['metadata.annotations["example.org/a.b"]', '10:24'],
    ['metadata.annotations.example.org/a.b', '10:24'],
    ['spec.replicas', '12:17'],
    ['spec.template.spec.containers', '15:9'],
    ['spec.template.spec.containers[0]', '16:11'],
    ['spec.template.spec.containers[0].resources.limits.example.org/gpu', '19:32'],
    ['spec.template.spec.containers[1].command[1]', '24:16'],
    ['spec.template.spec.containers[2].name', '22:17'],
    // The nearest parent of a missing field.
    ['spec.template.spec.containers[0].resources.requests.cpu', '17:11'],
    ['spec.template.spec.containers[7].name', '15:9'],
    ['spec.rep', '11:3'],
    ['nothing', '5:3'],
  ])('"%s" is %s', (field, position) => {
    const { line, column } = object?.positionOf(field) ?? {};
    expect(`${line}:${column}`).toBe(position);
  });
});

describe('a file', () => {
  test.each([
    [
      'a: b: c\n',
      '1:4: does not parse: nested mappings are not allowed in compact mappings: put the value in quotes, because it contains a colon and a space',
    ],
    [`${MAP('a')}kind: B\n`, '5:1: duplicate key: remove one, because kubectl uses only the last'],
    [
      MAP('{{ .Values.name }}'),
      '4:10: does not parse: a key must be a text: put it in quotes, or render the template first',
    ],
    ['hello\n', '1:1: not a Kubernetes object: write apiVersion, kind and metadata'],
    ['metadata: {}\nkind: A\n', '1:1: apiVersion is missing: write the apiVersion of the object'],
    ['apiVersion: v1\nkind: 5\n', '2:7: kind is not a string: write the kind of the object'],
    ['a: *b\n', '1:4: alias *b has no anchor &b before it: add one, or put the value in quotes'],
    [
      `${MAP('a')}data: &a [${'x,'.repeat(200)}]\nb: &b [${'*a,'.repeat(100)}]\nc: [${'*b,'.repeat(100)}]\n`,
      '6:8: aliases repeat more than 10000 values: write the values out, or repeat fewer',
    ],
  ])('fails to be read: %j', (text, problem) => {
    expect(() => readManifest('a.yaml', text)).toThrow(`a.yaml:${problem}`);
  });

  test('fails with the first problem of each document', () => {
    expect(() => readManifest('a.yaml', 'a: ]\nb: ]\n---\n- 1\n')).toThrow(
      /^a\.yaml:1:4: .*\na\.yaml:4:1: [^\n]*$/,
    );
  });
});
