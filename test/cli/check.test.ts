import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../lib/checks/engine/finding';
import { findReports } from '../../lib/checks/engine/run-checks';
import { RULES } from '../../lib/checks/rules';
import { check } from '../../lib/cli/check';
import type { CheckReport } from '../../lib/cli/formats/report';
import { TopologyApp } from '../../lib/core/topology-app';
import { factsOf } from '../../lib/synth';
import { readConfiguration } from '../../lib/systems/configuration';
import { topology } from '../../lib/topology';
import { runProgram } from '../support/run-program';

const TODAY = new Date('2027-06-01T00:00:00Z');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function reportOf(...args: string[]): CheckReport {
  return JSON.parse(check(['--format', 'json', ...args], TODAY).text);
}

/** The path of a new file. */
function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the program of `npm run check` in the folder of the project. */
function npmRunCheck(...args: string[]) {
  return runProgram('lib/cli/check.ts', args);
}

describe('npm run check of dist/', () => {
  const app = new TopologyApp();
  topology(app, readConfiguration('config'));
  const clusters = factsOf(app);
  const linesOf = (findings: readonly { severity?: string; rule: string; message: string }[]) =>
    findings.map(({ severity = 'error', rule, message }) => `${severity}: ${message} [${rule}]`).sort();

  test.each(clusters.map((facts) => [facts.name, facts] as const))(
    'has exactly the findings of the synth: %s',
    (name, facts) => {
      for (const acceptedRisks of [facts.acceptedRisks, []]) {
        const run = { clusters: [{ ...facts, acceptedRisks }], rules: RULES, today: TODAY };
        const { reports } = findReports(run);
        const expected = reports.map((report) => ({
          severity: report.finding.severity,
          rule: report.rule,
          message: messageOf(report),
        }));
        const flags = acceptedRisks.length === 0 ? ['--ignore-accepted-risks'] : [];
        const { findings, notes } = reportOf('--cluster', name, ...flags, `dist/${name}`);
        expect(linesOf(findings)).toEqual(linesOf(expected));
        expect(expected.length).toBeGreaterThan(0);
        expect(notes).toEqual([]);
        for (const { file: path, line, field, value } of findings.filter(({ object }) => object)) {
          const text = readFileSync(path, 'utf8').split('\n')[line - 1];
          if (typeof value === 'string') expect(text).toContain(value);
          else if (field !== undefined) expect(text).toMatch(/\S/);
        }
      }
    },
  );

  test('has the findings of a change, with the position of the field', () => {
    cpSync('dist/arcana', folder, { recursive: true });
    const path = join(folder, '70-node-exporter.k8s.yaml');
    const text = readFileSync(path, 'utf8').replace(/(image: .*):[^:\n]+\n/, '$1:latest\n');
    writeFileSync(path, text);
    const line = text.split('\n').findIndex((it) => it.includes(':latest')) + 1;
    const { findings } = reportOf('--cluster', 'arcana', folder);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({
        rule: 'image-tag',
        file: path,
        line,
        object: expect.objectContaining({ kind: 'DaemonSet' }),
      }),
    ]);
  });

  test('accepts a risk only for the object of the same kind, namespace and name', () => {
    cpSync('dist/arcana', folder, { recursive: true });
    const path = join(folder, '70-node-exporter.k8s.yaml');
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(/(kind: DaemonSet\n(?:.*\n)*? {2}name: )node-exporter/, '$1other'),
    );
    const rules = reportOf('--cluster', 'arcana', folder).findings.map(({ rule }) => rule);
    expect(rules).toContain('host-access');
  });
});

describe('npm run check without a cluster', () => {
  const SOUND = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: shop
data:
  a: b
`;

  test('accepts references to objects that the cluster may have, and says once what is not checked', () => {
    const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: readers
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: shop-reader
subjects:
- kind: Group
  apiGroup: rbac.authorization.k8s.io
  name: readers
`;
    const { findings, notes } = reportOf(file('a.yaml', `${SOUND}---\n${binding}`));
    expect(findings).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^no cluster is named: the rules node-capacity, /)]);
  });

  test('accepts one file of a namespace whose other objects are in other files', () => {
    expect(reportOf(join(__dirname, 'single-file.yaml')).findings).toEqual([]);
  });

  test('reports selectors that match nothing in a namespace that is in the files', () => {
    const text = readFileSync(join(__dirname, 'single-file.yaml'), 'utf8');
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
    const { findings } = reportOf(file('a.yaml', `${text}---\n${namespace}`));
    expect(findings.map(({ rule, field }) => [rule, field])).toContainEqual([
      'policy-selector',
      'spec.ingress[2].from[0]',
    ]);
  });

  test('reports two objects of the same name with their lines', () => {
    const path = file('a.yaml', `${SOUND}---\n${SOUND}`);
    expect(check([path], TODAY).text.split('\n')[0]).toBe(
      `${path}:9:1: error: ConfigMap shop/settings: ${path}:1 makes the same object: rename or remove one of them [duplicate-object]`,
    );
  });

  test('puts an object without a namespace into the namespace default', () => {
    const path = file('a.yaml', SOUND.replace('  namespace: shop\n', ''));
    expect(reportOf(path).findings.map(({ line, field, value }) => [line, field, value])).toEqual([
      [3, 'metadata.namespace', 'default'],
    ]);
  });

  test('checks what it can if an object does not match its schema', () => {
    const path = file('a.yaml', SOUND.replace('a: b', 'a: 5').replace('shop', 'default'));
    const { findings, notes } = reportOf(path);
    expect(findings.map(({ line, rule }) => [line, rule])).toEqual([
      [5, 'namespace'],
      [7, 'schema'],
    ]);
    expect(notes[0]).toBe(
      'the rules service-host are not checked, because objects violate the rule schema: correct them first',
    );
    const broken = file(
      'b.yaml',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template: {spec: {containers: x}}\n',
    );
    expect(new Set(reportOf(broken).findings.map(({ rule }) => rule))).toContain('schema');
  });
});

test('npm run check reports an object with a field of another type, although rules calculate with it', () => {
  const path = file(
    'a.yaml',
    `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: two
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'a/b:1', resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}}]}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: all, namespace: shop}
spec: {hard: {requests.cpu: 1, limits.memory: 1Gi}}
`,
  );
  const { findings, notes } = reportOf(path);
  expect(findings).toContainEqual(
    expect.objectContaining({ rule: 'schema', line: 5, field: 'spec.replicas' }),
  );
  expect(notes[0]).toMatch(/^the rules .*quota.* are not checked, because objects violate the rule schema/);
});

describe('the program of npm run check', () => {
  test('ends with 0 without errors, and with 1 if there are errors', () => {
    expect(npmRunCheck('--cluster', 'arcana', 'dist/arcana')).toMatchObject({ status: 0, stderr: '' });
    const { status, stdout } = npmRunCheck(
      '--cluster=arcana',
      '--format=github',
      '--ignore-accepted-risks',
      'dist/arcana',
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^::error file=dist\/arcana\/[^,]+,line=\d+,col=\d+,title=host-access::DaemonSet /m,
    );
  });

  test('ends with 2 if a file cannot be read', () => {
    const path = file('a.yaml', 'kind: A\nkind: B\n');
    expect(npmRunCheck(path)).toEqual({
      status: 2,
      stdout: '',
      stderr: `${path}:2:1: duplicate key: remove one, because kubectl uses only the last\n`,
    });
  });

  test('ends with 2 if arguments are invalid, with all problems', () => {
    expect(npmRunCheck('--format', 'xml', '--formt=json', '--verbose', '--cluster')).toEqual({
      status: 2,
      stdout: '',
      stderr: [
        '--formt: unknown option: did you mean --format?',
        '--format: duplicate option: state it once',
        '--verbose: unknown option: remove it',
        '--cluster: missing value, expected the name of a cluster',
        '--format: unknown format "xml": use one of text, json, sarif, github',
        'no files given: name the files or folders to check',
        'run npm run --silent check -- --help to list the options',
        '',
      ].join('\n'),
    });
  });

  test.each([
    [
      ['--cluster', 'aiworkr', 'dist/arcana'],
      'cluster "aiworkr" is unknown: use one of aiworker, aks-algesta-dev, aks-algesta-production, arcana',
    ],
    [['--ignore-accepted-risks=no', 'a'], '--ignore-accepted-risks: the option has no value: remove "=no"'],
    [
      ['--ignore-accepted-risks', '--ignore-accepted-risks', 'a'],
      '--ignore-accepted-risks: duplicate option: state it once',
    ],
    [['missing'], 'missing: file or folder not found: correct the path'],
  ])('fails if the arguments are %j', (args, problem) => {
    expect(() => check(args, TODAY)).toThrow(problem);
  });

  test('prints its options', () => {
    expect(check(['dist', '--help'], TODAY)).toEqual({ text: expect.stringMatching(/^usage: /), errors: 0 });
  });
});
