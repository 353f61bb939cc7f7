import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import {
  boolean,
  type Field,
  type Infer,
  integer,
  list,
  map,
  object,
  oneOf,
  optional,
  string,
} from '../../lib/config/fields';
import {
  bucketName,
  cidr,
  dateTime,
  dnsName,
  duration,
  emailAddress,
  ipv4,
  port,
  quantity,
  schedule,
  url,
} from '../../lib/config/formats';
import { ConfigError } from '../../lib/config/problem';
import { readConfig } from '../../lib/config/reader';

let folder: string;
const home = process.cwd();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-reader-'));
  mkdirSync(join(folder, 'config'));
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const team = object({
  domain: optional(dnsName()),
  projects: list(
    object({
      name: string({
        check: (name) => (/^[a-z-]+$/.test(name) ? undefined : `name "${name}" must be lower-case`),
      }),
      replicas: optional(integer({ min: 1, max: 5 }), 2),
    }),
  ),
});

/** The value of a file. A valid file must be valid for editors too, so the JSON schema must accept it. */
function read<T>(content: string | Buffer, declaration: Field<T>): T {
  writeFileSync('config/x.yaml', content);
  const value = readConfig('config/x.yaml', declaration);
  const validate = new Ajv({ allowUnionTypes: true }).compile(declaration.schema);
  validate(parse(content.toString()));
  expect(validate.errors).toBeNull();
  return value;
}

function problemsOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

/** The problems of a file, without the file's name. */
function problems<T>(content: string | Buffer, description: Field<T>): string[] {
  return problemsOf(() => read(content, description)).map((line) => {
    expect(line).toMatch(/^config\/x\.yaml:\d+:\d+: [^\n]+$/);
    return line.slice('config/x.yaml:'.length);
  });
}

/** The problem of one value, without its position. */
function problemOf(value: string, field: Field<unknown>): string | undefined {
  const found = problems(`value: ${value}\n`, object({ value: field }));
  expect(found.length).toBeLessThan(2);
  return found[0]?.replace(/^1:\d+: value: /, '');
}

describe('a valid file', () => {
  test('is read with its types and defaults', () => {
    const config: Infer<typeof team> = read(
      'domain: a.example.org\nprojects:\n  - name: one\n  - { name: two, replicas: 5 }\n',
      team,
    );
    expect(config).toEqual({
      domain: 'a.example.org',
      projects: [
        { name: 'one', replicas: 2 },
        { name: 'two', replicas: 5 },
      ],
    });
  });

  test('has no value for an optional key that is absent and has no default', () => {
    const config = read('projects: []\n', team);
    expect(Object.keys(config)).toEqual(['projects']);
    // @ts-expect-error an optional key without a default may be undefined
    const domain: string = config.domain;
    expect(domain).toBeUndefined();
  });

  test('may repeat values by aliases', () => {
    const config = read(
      'projects:\n  - &one { name: &name one }\n  - { name: *name, replicas: 3 }\n  - *one\n',
      team,
    );
    expect(config.projects).toEqual([
      { name: 'one', replicas: 2 },
      { name: 'one', replicas: 3 },
      { name: 'one', replicas: 2 },
    ]);
  });

  test('may start with a byte order mark, have CRLF line ends and end with a document end marker', () => {
    expect(read('\ufeff---\r\nprojects: []\r\n...\r\n', team)).toEqual({ projects: [] });
  });

  test('may contain strings that YAML 1.1 reads as booleans or numbers, and names of built-in properties', () => {
    expect(read('[yes, off, 1:30, 2026-01-31, __proto__, constructor]', list(string()))).toEqual([
      'yes',
      'off',
      '1:30',
      '2026-01-31',
      '__proto__',
      'constructor',
    ]);
  });

  test('may have any key in a map, also names of built-in properties', () => {
    const entries = read('{__proto__: a, constructor: b, toString: c, <<: d}', map(string()));
    expect([...entries]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
      ['<<', 'd'],
    ]);
  });
});

describe('the file itself', () => {
  test('fails if it is missing: the message has the given name', () => {
    for (const name of ['config/aiworker.yaml', './none.yaml', 'config/x.yaml/y']) {
      writeFileSync('config/x.yaml', '');
      expect(problemsOf(() => readConfig(name, team))).toEqual([
        `${name}: file not found: create it, or run from the project's root folder`,
      ]);
    }
  });

  test('fails if it is a folder', () => {
    expect(problemsOf(() => readConfig('config', team))).toEqual([
      'config: the path is a folder: use a YAML file',
    ]);
  });

  test('fails if it cannot be read', () => {
    symlinkSync('loop.yaml', 'config/loop.yaml');
    expect(problemsOf(() => readConfig('config/loop.yaml', team))).toEqual([
      "config/loop.yaml: the file cannot be read (ELOOP: too many symbolic links encountered, stat 'config/loop.yaml'): make it readable",
    ]);
  });

  test('fails if it is a named pipe, which is not opened', () => {
    execFileSync('mkfifo', ['config/pipe.yaml']);
    expect(problemsOf(() => readConfig('config/pipe.yaml', team))).toEqual([
      'config/pipe.yaml: the path is a named pipe or a device: use a YAML file',
    ]);
  });

  test('fails if it is not UTF-8', () => {
    expect(problemsOf(() => read(Buffer.from('projects: [\xe9]', 'latin1'), team))).toEqual([
      'config/x.yaml: the file is not UTF-8: save it in this encoding',
    ]);
  });

  test.each(['', '\n', '# a comment\n', '---\n', '\ufeff'])('fails if it is empty: %j', (content) => {
    expect(problems(content, team)).toEqual([
      '1:1: the file is empty: write the configuration, or restore the file from version control',
    ]);
  });

  test.each([
    ['~', 'null'],
    ['[]', 'a list'],
    ['text', 'the string "text"'],
    ['12', 'the number 12'],
  ])('fails if its root has the wrong type: %s', (content, found) => {
    expect(problems(content, team)).toEqual([`1:1: expected a mapping, found ${found}`]);
  });

  test('fails if it has more than one document', () => {
    expect(problems('projects: []\n---\nprojects: []\n---\n', team)).toEqual([
      '2:1: the file contains 3 documents: keep one, and remove the line "---" or "..." that separates them',
    ]);
  });
});

describe('the YAML of a file', () => {
  test('fails if it does not parse: only the first error of the parser is reported', () => {
    expect(problems('projects: a: b\nunknown: 1\ntext: "open\n', team)).toEqual([
      '1:11: does not parse: nested mappings are not allowed in compact mappings: put the value in quotes, because it contains a colon and a space',
    ]);
  });

  test('fails if git has left a conflict in it: only the first marker is reported', () => {
    expect(
      problems('projects: []\n<<<<<<< HEAD\ndomain: a\n=======\ndomain: b\n>>>>>>> other\n', team),
    ).toEqual([
      '2:1: the file has a conflict marker of git: choose one of the two versions, and remove the lines that git added',
    ]);
  });

  test.each([
    ['domain:a.example.org\nprojects: []\n', 'write a space after the colon of a key'],
    ['projects:\n\t- name: one\n', 'indent with spaces, because YAML does not allow tabs'],
    [
      'domain: a\nprojects:\u00a0[]\n',
      'replace the invisible character (such as a non-breaking space) by a space',
    ],
    ['domain: a: b\n', 'put the value in quotes, because it contains a colon and a space'],
    ['domain: @a\n', 'put the value in quotes, because it starts with a reserved character'],
  ])('fails if it does not parse: the message has the remedy for the usual cause: %j', (content, remedy) => {
    const [first] = problems(content, team);
    expect(first).toMatch(/^\d+:\d+: does not parse: /);
    expect(first?.endsWith(`: ${remedy}`)).toBe(true);
  });

  test('fails if values are long, invisible or look like others: they are cut, or shown by their code points', () => {
    const long = 'x'.repeat(10_000);
    expect(
      problems(`projects: []\n${long}: 1\ndomain: ${'9'.repeat(10_000)}\n`, team).join('\n').length,
    ).toBeLessThan(400);
    expect(problems(`projects: []\ndomain: "\u0430pi.example\u200b.org"\n`, team)).toEqual([
      '2:9: domain: "\\u0430pi.example\\u200b.org" is not a valid DNS name: label "\\u0430pi" must consist of lower-case letters, digits and hyphens, with a letter or digit at both ends',
    ]);
  });

  test('fails if it has a tag beyond the core schema, or an unknown directive', () => {
    expect(problems('projects: !secret a\n', team)).toEqual([
      '1:11: does not parse: unresolved tag: !secret: remove it, or put the value in quotes',
    ]);
    expect(problems('data: !!binary aGk=\n', team)).toEqual([
      '1:7: does not parse: unresolved tag: tag:yaml.org,2002:binary: remove it, or put the value in quotes',
    ]);
    expect(problems('%OTHER 1\n---\nprojects: []\n', team)).toEqual([
      '1:1: does not parse: unknown directive %OTHER: correct the YAML',
    ]);
  });

  test('fails if a key is duplicate: all other problems are reported, too', () => {
    const content =
      'projects:\n  - name: one\n    replicas: 2\n    "name": Two\nprojects: []\nother: { a: 1, a: 1 }\n';
    expect(problems(content, team)).toEqual([
      '4:5: projects[0]: duplicate key "name", first on line 2: remove one',
      '4:13: projects[0].name: name "Two" must be lower-case',
      '5:1: duplicate key "projects", first on line 1: remove one',
      '6:1: unknown key "other", expected one of: domain, projects',
      '6:16: other: duplicate key "a", first on line 6: remove one',
    ]);
  });

  test('fails if an alias has no anchor before it, or is inside the value that it repeats', () => {
    expect(problems('domain: *later\nprojects: &later [*later]\n', team)).toEqual([
      '1:9: domain: alias *later has no anchor &later before it: add one, or put the value in quotes',
      '2:19: projects[0]: alias *later is inside the value that it repeats: remove it',
    ]);
  });

  test('fails if an alias repeats a value of the wrong type: the position is that of the alias', () => {
    expect(problems('projects: &p []\ndomain: *p\n', team)).toEqual([
      '2:9: domain: expected a DNS name such as app.example.org, found a list',
    ]);
  });

  test('fails quickly if nested aliases multiply the values', () => {
    const bomb = Array.from({ length: 30 }, (_, level) =>
      level === 0 ? 'l0: &l0 [x]' : `l${level}: &l${level} [${`*l${level - 1}, `.repeat(10)}]`,
    ).join('\n');
    let nested: Field<unknown> = string();
    for (let level = 0; level < 30; level += 1) nested = list(nested);
    const started = performance.now();
    expect(problems(`${bomb}\n`, object({}))).toHaveLength(30);
    const found = problems(
      `${bomb}\n`,
      object(
        Object.fromEntries(
          Array.from({ length: 30 }, (_, l) => [`l${l}`, l === 29 ? nested : map(string())]),
        ),
      ),
    );
    expect(performance.now() - started).toBeLessThan(5000);
    expect(found.filter((line) => !line.includes('expected a mapping'))).toEqual([
      expect.stringMatching(
        /^\d+:\d+: l29(\[\d\])+: aliases repeat more than 100000 values: write the values out, or repeat fewer$/,
      ),
    ]);
  });

  test('fails if aliases repeat one long list too often', () => {
    const content = `long: &long [${'x, '.repeat(2000)}]\nuses: [${'*long, '.repeat(100)}]\n`;
    expect(problems(content, object({ long: list(string()), uses: list(list(string())) }))).toEqual([
      '1:5714: uses[49][1900]: aliases repeat more than 100000 values: write the values out, or repeat fewer',
    ]);
  });
});

describe('a mapping', () => {
  test('fails if a key is unknown: the message suggests a similar key, which is not reported as missing', () => {
    expect(problems('proejcts: []\nDomain: a\n', team)).toEqual([
      '1:1: unknown key "proejcts", did you mean "projects"?',
      '2:1: unknown key "Domain", did you mean "domain"?',
    ]);
    expect(problems('projects:\n  - nmae: one\n', team)).toEqual([
      '2:5: projects[0]: unknown key "nmae", did you mean "name"?',
    ]);
  });

  test('fails if a short key is unknown: the message suggests a key only if it is very similar', () => {
    const short = object({ ip: optional(string()), HTTP: optional(string()) });
    expect(problems('ib: a\nno: a\nhttp: a\n', short)).toEqual([
      '1:1: unknown key "ib", did you mean "ip"?',
      '2:1: unknown key "no", expected one of: ip, HTTP',
      '3:1: unknown key "http", did you mean "HTTP"?',
    ]);
  });

  test('fails if a key is unknown and similar to no other: the message lists the known keys', () => {
    expect(problems(`projects: []\ncolour: red\n${'x'.repeat(80)}: 1\n`, team)).toEqual([
      '2:1: unknown key "colour", expected one of: domain, projects',
      `3:1: unknown key "${'x'.repeat(59)}…", expected one of: domain, projects`,
    ]);
  });

  test('fails if an unknown key has the name of a built-in property, or is a merge key', () => {
    expect(
      problems('projects: []\n__proto__: 1\nconstructor: 1\ntoString: 1\n<<: { domain: a }\n', team),
    ).toEqual([
      '2:1: unknown key "__proto__", expected one of: domain, projects',
      '3:1: unknown key "constructor", expected one of: domain, projects',
      '4:1: unknown key "toString", expected one of: domain, projects',
      '5:1: unknown key "<<", expected one of: domain, projects',
    ]);
  });

  test('fails if a key is missing: the position is that of the mapping', () => {
    expect(problems('# comment\n\ndomain: a\n', team)).toEqual([
      '3:1: missing key "projects", expected a list',
    ]);
    expect(problems('projects:\n  - replicas: 2\n  - {}\n', team)).toEqual([
      '2:5: projects[0]: missing key "name", expected a string',
      '3:5: projects[1]: missing key "name", expected a string',
    ]);
  });

  test('fails if a key is not a string', () => {
    const keys = '1: a\ntrue: a\n: a\n? [b]\n: a\nc: 1\n';
    const expected = [
      '1:1: expected a string as key, found the number 1: put it in quotes, "1"',
      '2:1: expected a string as key, found true: put it in quotes, "true"',
      '3:1: expected a string as key, found nothing',
      '4:3: expected a string as key, found a list',
    ];
    expect(problems(keys, map(string()))).toEqual([
      ...expected,
      '6:4: c: expected a string, found the number 1: put it in quotes, "1"',
    ]);
    expect(problems(keys, object({ c: integer() }))).toEqual(expected);
  });

  test('fails if the value has the wrong type', () => {
    expect(problemOf('[]', map(string()))).toBe('expected a mapping, found a list');
    expect(problemOf('', map(string()))).toBe('expected a mapping, found nothing: write {} for an empty one');
    expect(problems('projects:\n  - one\n  -\n', team)).toEqual([
      '2:5: projects[0]: expected a mapping, found the string "one"',
      '3:4: projects[1]: expected a mapping, found nothing',
    ]);
  });

  test('fails if an optional key has no value', () => {
    expect(problemOf('', optional(string(), 'a'))).toBe('expected a string, found nothing');
    expect(problemOf('null', optional(integer()))).toBe('expected a whole number, found null');
    expect(problems('{value}', object({ value: optional(integer()) }))).toEqual([
      '1:2: value: expected a whole number, found nothing',
    ]);
  });
});

describe('a list', () => {
  test('fails if the value has the wrong type', () => {
    expect(problemOf('{}', list(string()))).toBe('expected a list, found a mapping');
    expect(problemOf('', list(string()))).toBe('expected a list, found nothing: write [] for an empty one');
  });

  test('fails if it is empty but must not be: no message recommends an empty list', () => {
    const check = () => {
      throw new Error('the rule must not run');
    };
    const field = list(string(), { ifEmpty: 'add a name', check });
    expect(problemOf('[]', field)).toBe('is empty: add a name');
    expect(problemOf('', field)).toBe('expected a list, found nothing: add a name');
    expect(field.schema).toMatchObject({ minItems: 1 });
  });
});

describe('a string', () => {
  test.each(['123', '0123', '1e3', '0x10', '1.0', '.nan', 'true', 'null', '~'])(
    'fails if %s has no quotes',
    (text) => {
      const found = /[\d.]/.test(text) ? `the number ${text}` : text.replace('~', 'null');
      expect(problemOf(text, string())).toBe(
        `expected a string, found ${found}: put it in quotes, "${text}"`,
      );
      expect(problemOf(`"${text}"`, string())).toBeUndefined();
    },
  );

  test('fails if a number has no quotes: the message suggests quotes only if they would help', () => {
    expect(problemOf('123', duration())).toBe('expected a duration such as 168h, found the number 123');
  });

  test('fails if it is empty', () => {
    expect(problemOf("''", string())).toBe('expected a string, found an empty string');
  });

  test('fails if its check fails: the message is one line, also for a value with line breaks', () => {
    const check = (value: string) => `no ${value}`;
    expect(problemOf('"a\\n  b\\u2028c\\e[1m\\u009b\\u202e"', string({ check }))).toBe(
      'no a b c\\u001b[1m\\u009b\\u202e',
    );
  });
});

describe('a whole number', () => {
  test.each([
    ['"3"', 'the string "3": remove the quotes'],
    ['three', 'the string "three"'],
    ['0x3', 'the number 0x3: write it in decimal digits'],
    ['03', 'the number 03: write it in decimal digits'],
    ['3.0', 'the number 3.0: write it in decimal digits'],
    ['0', 'the number 0'],
    ['6', 'the number 6'],
    ['[]', 'a list'],
  ])('fails if it is %s', (text, found) => {
    expect(problemOf(text, integer({ min: 1, max: 5 }))).toBe(
      `expected a whole number from 1 to 5, found ${found}`,
    );
  });

  test('fails if it is out of range, or too large to be exact', () => {
    expect(problemOf('-1', integer({ min: 0 }))).toBe(
      'expected a whole number of at least 0, found the number -1',
    );
    expect(problemOf('1', integer({ max: 0 }))).toBe(
      'expected a whole number of at most 0, found the number 1',
    );
    expect(problemOf('9007199254740993', integer())).toBe(
      'expected a whole number, found the number 9007199254740993',
    );
  });
});

test('a boolean fails if it is not true or false, also if YAML 1.1 allows it', () => {
  expect(read('[true, false]', list(boolean()))).toEqual([true, false]);
  expect(problemOf('yes', boolean())).toBe('expected true or false, found the string "yes"');
  expect(problemOf('1', boolean())).toBe('expected true or false, found the number 1');
});

test('one of several strings fails if it is another string', () => {
  const stage = oneOf('dev', 'staging', 'production');
  const value: 'dev' | 'staging' | 'production' = read('staging', stage);
  expect(value).toBe('staging');
  const expected = 'expected one of "dev", "staging", "production", found';
  expect(problemOf('prodution', stage)).toBe(
    `${expected} the string "prodution": did you mean "production"?`,
  );
  expect(problemOf('toString', stage)).toBe(`${expected} the string "toString"`);
  expect(problemOf('true', stage)).toBe(`${expected} true`);
});

describe('a quantity', () => {
  test('is read as it is written, with quotes or without', () => {
    expect(read('[4, 1.50, 500m, 4Gi, 1e3, "2"]', list(quantity()))).toEqual([
      '4',
      '1.50',
      '500m',
      '4Gi',
      '1e3',
      '2',
    ]);
  });

  test.each([
    [
      '4GiB',
      'quantity "4GiB" is invalid: write a number, alone or with m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei, such as 500m, 1.5 or 4Gi',
    ],
    [
      '0x10',
      'quantity "0x10" is invalid: write a number, alone or with m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei, such as 500m, 1.5 or 4Gi',
    ],
    ['-1', 'quantity "-1" is negative: the minimum is 0'],
    ['-500m', 'quantity "-500m" is negative: the minimum is 0'],
    ['0123', 'expected a quantity such as 500m or 4Gi, found the number 0123: remove the leading zero'],
    ['true', 'expected a quantity such as 500m or 4Gi, found true'],
    ['{}', 'expected a quantity such as 500m or 4Gi, found a mapping'],
  ])('fails if it is %s', (text, message) => {
    expect(problemOf(text, quantity())).toBe(message);
  });
});

describe('a date and time', () => {
  test.each(['2026-01-31T08:00:00Z', '2024-02-29T23:59:59.123+01:00', '2000-02-29T00:00:00-23:59'])(
    'may be %s',
    (text) => {
      expect(read(text, dateTime())).toBe(text);
    },
  );

  test.each([
    ['2026-02-30T08:00:00Z', '2026-02 has the days 01 to 28'],
    ['1900-02-29T08:00:00Z', '1900-02 has the days 01 to 28'],
    ['2024-02-30T08:00:00Z', '2024-02 has the days 01 to 29'],
    ['2026-04-31T08:00:00Z', '2026-04 has the days 01 to 30'],
    ['2026-01-00T08:00:00Z', '2026-01 has the days 01 to 31'],
    ['2026-13-01T08:00:00Z', 'months are 01 to 12'],
    ['2026-01-31T24:00:00Z', 'times are 00:00:00 to 23:59:59'],
    ['2026-01-31T23:59:60Z', 'times are 00:00:00 to 23:59:59'],
    ['2026-01-31T08:00:00', 'it has no time zone, add Z for UTC or an offset such as +01:00'],
    ['2026-01-31T08:00:00+24:00', 'offsets are up to 23:59'],
    ['2026-01-31', 'write it like 2026-01-31T08:00:00Z'],
    ['2026-01-31 08:00:00Z', 'write it like 2026-01-31T08:00:00Z'],
    ['yesterday', 'write it like 2026-01-31T08:00:00Z'],
  ])('fails if it is %s', (text, rule) => {
    expect(problemOf(text, dateTime())).toBe(`"${text}" is not a valid date and time: ${rule}`);
  });
});

describe('a duration', () => {
  test.each(['1h', '168h', '2562047h'])('may be %s', (text) => {
    expect(read(text, duration())).toBe(text);
  });

  test.each(['0h', '7d', '72h30m', '1.5h', '0168h', '-1h', '2562048h', '24H'])(
    'fails if it is %s',
    (text) => {
      expect(problemOf(text, duration())).toBe(
        `"${text}" is not a valid duration: write whole hours from 1h to 2562047h, such as 168h`,
      );
    },
  );
});

describe('an IPv4 range', () => {
  test.each(['10.0.0.0/16', '0.0.0.0/0', '192.0.2.1/32', '255.255.255.254/31'])('may be %s', (text) => {
    expect(read(text, cidr())).toBe(text);
  });

  test.each([
    ['10.0.1.5/16', 'IPv4 range "10.0.1.5/16" starts inside the range: did you mean "10.0.0.0/16"?'],
    [
      '255.255.255.255/0',
      'IPv4 range "255.255.255.255/0" starts inside the range: did you mean "0.0.0.0/0"?',
    ],
    ['192.0.2.129/25', 'IPv4 range "192.0.2.129/25" starts inside the range: did you mean "192.0.2.128/25"?'],
    ['10.0.0.1', 'IPv4 range "10.0.0.1" has no prefix length: did you mean "10.0.0.1/32"?'],
    ['10.0.0.0/33', '"10.0.0.0/33" is not a valid IPv4 range: prefix lengths are 0 to 32'],
    ['10.0.0.0/08', '"10.0.0.0/08" is not a valid IPv4 range: prefix lengths are 0 to 32'],
    ['10.0.0.0/', '"10.0.0.0/" is not a valid IPv4 range: prefix lengths are 0 to 32'],
    ['10.0.0/8', '"10.0.0/8" is not a valid IPv4 range: write it like 10.0.0.0/16'],
    ['10.0.0.0/8/8', '"10.0.0.0/8/8" is not a valid IPv4 range: write it like 10.0.0.0/16'],
    ['fd00::/8', '"fd00::/8" is not a valid IPv4 range: write it like 10.0.0.0/16'],
  ])('fails if it is %s', (text, message) => {
    expect(problemOf(text, cidr())).toBe(message);
  });
});

describe('an IPv4 address', () => {
  test.each(['1.0.0.1', '192.0.2.1', '223.255.255.255'])('may be %s', (text) => {
    expect(read(text, ipv4())).toBe(text);
  });

  test.each(['256.1.1.1', '1.2.3.04', '1.2.3', '1.2.3.4.5', '::1', '1.2.3.4/32', '1.2.3.'])(
    'fails if it is %s',
    (text) => {
      expect(problemOf(`"${text}"`, ipv4())).toBe(
        `"${text}" is not a valid IPv4 address: write four numbers from 0 to 255, without leading zeros, such as 192.0.2.1`,
      );
    },
  );
});

test.each([
  ['0.0.0.0', '0.0.0.0/8'],
  ['127.0.0.1', '127.0.0.0/8'],
  ['169.254.169.254', '169.254.0.0/16'],
  ['239.0.0.1', '224.0.0.0/3'],
])('the address of a machine cannot be %s', (text, range) => {
  expect(problemOf(text, ipv4())).toBe(
    `IPv4 address "${text}" is in ${range}, which no machine can have: write its real address`,
  );
});

describe('a schedule', () => {
  test.each(['0 0 30 2 *', '0 0 30-31 feb *', '0 0 31 2,4/5 *', '0 0 31 4-6/2,11 */2'])(
    'fails if its days do not exist: %s',
    (text) => {
      expect(problemOf(`"${text}"`, schedule())).toBe(
        `schedule "${text}" never runs: no month in it has day ${text.split(' ')[2]}; write another day`,
      );
    },
  );

  test.each(['0 0 29 2 *', '0 0 30 2 mon', '0 0 31 */2 *', '0 0 31 2-3 *', '0 0 28-31 2 *', '0 0 31 3/5 *'])(
    'may run on some days only: %s',
    (text) => {
      expect(problemOf(`"${text}"`, schedule())).toBeUndefined();
    },
  );
});

test.each(['ab', 'a_b', 'A-bucket', '-bucket', 'a..b', '10.0.0.1', 'b'.repeat(64)])(
  'a bucket cannot have the name %s',
  (text) => {
    expect(problemOf(`"${text}"`, bucketName())).toMatch(
      / is not a valid bucket name: write 3 to 63 lower-case/,
    );
  },
);

test('a quantity can have a minimum', () => {
  expect(problemOf('512m', quantity('100Mi'))).toBe(
    'quantity "512m" is less than 100Mi: write at least 100Mi',
  );
  expect(problemOf('100Mi', quantity('100Mi'))).toBeUndefined();
});

describe('a placeholder, an address for documentation (RFC 5737),', () => {
  /** The warnings about a file that declares a list of ranges and an address. */
  function warnings(content: string): string[] {
    writeFileSync('config/x.yaml', content);
    const lines: string[] = [];
    const declaration = object({
      ranges: list(cidr("the nodes' range (kubectl get nodes -o wide)")),
      address: ipv4(),
    });
    readConfig('config/x.yaml', declaration, { warn: (line) => lines.push(line) });
    return lines;
  }

  test.each(['192.0.2.0/24', '198.51.100.7/32', '203.0.113.128/25'])(
    'such as %s causes a warning',
    (range) => {
      expect(warnings(`ranges: [10.0.0.0/8, ${range}]\naddress: 10.0.0.1\n`)).toEqual([
        `config/x.yaml:1:22: ranges[1]: "${range}" is a placeholder: write the nodes' range (kubectl get nodes -o wide)`,
      ]);
    },
  );

  test('causes a warning as a single address', () => {
    expect(warnings('ranges: []\naddress: 198.51.100.1\n')).toEqual([
      'config/x.yaml:2:10: address: "198.51.100.1" is a placeholder: write the real address',
    ]);
  });

  test.each(['0.0.0.0/0', '192.0.2.0/23', '192.0.3.0/24', '203.0.112.0/24', '10.0.0.0/8'])(
    'is not a range like %s',
    (range) => {
      expect(warnings(`ranges: [${range}]\naddress: 192.0.1.1\n`)).toEqual([]);
    },
  );

  test('causes no warning if the file has errors', () => {
    const lines: string[] = [];
    writeFileSync('config/x.yaml', '[192.0.2.0/24, none]');
    const reading = () => readConfig('config/x.yaml', list(cidr()), { warn: (line) => lines.push(line) });
    expect(reading).toThrow(ConfigError);
    expect(lines).toEqual([]);
  });
});

test('a port fails if it is out of range', () => {
  expect(read('[1, 65535]', list(port()))).toEqual([1, 65535]);
  expect(problemOf('0', port())).toBe('expected a port from 1 to 65535, found the number 0');
  expect(problemOf('65536', port())).toBe('expected a port from 1 to 65535, found the number 65536');
  expect(problemOf('"80"', port())).toBe(
    'expected a port from 1 to 65535, found the string "80": remove the quotes',
  );
});

describe('an e-mail address', () => {
  test.each(['ops@arcana.cfd', 'first.last+tag@Mail.Arcana.CFD'])('may be %s', (text) => {
    expect(read(text, emailAddress())).toBe(text);
  });

  test.each([
    'ops',
    'ops@host',
    '@example.org',
    'ops@',
    'a b@example.org',
    'ops@-x.org',
    'a@b@example.org',
    'ops@example.org.',
  ])('fails if it is %s', (text) => {
    expect(problemOf(`"${text}"`, emailAddress())).toBe(
      `"${text}" is not a valid e-mail address: write it like ops@arcana.cfd`,
    );
  });
});

describe('a DNS name', () => {
  test.each(['a', 'app.example.org', '1and1.de', 'x--y.z', `${'a'.repeat(63)}.b`])('may be %s', (text) => {
    expect(read(`"${text}"`, dnsName())).toBe(text);
  });

  const letters = (label: string) =>
    `label "${label}" must consist of lower-case letters, digits and hyphens, with a letter or digit at both ends`;
  test.each([
    ['App.example.org', letters('App')],
    ['*.example.org', letters('*')],
    ['a_b', letters('a_b')],
    ['-a.b', letters('-a')],
    ['a.b-', letters('b-')],
    ['a..b', 'it has an empty label: remove a dot'],
    ['example.org.', 'it has an empty label: remove a dot'],
  ])('fails if it is %s', (text, rule) => {
    expect(problemOf(`"${text}"`, dnsName())).toBe(`"${text}" is not a valid DNS name: ${rule}`);
  });

  test('fails if it is too long', () => {
    expect(problemOf(`b.${'a'.repeat(64)}`, dnsName())).toBe(
      `"b.${'a'.repeat(57)}…" is not a valid DNS name: label "${'a'.repeat(59)}…" has 64 characters; the maximum is 63`,
    );
    expect(problemOf(`${'a.'.repeat(126)}bc`, dnsName())).toBe(
      `"${'a.'.repeat(30).slice(0, 59)}…" is not a valid DNS name: it has 254 characters; the maximum is 253`,
    );
  });
});

describe('a URL', () => {
  test.each(['https://example.org', 'http://a:8080/b?c#d'])('may be %s', (text) => {
    expect(read(`"${text}"`, url())).toBe(text);
  });

  test.each([
    'example.org',
    'ftp://example.org',
    'https:example.org',
    'https://',
    ' https://a',
    'https://a b',
    'http://a:99999',
    'http:///a',
  ])('fails if it is %j', (text) => {
    expect(problemOf(`"${text}"`, url())).toBe(
      `"${text}" is not a valid URL: write it like https://example.org, with http or https`,
    );
  });
});

describe('rules of a list or a mapping', () => {
  const ports = list(object({ port: port() }), {
    check: (items, report, lineOf) =>
      items.forEach((item, index) => {
        const first = items.findIndex((other) => other?.port === item?.port);
        if (item && first < index) report([index, 'port'], `is taken on line ${lineOf([first, 'port'])}`);
      }),
  });
  const service = object(
    { name: string(), ports },
    {
      check: ({ name, ports: read }, report) =>
        report(['ports'], `${name} has ${read?.length ?? 'unreadable'} ports`),
    },
  );

  test('report problems at paths below their value', () => {
    expect(
      problems('s:\n  name: a\n  ports:\n    - port: 80\n    - port: 80\n', object({ s: service })),
    ).toEqual(['4:5: s.ports: a has 2 ports', '5:13: s.ports[1].port: is taken on line 4']);
  });

  test('run even if some values are invalid: these are undefined', () => {
    expect(
      problems('s:\n  ports:\n    - port: 80\n    - port: no\n    - port: 80\n', object({ s: service })),
    ).toEqual([
      '2:3: s: missing key "name", expected a string',
      '3:5: s.ports: undefined has unreadable ports',
      '4:13: s.ports[1].port: expected a port from 1 to 65535, found the string "no"',
      '5:13: s.ports[2].port: is taken on line 3',
    ]);
  });

  test('do not run if the value is not a list or a mapping', () => {
    expect(problems('s: { name: a, ports: 80 }', object({ s: service }))).toEqual([
      '1:22: s.ports: expected a list, found the number 80',
      '1:22: s.ports: a has unreadable ports',
    ]);
  });

  test('report a missing value at its nearest parent, and a value of an alias at its anchor', () => {
    const named = list(object({ name: string() }), {
      check: (_items, report) => {
        report([0, 'replicas'], 'too few');
        report([9, 'name'], 'not found');
        report([2, 'name'], 'repeated');
      },
    });
    const content = 'projects:\n  - name: one\n  - &two\n    name: two\n  - *two\n';
    expect(problems(content, object({ projects: named }))).toEqual([
      '2:3: projects[9].name: not found',
      '2:5: projects[0].replicas: too few',
      '4:11: projects[2].name: repeated',
    ]);
  });

  test('report paths with quotes around unusual keys', () => {
    const free = object(
      { s: map(integer()) },
      {
        check: (_value, report) => {
          report(['s', 'x.y'], 'one');
          report(['s', ''], 'two');
        },
      },
    );
    expect(problems('{s: {"x.y": 1, "": 2}}', free)).toEqual(['1:13: s["x.y"]: one', '1:20: s[""]: two']);
  });
});

test('all problems are reported at once, sorted by line and column, with one line each', () => {
  const content =
    'extra: 1\nprojects:\n  - { replicas: 9, name: 12 }\n  - name: A\n    replicas: x\ndomain: B\n';
  const lines = [
    'config/x.yaml:1:1: unknown key "extra", expected one of: domain, projects',
    'config/x.yaml:3:17: projects[0].replicas: expected a whole number from 1 to 5, found the number 9',
    'config/x.yaml:3:26: projects[0].name: expected a string, found the number 12',
    'config/x.yaml:4:11: projects[1].name: name "A" must be lower-case',
    'config/x.yaml:5:15: projects[1].replicas: expected a whole number from 1 to 5, found the string "x"',
    'config/x.yaml:6:9: domain: "B" is not a valid DNS name: label "B" must consist of lower-case letters, digits and hyphens, with a letter or digit at both ends',
  ];
  expect(() => read(content, team)).toThrow(new ConfigError(lines));
  expect(problemsOf(() => read(content, team))).toEqual(lines);
});

test('a secret in a file is a problem, and its value is not printed', () => {
  const token = `ghp_${'a1'.repeat(18)}`;
  expect(problems(`# redis://:correct-horse@cache\nnote: ${token}\n`, object({ note: string() }))).toEqual([
    '1:12: contains a password in a URL ("cor…", 13 characters): change the secret, because the repository is no place for it, and create a Secret in the cluster',
    '2:7: contains a GitHub token ("ghp_…", 40 characters): change the secret, because the repository is no place for it, and create a Secret in the cluster',
  ]);
});
