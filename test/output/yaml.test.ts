import { spawnSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { CORE_SCHEMA, loadAll, YAML11_SCHEMA } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import { stringify } from '../../lib/output/yaml';

type Reader = (text: string) => unknown[];

const LIBRARIES: [string, Reader][] = [
  ['yaml, version 1.2', (text) => readWithYaml(text, '1.2')],
  ['yaml, version 1.1', (text) => readWithYaml(text, '1.1')],
  ['js-yaml, core schema', (text) => loadAll(text, { schema: CORE_SCHEMA })],
  ['js-yaml, YAML 1.1 schema', (text) => loadAll(text, { schema: YAML11_SCHEMA })],
];

const testWithKubectl = spawnSync('kubectl', ['version', '--client']).status === 0 ? test : test.skip;

// biome-ignore format: one line a subject
const STRINGS = [
  ...['', ' ', '~', 'null', 'Null', 'true', 'FALSE', 'yes', 'No', 'on', 'OFF', 'y', 'N', '=', '<<', '<'],
  ...['0', '1', '-1', '+1', '-0', '007', '0o14', '0b11', '0x1F', '0xFF', '0XFF', '1_000', '_1', '1:30', '190:20:30'],
  ...['1e3', '1E3', '1e', '0e', 'e0', 'E1234567', '-e5', 'e+5', '1.', '.5', '1.5', '1.2.3.4', '1.5e+3', '.inf', '-.INF', '.nan', 'inf', 'NaN'],
  ...['100m', '1.5Gi', '0x', '0b', '0s', '10.0.0.0/8', '1/2', '1,000', '12e03', '0.0.0.0', '9223372036854775808'],
  ...['2026-01-19', '2026-01-19T12:00:00Z', '2026-1-9 1:02:03 +1', '12:30'],
  ...['\u0085', 'a\u0085b', '\uFEFF', '\uFEFFa', '\u007F', '\u2028', 'a\u2029b', '\u00A0', '\0', '\u001B[0m', '\uFFFE'],
  ...['a ', ' a', 'a\t', '\ta', 'a\tb', '\t', 'a  b', '- x', '-', '--', '--x=1', '-x', '-1x', '? a', '?', ':', ':a'],
  ...['a: b', 'a:', 'a:b', 'a :b', 'a #b', 'a#b', '#', '# a', '---', '--- a', '---a', '...', '... a', '...a'],
  ...['*x', '&x', '!x', '!!int 1', '%x', '%YAML 1.1', '@x', '`x`', '|', '|-', '>', ',', '[', ']', '{', '}', '[]', '{}'],
  ...['a, b', 'a]', '{"a": 1}', "'", "''", "it's", '"', 'a"b', '\\', '\\n', '\'"\\', "'a", '"a', '$(A)', '(a)', '^/a$'],
  ...['__proto__', 'constructor', 'hasOwnProperty', 'toString', '👩‍💻', '😀 a', 'Métricas', '日本', '\u0301a', '\u{1F600}\u{1FFFE}'],
  ...['\n', '\n\n', 'a\n', 'a\nb', 'a\n\n', 'a\nb\n\n\n', '\na', '\n\na\n', ' a\nb\n', 'a\n b\n', '  a\n b\n', '\n a\nb'],
  ...['\ta\nb\n', 'a\n\tb\n', '\n\ta', ' \ta\nb', ' \n', ' \na', 'a\n ', 'a\n  \n', 'a\n\t', 'a\n \nb', 'a \nb \n', '\n '],
  ...['a\rb', 'a\r\nb\r\n', '\r', 'a\r', 'a\n\u0085\n', 'a\n\uFEFF', 'a\n\u00A0', '---\na\n', 'a\n---\nb\n', 'a\n...\n'],
  ...['# a\nb: c\n', '- a\n- b\n', '%a\n%b', 'a\n#b', 'key: |\n  text\n', '\n# a', '😀\n😀\n', '\u2028\n', 'a\n\u007F\n'],
  ...['x'.repeat(2000), 'x '.repeat(2000), '😀'.repeat(600), `${'"'.repeat(600)}😀`, `a\n${'b'.repeat(5000)}\n`],
  ...['\u0085'.repeat(200), `\u0085${'😀'.repeat(600)}`, 'x'.repeat(1022), 'x'.repeat(1025), 'x\n'.repeat(800)],
];

// biome-ignore format: one line
const NUMBERS = [0, 1, -1, 0.1, -0.5, 1e21, -1e21, 1e-7, 1.5e-7, 1.5e300, 5e-324, Number.MAX_VALUE, 1e20, 2 ** 53 - 1];

/** Objects with a string in every position: as a value, a key and a list item, beside values that it must not affect. */
const objectsWith = (value: unknown, key: string): object[] => [
  { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' }, spec: value },
  {
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    metadata: { name: 'b' },
    spec: Object.fromEntries([
      [key, value],
      [
        'k',
        Object.fromEntries([
          ['0', 0],
          [key, [value, [value, [value]], Object.fromEntries([[key, value]])]],
        ]),
      ],
    ]),
  },
  Object.fromEntries([
    ['apiVersion', 'v1'],
    ['kind', 'ConfigMap'],
    ['metadata', { name: 'c' }],
    [key, value],
  ]),
];

const text = fc.oneof(
  fc.constantFrom(...STRINGS),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(...'0123456789abexoTZ_.:+-/'), maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(...' \t\n\ra-:#?!&*|>%@`\'"\\[]{},=<~$'), maxLength: 12 }),
);

const number = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Any JSON value except -0, which JSON does not have. */
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.oneof(
      text,
      number.map((value) => value + 0),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('json')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

describe('every parser reads the same values', () => {
  const objects = [
    ...STRINGS.flatMap((string) => objectsWith(string, string)),
    ...NUMBERS.flatMap((value) => objectsWith(value, 'a')),
    ...[true, false, null, [], {}, [[]], [{}], [[], {}]].flatMap((value) => objectsWith(value, 'a')),
  ];

  test.each(LIBRARIES)('of difficult strings: %s', (_name, read) => {
    expect(violations(read, objects)).toEqual([]);
  });

  test.each(LIBRARIES)('of any JSON value: %s', (_name, read) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(json, text), { minLength: 1, maxLength: 4 }), (values) => {
        expect(
          violations(
            read,
            values.flatMap(([value, key]) => objectsWith(value, key)),
          ),
        ).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  testWithKubectl('of difficult strings: kubectl (needs kubectl)', () => {
    expect(violations(readWithKubectl, objects)).toEqual([]);
  });

  testWithKubectl('of any JSON value: kubectl (needs kubectl)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(json, text), { minLength: 300, maxLength: 300 }), (values) => {
        expect(
          violations(
            readWithKubectl,
            values.flatMap(([value, key]) => objectsWith(value, key)),
          ),
        ).toEqual([]);
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });
});

test('writes separators only between documents, and ends with a newline', () => {
  expect(stringify([])).toBe('');
  expect(stringify([{ a: 1 }])).toBe('a: 1\n');
  expect(stringify([{ a: 1 }, {}, { b: [] }])).toBe('a: 1\n---\n{}\n---\nb: []\n');
});

test('writes block style, with lists at the column of their key', () => {
  const object = { list: [{ a: 1, b: [1, [2, 3], {}] }, 'x'], map: { a: { b: true, c: null } }, none: [] };
  expect(stringify([object])).toBe(`list:
- a: 1
  b:
  - 1
  - - 2
    - 3
  - {}
- x
map:
  a:
    b: true
    c: null
none: []
`);
});

test('repeats an object that is used twice, without anchors', () => {
  const shared = { cpu: '1' };
  const list = [shared];
  const output = stringify([{ a: shared, b: [shared, shared], c: list, d: list }]);
  expect(output).toBe('a:\n  cpu: "1"\nb:\n- cpu: "1"\n- cpu: "1"\nc:\n- cpu: "1"\nd:\n- cpu: "1"\n');
});

test('omits undefined properties', () => {
  expect(stringify([{ a: undefined, b: { c: undefined }, d: 1 }])).toBe('b: {}\nd: 1\n');
});

test('accepts objects without a prototype', () => {
  expect(stringify([Object.assign(Object.create(null), { a: 1 })])).toBe('a: 1\n');
});

test.each([
  ['nginx:1.27', 'nginx:1.27'],
  ['app.kubernetes.io/name', 'app.kubernetes.io/name'],
  ['/healthz', '/healthz'],
  ['--v=2', '--v=2'],
  ['$(NODE_NAME)', '$(NODE_NAME)'],
  ['500m', '500m'],
  ['1.5Gi', '1.5Gi'],
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['Métricas y más', 'Métricas y más'],
  ['true', '"true"'],
  ['=', '"="'],
  ['<<', '"<<"'],
  ['1', '"1"'],
  ['10.0.0.1', '"10.0.0.1"'],
  ['*.example.com', '"*.example.com"'],
  ["it: doesn't", '"it: doesn\'t"'],
  ['{"a": "it\'s"}', '\'{"a": "it\'\'s"}\''],
  ['\\d+$', "'\\d+$'"],
  ['a\tb', '"a\\tb"'],
])('writes the string %j as %s', (value, written) => {
  expect(stringify([{ value }])).toBe(`value: ${written}\n`);
});

test.each([
  [0, '0'],
  [-0, '0'],
  [0.1, '0.1'],
  [1e20, '100000000000000000000'],
  [1e21, '1.0e+21'],
  [-1e-7, '-1.0e-7'],
  [1.5e300, '1.5e+300'],
])('writes the number %d as %s', (value, written) => {
  expect(stringify([{ value }])).toBe(`value: ${written}\n`);
});

test('writes multi-line strings as literal blocks', () => {
  const data = {
    clip: 'server {\n\tlisten 80;\n\n  # é\n}\n',
    indented: '  a\nb\n',
    keep: 'a\n\n',
    strip: 'a: 1\n---\nb: 2',
  };
  expect(stringify([{ data }])).toBe(`data:
  clip: |
    server {
    \tlisten 80;

      # é
    }
  indented: |2
      a
    b
  keep: |+
    a

  strip: |-
    a: 1
    ---
    b: 2
`);
});

test.each(['a\r\nb\r\n', '\ta\nb', 'a\n  ', 'a\u0085\nb', '\n\n'])(
  'quotes %j, which is not safe in a block',
  (value) => {
    expect(stringify([{ value }])).toMatch(/^value: ".*"\n$/);
  },
);

describe('order of keys', () => {
  test('begins a document with its kind, and ends it with its status', () => {
    const object = Object.fromEntries(
      [
        'status',
        'zeta',
        'data',
        'alpha',
        'spec',
        'Beta',
        'type',
        'metadata',
        'kind',
        'apiVersion',
        '10',
        '9',
      ].map((key) => [key, 0]),
    );
    expect(keysOf(object)).toEqual([
      'apiVersion',
      'kind',
      'metadata',
      'type',
      'spec',
      'data',
      '"10"',
      '"9"',
      'Beta',
      'alpha',
      'zeta',
      'status',
    ]);
  });

  test('begins metadata with the name', () => {
    const metadata = {
      annotations: 0,
      finalizers: 0,
      generateName: 0,
      labels: 0,
      name: 0,
      namespace: 0,
      creationTimestamp: 0,
    };
    expect(keysOf({ metadata })).toEqual([
      'metadata',
      ...['name', 'generateName', 'namespace', 'labels', 'annotations', 'creationTimestamp', 'finalizers'],
    ]);
  });

  test.each(['containers', 'initContainers', 'ephemeralContainers'])('begins %s with the name', (list) => {
    const container = {
      workingDir: 0,
      volumeMounts: 0,
      securityContext: 0,
      startupProbe: 0,
      resources: 0,
      readinessProbe: 0,
      ports: 0,
      name: 0,
      livenessProbe: 0,
      lifecycle: 0,
      image: 0,
      envFrom: 0,
      env: 0,
      command: 0,
      args: 0,
    };
    expect(keysOf({ [list]: [container] })).toEqual([
      list,
      ...['name', 'image', 'command', 'args', 'ports', 'env', 'envFrom', 'resources', 'volumeMounts'],
      ...['livenessProbe', 'readinessProbe', 'startupProbe', 'securityContext', 'lifecycle', 'workingDir'],
    ]);
  });

  test('begins an item of a list with its name', () => {
    expect(keysOf({ volumes: [{ configMap: 0, metadata: 0, name: 0 }] })).toEqual([
      ...['volumes', 'name', 'configMap', 'metadata'],
    ]);
  });

  test('orders the items of a List like documents', () => {
    expect(keysOf({ items: [{ alpha: 0, metadata: 0, kind: 0, apiVersion: 0, spec: 0 }] })).toEqual([
      ...['items', 'apiVersion', 'kind', 'metadata', 'spec', 'alpha'],
    ]);
  });

  test.each(['labels', 'annotations', 'data', 'matchLabels', 'limits'])('is alphabetical in %s', (map) => {
    expect(
      keysOf({
        [map]: { name: 0, kind: 0, é: 0, a: 0, status: 0, Z: 0, apiVersion: 0, 'a.b': 0, '2': 0, '10': 0 },
      }),
    ).toEqual([...[map, '"10"', '"2"', 'Z', 'a', 'a.b', 'apiVersion', 'kind', 'name', 'status', 'é']]);
  });

  test('does not depend on the order of insertion, and does not change the objects', () => {
    const object = { b: 1, a: { d: 1, c: 1 } };
    expect(stringify([object])).toBe(stringify([{ a: { c: 1, d: 1 }, b: 1 }]));
    expect(JSON.stringify(object)).toBe('{"b":1,"a":{"d":1,"c":1}}');
  });

  function keysOf(object: object): string[] {
    return [...stringify([object]).matchAll(/^[ -]*(\S+):/gm)].map((match) => match[1] ?? '');
  }
});

describe('a value that YAML cannot represent', () => {
  const advice = 'use null, a boolean, a finite number, a string, a list or a plain object';
  class Quantity {}

  test('fails if a string has a lone surrogate', () => {
    const object = {
      kind: 'ConfigMap',
      metadata: { name: 'motd', namespace: 'web' },
      data: { 'a.txt': 'hi \uD83D!' },
    };
    expect(() => stringify([object])).toThrow(
      new Error(
        'ConfigMap "web/motd", data["a.txt"]: the string has the lone surrogate "\\ud83d" at index 3, which YAML cannot represent: use whole characters, or base64 for bytes',
      ),
    );
  });

  test('fails if a key has a lone surrogate', () => {
    expect(() => stringify([{}, { a: [{ '\uDE00': 1 }] }])).toThrow(
      new Error(
        'document 2, a[0]["\\ude00"]: the key has the lone surrogate "\\ude00" at index 0, which YAML cannot represent: use whole characters, or base64 for bytes',
      ),
    );
  });

  test.each([
    ['NaN', Number.NaN, 'NaN'],
    ['Infinity', -Infinity, '-Infinity'],
    ['a function', () => 1, 'a function'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['a bigint', 10n, '10n'],
    ['a Date', new Date(0), 'an instance of Date'],
    ['a Map', new Map(), 'an instance of Map'],
    ['an instance of a class', new Quantity(), 'an instance of Quantity'],
  ])('fails if it is %s', (_name, value, described) => {
    expect(() => stringify([{ kind: 'Thing', metadata: { name: 'a' }, spec: { list: [0, value] } }])).toThrow(
      new Error(`Thing "a", spec.list[1]: ${described} is not a JSON value: ${advice}`),
    );
  });

  test.each([
    ['undefined', [0, undefined]],
    ['a hole', new Array(2).fill(0, 0, 1)],
  ])('fails if the item of a list is %s', (_name, list) => {
    expect(() => stringify([{ list }])).toThrow(
      new Error(`document 1, list[1]: undefined is not a JSON value: ${advice}`),
    );
  });

  test('fails if it contains itself', () => {
    const spec: Record<string, unknown> = {};
    spec.children = [{ parent: spec }];
    expect(() => stringify([{ kind: 'Thing', metadata: { name: 'a' }, spec }])).toThrow(
      new Error(
        'Thing "a", spec.children[0].parent: the value contains itself: use a copy of the part that is needed here',
      ),
    );
  });
});

/** The objects that are not read with the same value, each with the value that was read. */
function violations(read: Reader, objects: object[]): unknown[] {
  const found = read(stringify(objects));
  const wrong = objects.map((wrote, index) => ({ wrote, read: found[index] }));
  return [
    ...wrong.filter((pair) => !isDeepStrictEqual(pair.wrote, pair.read)),
    ...(found.length === objects.length ? [] : [`${objects.length} documents were read as ${found.length}`]),
  ];
}

function readWithYaml(text: string, version: '1.1' | '1.2'): unknown[] {
  return [...parseAllDocuments(text, { version })].map((document) => {
    expect([...document.errors, ...document.warnings]).toEqual([]);
    return document.toJS();
  });
}

/** Reads with `kubectl patch --local` and an empty patch, which needs no server and has no schema for a Thing. */
function readWithKubectl(text: string): unknown[] {
  const args = ['patch', '--local', '--type=json', '--patch=[]', '--output=json', '--filename=-'];
  const { status, stdout, stderr } = spawnSync('kubectl', args, {
    input: text,
    maxBuffer: 2 ** 28,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(`[${stdout.replaceAll('\n}\n{\n', '\n},\n{\n')}]`);
}
