import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../support/run-program';

const folder = mkdtempSync(join(tmpdir(), 'prune-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => cpSync('config', join(folder, 'config'), { recursive: true }));

function prune(...args: string[]) {
  return runProgram('lib/cli/prune.ts', args, folder);
}

const HELP = 'run npm run --silent prune -- --help to list the options\n';

test('--help prints an example', () => {
  const { status, stdout } = prune('--help');
  expect(status).toBe(0);
  expect(stdout).toMatch('npm run --silent prune -- aiworker --context production');
});

test('fails with all problems of the arguments', () => {
  const { status, stderr } = prune('--context=', '--yess');
  expect(status).toBe(2);
  expect(stderr).toBe(
    '--yess: unknown option: did you mean --yes?\n' +
      '--context: missing value, expected the name of a context\n' +
      `no cluster is named: write the name of a folder in dist/\n${HELP}`,
  );
});

test('fails if several clusters are named', () => {
  expect(prune('aiworker', 'arcana').stderr).toBe(
    `several clusters are named: prune aiworker and arcana separately\n${HELP}`,
  );
});

test('fails if the cluster is unknown', () => {
  expect(prune('aiworkr').stderr).toBe(
    'cluster "aiworkr" is unknown: use one of aiworker, aks-algesta-dev, aks-algesta-production, arcana\n',
  );
});

const REMEDY = 'run npm run synth -- arcana, review the changes, and apply them';

test('fails if the folder of the cluster is missing', () => {
  expect(prune('arcana')).toMatchObject({
    status: 2,
    stderr: `dist/arcana: the folder is missing: ${REMEDY}\n`,
  });
});

test('fails if dist/ is not up to date, with the names of the files', () => {
  mkdirSync(join(folder, 'dist'), { recursive: true });
  cpSync('dist/arcana', join(folder, 'dist/arcana'), { recursive: true });
  writeFileSync(join(folder, 'dist/arcana/99-old.k8s.yaml'), '');
  writeFileSync(join(folder, 'dist/arcana/00-namespaces.k8s.yaml'), '');
  const stale = (file: string) => `dist/arcana/${file}.k8s.yaml: the file is not up to date: ${REMEDY}\n`;
  expect(prune('arcana')).toMatchObject({ status: 2, stderr: stale('00-namespaces') + stale('99-old') });
});
