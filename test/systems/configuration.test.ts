import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { ConfigError } from '../../lib/config/problem';
import { configurationSchemas, readConfiguration } from '../../lib/systems/configuration';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

const schemas = configurationSchemas('config').map(({ path, text }) => ({
  path,
  text,
  schema: JSON.parse(text) as Schema,
  file: `config/${basename(path, '.schema.json')}.yaml`,
}));

/** The errors of a text according to a schema. */
function errors(schema: object, text: string): string[] {
  const validate = new Ajv({ allowUnionTypes: true, allErrors: true }).compile(schema);
  validate(parse(text));
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, ...Object.values(params)].join(' ').trim(),
  );
}

/** The paths of the fields without a description. */
function undescribed({ properties = {}, items }: Schema): string[] {
  return Object.entries({ ...properties, ...items?.properties }).flatMap(([key, field]) => [
    ...(field.description ? [] : [key]),
    ...undescribed(field).map((rest) => `${key}.${rest}`),
  ]);
}

test('every configuration file has a schema', () => {
  const files = readdirSync('config').filter((name) => name.endsWith('.yaml'));
  expect(schemas.map(({ file }) => file)).toEqual(files.map((name) => `config/${name}`));
});

test('the committed schemas are up to date', () => {
  const stale = schemas.filter(({ path, text }) => readFileSync(path, 'utf8') !== text);
  expect(stale.map(({ path }) => `${path} is stale: run npm run docs`)).toEqual([]);
});

describe.each(schemas)('$file', ({ file, path, schema }) => {
  const text = readFileSync(file, 'utf8');

  test('names its schema in the first line', () => {
    expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=schema/${basename(path)}`);
  });

  test('is valid according to its schema', () => {
    expect(errors(schema, text)).toEqual([]);
  });

  test('is invalid according to its schema if a key is misspelt or missing', () => {
    const key = text.includes('\ndomain:') ? 'domain' : 'kubernetesVersion';
    expect(errors(schema, text.replace(`${key}:`, `${key}x:`))).toEqual([
      `must have required property '${key}' ${key}`,
      `must NOT have additional properties ${key}x`,
    ]);
  });

  test('has a description of every field', () => {
    expect(undescribed(schema)).toEqual([]);
  });
});

test('values that the reader rejects are invalid according to the schema', () => {
  const aiworker = schemas.find(({ file }) => file === 'config/aiworker.yaml');
  const text = readFileSync('config/aiworker.yaml', 'utf8')
    .replace('policyEngine: calico', 'policyEngine: calcio')
    .replace('podCidr: 10.244.0.0/16', 'podCidr: 10.244.0.0')
    .replace('port: 6443', 'port: 70000')
    .replace('ttl: 87600h', 'ttl: 7d');
  expect(errors(aiworker?.schema ?? {}, text)).toEqual([
    '/network/policyEngine must be equal to one of the allowed values calico,cilium',
    expect.stringMatching(/^\/network\/podCidr must match pattern/),
    '/network/apiServer/port must be <= 65535 <= 65535',
    expect.stringMatching(/^\/previews\/0\/ttl must match pattern/),
  ]);
});

test('fails if any file is invalid, with the problems of all files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  for (const { file } of schemas) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(join(folder, basename(file)), file === 'config/arcana.yaml' ? text : 'unknown: 1\n');
  }
  expect(() => readConfiguration(folder)).toThrow(ConfigError);
  try {
    readConfiguration(folder);
  } catch (error) {
    const files = (error as ConfigError).problems.map((line) => basename(line.split(':')[0] ?? ''));
    expect(new Set(files)).toEqual(new Set(['aiworker.yaml', 'algesta.yaml']));
  }
});

test('the placeholders of every file are reported, with their positions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  const lines = new Map<string, number>();
  for (const { file } of schemas) {
    const text = readFileSync(file, 'utf8').replace('address: 95.217.130.127', 'address: 198.51.100.7');
    const line = text
      .split('\n')
      .findIndex((content) => /(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(content));
    lines.set(basename(file), line + 1);
    writeFileSync(join(folder, basename(file)), text);
  }
  const found: string[] = [];
  readConfiguration(folder, { today: new Date(0), warn: (line) => found.push(line) });
  for (const [file, line] of lines)
    expect(found).toContainEqual(
      expect.stringMatching(new RegExp(`^${folder}/${file}:${line}:\\d+: .*" is a placeholder: write `)),
    );
});

test('fails with all problems, also with 200,000', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  for (const name of ['aiworker', 'algesta', 'arcana']) writeFileSync(join(folder, `${name}.yaml`), 'a: 1\n');
  writeFileSync(join(folder, 'aiworker.yaml'), `projects: [${'1, '.repeat(200_000)}]\n`);
  let problems: readonly string[] = [];
  try {
    readConfiguration(folder);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems = error.problems;
  }
  expect(problems.length).toBeGreaterThan(200_000);
}, 60_000);
