import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TopologyApp } from '../core/topology-app';
import { checksPage } from '../docs/checks-page';
import { freshPage, type Page } from '../docs/pages';
import { readConfiguration } from '../systems/configuration';
import { topology } from '../topology';
import { run } from './run';

const FOLDER = 'docs/clusters';

/** `npm run docs`: brings the list of checks, and the generated sections of the clusters' pages, up to date. */
function main(): string {
  const changed = freshPages().filter(
    ({ path, text }) => !existsSync(path) || text !== readFileSync(path, 'utf8'),
  );
  for (const { path, text } of changed) writeFileSync(path, text);
  return changed.map(({ path }) => `${path}\n`).join('') || 'docs/: nothing changed\n';
}

/** The pages as they are to be: the clusters' in the order of their names, and the list of checks. */
export function freshPages(): Page[] {
  const app = new TopologyApp();
  topology(app, readConfiguration('config'));
  const pages = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => join(FOLDER, name))
    .map((path) => freshPage({ path, text: readFileSync(path, 'utf8') }, app.clusters));
  return [...pages, checksPage(app)];
}

if (require.main === module) run(main);
