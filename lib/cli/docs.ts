import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TopologyApp } from '../core/topology-app';
import { CHECKS_PAGE, checksPage } from '../docs/checks-page';
import { ingressPage } from '../docs/ingress-page';
import { freshPage, type Page } from '../docs/pages';
import { ratesIn } from '../docs/rates';
import { configurationSchemas, readConfiguration } from '../systems/configuration';
import { topology } from '../topology';
import { run } from './run';

const FOLDER = 'docs/clusters';

/** The command `npm run docs`: updates docs/checks.md, docs/ingress.md, the generated sections of docs/clusters/, and config/schema/. */
function main(): string {
  const changed = freshPages().filter(
    ({ path, text }) => !existsSync(path) || text !== readFileSync(path, 'utf8'),
  );
  for (const { path, text } of changed) writeFileSync(path, text);
  return changed.map(({ path }) => `${path}\n`).join('') || 'docs/ and config/schema/ are up to date\n';
}

/**
 * All generated files: the pages of the clusters in the order of their names, the list of checks, the options of ingress
 * controllers, and the schemas.
 */
export function freshPages(): Page[] {
  const app = new TopologyApp();
  const warnings: string[] = [];
  // At this date, no preview is past its ttl. The page must not change when only the lines of a file change.
  const warn = (line: string) => warnings.push(line.replace(/:\d+:\d+: /, ': '));
  topology(app, readConfiguration('config', { today: new Date(0), warn }));
  const pages = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => join(FOLDER, name))
    .map((path) => freshPage({ path, text: readFileSync(path, 'utf8') }, app.clusters));
  const rates = ratesIn(readFileSync(CHECKS_PAGE, 'utf8'));
  return [...pages, checksPage(app, warnings, rates), ingressPage(), ...configurationSchemas('config')];
}

if (require.main === module) run(main);
