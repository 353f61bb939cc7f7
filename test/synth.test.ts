import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TopologyApp } from '../lib/core/topology-app';
import { check, render } from '../lib/synth';
import { readConfiguration } from '../lib/systems/configuration';
import { topology } from '../lib/topology';
import { APP_IMAGE, aiworkerApp } from './support/aiworker';
import { runProgram } from './support/run-program';

/** The contents of the files of a folder, by path. */
function tree(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
}

/** A temporary folder with copies of config/ and dist/. */
function workplace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  cpSync('config', join(folder, 'config'), { recursive: true });
  cpSync('dist', join(folder, 'dist'), { recursive: true });
  return folder;
}

/** Runs the program of `npm run synth` in a folder. */
function synth(cwd: string, ...args: string[]) {
  return runProgram('main.ts', args, cwd);
}

test('dist/ is up to date', () => {
  const app = new TopologyApp();
  topology(app, readConfiguration('config'));
  const written = Object.fromEntries(render(app).map(({ path, content }) => [path, content]));
  expect(tree('dist')).toEqual(written);
});

test('adding a project or a preview changes no other file', () => {
  const files = (app: TopologyApp) => new Map(render(app).map(({ path, content }) => [path, content]));
  const preview = {
    id: 'abc123',
    project: 'my-project',
    createdAt: '2026-01-19T12:00:00Z',
    ttl: '168h',
    image: APP_IMAGE,
  };
  const before = files(aiworkerApp());
  const after = files(
    aiworkerApp({
      projects: [{ name: 'another' }, { name: 'my-project' }],
      previews: [{ ...preview, id: 'other' }, preview],
    }),
  );
  const added = [...after.keys()].filter((path) => !before.has(path));
  expect(added).toEqual(['aiworker/80-project-another.k8s.yaml', 'aiworker/90-preview-task-other.k8s.yaml']);
  for (const [path, content] of before) expect(after.get(path)).toBe(content);
});

// Each line is a decision that the owner of the clusters must make.
test('the committed configuration causes one warning for each open decision', () => {
  const today = new Date('2026-11-21');
  const warnings: string[] = [];
  const app = new TopologyApp();
  const warn = (line: string) => warnings.push(line.replace(/:\d+:\d+: /, ': '));
  topology(app, readConfiguration('config', { today, warn }));
  const apiServer =
    "write the API server's address (kubectl get endpointslices -n default -l kubernetes.io/service-name=kubernetes)";
  expect([...check(app, undefined, { today }).warnings, ...warnings]).toEqual([
    'aiworker, aks-algesta-dev, aks-algesta-production, arcana: Prometheus has no Alertmanager, so nobody is told of alerts: decide who is told, and set alerts.receiver in the configuration [alert-receiver]',
    'aiworker/ingress/controller/deployment, arcana/ingress/controller/daemon-set: spec.template.spec.containers[0].image is "registry.k8s.io/ingress-nginx/controller:v1.15.1": support of ingress-nginx ended on 2026-03-31: plan for a Gateway API implementation (https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/) [end-of-support]',
    'aks-algesta-dev, aks-algesta-production: nodes: AKS does not support system pool "default": it starts with 1 of at least 2 nodes, Standard_B2s has 2 of at least 4 CPU, Standard_B2s is of the B series: decide whether to change the pool or to accept the risk (https://learn.microsoft.com/azure/aks/use-system-pools) [node-pool-support]',
    "aks-algesta-dev/development/development/exposures/ingress-development/ingress, aks-algesta-production/namespaces/monitoring/exposures/ingress-monitoring/ingress: spec.ingressClassName: support of AKS application routing on nginx ends on 2026-11-30: plan for application routing's Gateway API implementation (https://learn.microsoft.com/azure/aks/app-routing-gateway-api) [end-of-support]",
    "aks-algesta-dev: nodes is 4: at the autoscalers' maximum, no node has room for 8 pods of 100m CPU, 256Mi memory and 1088Mi disk (development/ms-notifications-development, development/ms-orders-development, development/ms-provider-development, testing/ms-notifications-testing, testing/ms-orders-testing, testing/ms-provider-testing), and for 1 pod of 50m CPU, 128Mi memory and 64Mi disk (monitoring/kube-state-metrics): decide whether to allow more nodes or to lower maxReplicas [node-capacity]",
    "aks-algesta-production/production/production/quota: aks-algesta-production/00-namespaces.k8s.yaml: ResourceQuota production/production-quota: spec.hard: at the autoscalers' maximum, the pods need limits.cpu 25 of 8, limits.memory 25Gi of 16Gi, requests.cpu 5500m of 4, requests.memory 12800Mi of 8Gi: decide whether to raise the quota or to lower maxReplicas [quota]",
    `config/aiworker.yaml: network.nodeCidrs[0]: "192.0.2.0/24" is a placeholder: write the range of the nodes' addresses (kubectl get nodes -o wide)`,
    `config/aiworker.yaml: network.apiServer.cidrs[0]: "192.0.2.10/32" is a placeholder: ${apiServer}`,
    `config/algesta.yaml: clusters.aks-algesta-dev.network.apiServer.cidrs[0]: "203.0.113.10/32" is a placeholder: ${apiServer}`,
    `config/algesta.yaml: clusters.aks-algesta-production.network.apiServer.cidrs[0]: "203.0.113.20/32" is a placeholder: ${apiServer}`,
  ]);
});

describe('npm run synth', () => {
  test('completes the changes of a killed synth, and says so, also if the configuration is invalid', () => {
    const folder = workplace();
    const ready = join(folder, 'dist/.synth/ready');
    mkdirSync(join(ready, 'files/aiworker'), { recursive: true });
    writeFileSync(join(ready, 'files/aiworker/00-namespaces.k8s.yaml'), 'complete');
    writeFileSync(join(ready, 'removed.json'), '["arcana/00-namespaces.k8s.yaml"]');
    const { pid } = spawnSync('true');
    writeFileSync(join(folder, `dist/.synth/owner-${pid}`), '');
    writeFileSync(join(folder, 'config/arcana.yaml'), '');
    const { status, stderr } = synth(folder);
    expect(status).toBe(1);
    expect(stderr).toBe(
      'warning: dist: an earlier synth was interrupted while it changed files: its changes are now complete\nconfig/arcana.yaml:1:1: the file is empty: write the configuration, or restore the file from version control\n',
    );
    expect(readFileSync(join(folder, 'dist/aiworker/00-namespaces.k8s.yaml'), 'utf8')).toBe('complete');
    expect(existsSync(join(folder, 'dist/arcana/00-namespaces.k8s.yaml'))).toBe(false);
    expect(existsSync(join(folder, 'dist/.synth'))).toBe(false);
  });

  test('fails if another synth is writing files', () => {
    const folder = workplace();
    mkdirSync(join(folder, 'dist/.synth'));
    writeFileSync(join(folder, `dist/.synth/owner-${process.pid}`), '');
    const before = tree(join(folder, 'dist'));
    const { status, stderr } = synth(folder);
    expect(status).toBe(1);
    expect(stderr).toBe(
      `dist: another synth (process ${process.pid}) is writing files: wait until it ends; if no synth is running, delete dist/.synth\n`,
    );
    expect(tree(join(folder, 'dist'))).toEqual(before);
  });

  test('prints a warning for each preview past its ttl, and continues', () => {
    const folder = workplace();
    const file = join(folder, 'config/aiworker.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('ttl: 87600h', 'ttl: 168h'));
    const { status, stdout, stderr } = synth(folder);
    expect(status).toBe(0);
    expect(stdout).not.toContain('warning');
    expect(stderr).toMatch(
      /^warning: config\/aiworker\.yaml:\d+:5: previews\[0\]: "abc123" has been past its ttl of 168h since 2026-01-26T12:00:00\.000Z: /m,
    );
  });

  test('prints a table, and writes nothing if nothing changed', () => {
    const { status, stdout } = synth(workplace());
    expect(status).toBe(0);
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^cluster +files +objects +changed$/);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/^\S+ +\d+ +\d+ {2}nothing$/);
  });

  test('writes only the cluster in the arguments', () => {
    const folder = workplace();
    rmSync(join(folder, 'dist'), { recursive: true });
    const { stdout } = synth(folder, 'aiworker');
    expect(readdirSync(join(folder, 'dist'))).toEqual(['aiworker']);
    expect(stdout).toMatch(/^aiworker +\d+ +\d+ {2}\d+ new$/m);
  });

  test('fails if a cluster is unknown', () => {
    const { status, stderr } = synth(workplace(), 'aiwroker');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^cluster "aiwroker" is unknown: use one of aiworker(, \S+)*\n$/);
  });

  const shipped = readFileSync('config/aiworker.yaml', 'utf8');
  test.each<[string, string | undefined, RegExp]>([
    ['does not parse', 'projects: [', /^config\/aiworker\.yaml:1:12: does not parse: /],
    ['is empty', '', /^config\/aiworker\.yaml:1:1: the file is empty: /],
    ['is missing', undefined, /^config\/aiworker\.yaml: file not found: /],
    [
      'has a duplicate key',
      `${shipped}\ndomain: a.b\n`,
      /^config\/aiworker\.yaml:\d+:1: duplicate key "domain", first on line \d+: /,
    ],
    [
      'has an unknown key',
      `${shipped}\nproejcts: []\n`,
      /^config\/aiworker\.yaml:\d+:1: unknown key "proejcts", did you mean "projects"\?\n$/,
    ],
  ])(
    'fails if the configuration %s: prints one problem on each line, and leaves dist/ unchanged',
    (_case, text, message) => {
      const folder = workplace();
      const file = join(folder, 'config/aiworker.yaml');
      if (text === undefined) rmSync(file);
      else writeFileSync(file, text);
      const before = tree(join(folder, 'dist'));
      const { status, stdout, stderr } = synth(folder);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain('    at ');
      expect(tree(join(folder, 'dist'))).toEqual(before);
    },
  );

  test('fails if a file cannot be written, and leaves dist/ unchanged', () => {
    const folder = workplace();
    const before = tree(join(folder, 'dist'));
    rmSync(join(folder, 'dist/aiworker/00-namespaces.k8s.yaml'));
    mkdirSync(join(folder, 'dist/aiworker/00-namespaces.k8s.yaml'));
    const { status, stderr } = synth(folder);
    expect(status).toBe(1);
    expect(stderr).toBe(
      'dist/aiworker/00-namespaces.k8s.yaml is not a file, but a file must be written there: move it away\n',
    );
    const { 'aiworker/00-namespaces.k8s.yaml': _moved, ...others } = before;
    expect(tree(join(folder, 'dist'))).toEqual(others);
  });
});
