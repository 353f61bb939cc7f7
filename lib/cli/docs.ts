import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterBase } from '../cluster-base';
import { readConfiguration } from '../config/configuration';
import { freshPage, type Page } from '../docs/pages';
import { TopologyApp } from '../output/topology-app';
import { topology } from '../topology';
import { run } from './run';

const FOLDER = 'docs/clusters';

/** `npm run docs`: brings the generated sections of the clusters' pages up to date. */
function main(): string {
  const changed = freshPages().filter(({ path, text }) => text !== readFileSync(path, 'utf8'));
  for (const { path, text } of changed) writeFileSync(path, text);
  return changed.map(({ path }) => `${path}\n`).join('') || `${FOLDER}: nothing changed\n`;
}

/** The clusters' pages as they are to be, in the order of their names. */
export function freshPages(): Page[] {
  const app = new TopologyApp();
  topology(app, readConfiguration('config'));
  const clusters = app.node.children.filter((child) => child instanceof ClusterBase);
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => join(FOLDER, name))
    .map((path) => freshPage({ path, text: readFileSync(path, 'utf8') }, clusters));
}

if (require.main === module) run(main);
