import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factsOfFiles } from '../../lib/cli/check-facts';
import { TopologyApp } from '../../lib/core/topology-app';
import { factsOf } from '../../lib/synth';
import { readConfiguration } from '../../lib/systems/configuration';
import { topology } from '../../lib/topology';

const project = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'check-facts-'));
afterAll(() => {
  process.chdir(project);
  rmSync(folder, { recursive: true });
});

test('the previews of files are not counted a second time as copies', () => {
  cpSync('config', join(folder, 'config'), { recursive: true });
  const path = join(folder, 'config/aiworker.yaml');
  const text = readFileSync(path, 'utf8');
  const preview = text.slice(text.indexOf('  - id: abc123'));
  writeFileSync(path, `${text}${preview.replace('abc123', 'second')}${preview.replace('abc123', 'third')}`);
  process.chdir(folder);
  const app = new TopologyApp();
  topology(app, readConfiguration('config'));
  expect(factsOf(app)[0]?.copies?.map(({ name }) => name)).toEqual([
    'preview-task-second',
    'preview-task-third',
  ]);
  const { facts } = factsOfFiles([], 'aiworker');
  expect(facts.copies).toEqual([]);
  expect(facts.expectedSecrets).toContainEqual(expect.objectContaining({ namespace: 'preview-task-third' }));
});
