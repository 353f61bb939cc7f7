import { runProgram } from '../support/run-program';

function preflight(...args: string[]) {
  return runProgram('lib/cli/preflight.ts', args);
}

test('--help prints an example', () => {
  const { status, stdout } = preflight('--help');
  expect(status).toBe(0);
  expect(stdout).toMatch('npm run --silent preflight -- aiworker --context production');
});

test('fails with all problems of the arguments', () => {
  const { status, stderr } = preflight('--context=', '--format', 'yaml');
  expect(status).toBe(2);
  expect(stderr).toBe(
    '--format: unknown format "yaml": use one of text, json\n' +
      '--context: missing value, expected the name of a context\n' +
      'no cluster is named: write the name of a folder in dist/\n' +
      'run npm run --silent preflight -- --help to list the options\n',
  );
});

test('fails if the cluster is unknown', () => {
  const { status, stderr } = preflight('shop');
  expect(status).toBe(2);
  expect(stderr).toBe(
    'cluster "shop" is unknown: use one of aiworker, aks-algesta-dev, aks-algesta-production, arcana\n',
  );
});
