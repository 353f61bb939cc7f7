/**
 * `npm run schemas`: the strict schemas of imports/schemas, from the API server that kubectl is configured for.
 *
 *     npm run schemas                                 writes every schema of imports/schemas anew
 *     npm run schemas -- batch/v1/Job v1/Pod          writes the schemas of these kinds, new ones included
 *     npm run schemas -- --check                      compares them, and exits with 1 if any differs
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compactSchema, type OpenApiDocument, schemaText } from './compact-schema';
import { type JsonSchema, SCHEMA_FOLDER } from './json-schema';

function main(args: readonly string[]): void {
  const isCheck = args.includes('--check');
  const named = args.filter((arg) => arg !== '--check');
  const problems: string[] = [];
  for (const kind of named.length > 0 ? named : committedKinds()) {
    const file = join(SCHEMA_FOLDER, `${kind}.json`);
    const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (committed !== '' && (JSON.parse(committed) as JsonSchema).$comment !== undefined) continue;
    const text = servedSchema(kind);
    if (text === undefined) problems.push(`${kind}: the API server has no such kind`);
    else if (text === committed) continue;
    else if (isCheck) problems.push(`${kind}: ${difference(committed, text)}`);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      process.stdout.write(`${kind}: ${difference(committed, text)}\n`);
    }
  }
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (isCheck && problems.length > 0)
    process.stderr.write('imports/schemas differs from the API server: run "npm run schemas"\n');
  if (problems.length > 0) process.exitCode = 1;
}

/** The kinds of imports/schemas, such as `apps/v1/Deployment`. */
function committedKinds(): string[] {
  return readdirSync(SCHEMA_FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

const documents = new Map<string, OpenApiDocument>();

/** The text of a kind's file as the API server describes it; undefined if it has no such kind. */
function servedSchema(key: string): string | undefined {
  const apiVersion = dirname(key);
  let document = documents.get(apiVersion);
  if (document === undefined) {
    document = readDocument(apiVersion);
    documents.set(apiVersion, document);
  }
  const schema = compactSchema(document, apiVersion, key.slice(apiVersion.length + 1));
  return schema && schemaText(schema);
}

function readDocument(apiVersion: string): OpenApiDocument {
  const path = `${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;
  const { paths } = JSON.parse(get('/openapi/v3')) as {
    paths: Record<string, { serverRelativeURL: string }>;
  };
  const url = paths[path]?.serverRelativeURL;
  return url === undefined ? {} : (JSON.parse(get(url)) as OpenApiDocument);
}

function get(path: string): string {
  return execFileSync('kubectl', ['get', '--raw', path], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** How many lines of a file differ, and the first few of them. */
function difference(before: string, after: string): string {
  if (before === '') return 'new';
  const [old, made] = [before, after].map((text) => new Set(text.split('\n')));
  const gone = [...(old ?? [])].filter((line) => !made?.has(line));
  const come = [...(made ?? [])].filter((line) => !old?.has(line));
  const shown = [...gone.map((line) => `- ${line.trim()}`), ...come.map((line) => `+ ${line.trim()}`)];
  const cut = shown.slice(0, 6).map((line) => (line.length > 200 ? `${line.slice(0, 199)}…` : line));
  return [`${come.length} lines are new, ${gone.length} are gone`, ...cut].join('\n  ');
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
