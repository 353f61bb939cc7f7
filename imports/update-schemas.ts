/**
 * `npm run schemas`: updates imports/api-resources.json, and the strict schemas in imports/schemas, from the API server
 * that kubectl uses.
 *
 *     npm run schemas                                 updates the list of resources and all schemas in imports/schemas
 *     npm run schemas -- batch/v1/Job v1/Pod          updates the schemas of these kinds, or adds them
 *     npm run schemas -- --check                      compares both; exits with 1 if a file differs
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { API_RESOURCES_FILE, servedResources } from './api-resources';
import { compactSchema, type OpenApiDocument, schemaText } from './compact-schema';
import { type JsonSchema, SCHEMA_FOLDER } from './json-schema';

function main(args: readonly string[]): void {
  const isCheck = args.includes('--check');
  const named = args.filter((arg) => arg !== '--check');
  const problems: string[] = [];
  const update = (name: string, file: string, text: string | undefined): void => {
    const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text === undefined)
      problems.push(`${name}: not found at the API server: install its CRD, or correct the name`);
    else if (text === committed) return;
    else if (isCheck) problems.push(`${name}: ${difference(committed, text)}`);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      process.stdout.write(`${name}: ${difference(committed, text)}\n`);
    }
  };
  if (named.length === 0) update('api-resources.json', API_RESOURCES_FILE, schemaText(servedResources(get)));
  for (const kind of named.length > 0 ? named : committedKinds()) {
    const file = join(SCHEMA_FOLDER, `${kind}.json`);
    if (!isWrittenByHand(file)) update(kind, file, servedSchema(kind));
  }
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (isCheck && problems.length > 0)
    process.stderr.write('imports/ differs from the API server: run "npm run schemas"\n');
  if (problems.length > 0) process.exitCode = 1;
}

function isWrittenByHand(file: string): boolean {
  return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as JsonSchema).$comment !== undefined;
}

/** The kinds in imports/schemas, such as `apps/v1/Deployment`. */
function committedKinds(): string[] {
  return readdirSync(SCHEMA_FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

const documents = new Map<string, OpenApiDocument>();

/** The text of the schema file of a kind, from the API server; undefined if it does not have the kind. */
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

/** The number of changed lines of a file, and the first few of them. */
function difference(before: string, after: string): string {
  if (before === '') return 'new';
  const [old, updated] = [new Set(before.split('\n')), new Set(after.split('\n'))];
  const removed = [...old].filter((line) => !updated.has(line));
  const added = [...updated].filter((line) => !old.has(line));
  const shown = [...removed.map((line) => `- ${line.trim()}`), ...added.map((line) => `+ ${line.trim()}`)];
  const cut = shown.slice(0, 6).map((line) => (line.length > 200 ? `${line.slice(0, 199)}…` : line));
  return [`${added.length} lines added, ${removed.length} removed`, ...cut].join('\n  ');
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
