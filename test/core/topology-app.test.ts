import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import { ManifestFile, Stage } from '../../lib/core/placement';
import { SynthError, TopologyApp } from '../../lib/core/topology-app';
import { aiworkerApp } from '../support/aiworker';

const folder = () => mkdtempSync(join(tmpdir(), 'app-'));
const file = (scope: Construct, name: string, stage: Stage = Stage.workloads, cluster = 'c') =>
  new ManifestFile(scope, { cluster, stage, name, labels: { owner: 'me' } });
const config = (scope: Construct, name: string) => new k8s.KubeConfigMap(scope, name, { metadata: { name } });
const names = (app: TopologyApp) =>
  app
    .manifests()
    .map(({ path, json }) => [
      path,
      json.map((object) => (object as { metadata: { name: string } }).metadata.name),
    ]);

describe('a synth', () => {
  test('names files by stage and name, and keeps objects in the order in which they were made', () => {
    const app = new TopologyApp();
    const later = file(app, 'b');
    config(later, 'z');
    config(later, 'a');
    config(file(app, 'ns', Stage.namespaces), 'n');
    expect(names(app)).toEqual([
      ['c/00-ns.k8s.yaml', ['n']],
      ['c/50-b.k8s.yaml', ['z', 'a']],
    ]);
  });

  test('puts an object after what it depends on, and what a construct depends on before all of it', () => {
    const app = new TopologyApp();
    const all = file(app, 'all');
    const group = new Construct(all, 'group');
    const [first, second] = [config(group, 'first'), config(group, 'second')];
    const needed = config(all, 'needed');
    group.node.addDependency(needed);
    first.node.addDependency(second);
    expect(names(app)).toEqual([['c/50-all.k8s.yaml', ['needed', 'second', 'first']]]);
  });

  test("adds the file's labels to every object, and an object's own win", () => {
    const app = new TopologyApp();
    new k8s.KubeConfigMap(file(app, 'x'), 'x', { metadata: { name: 'x', labels: { owner: 'you', a: 'b' } } });
    expect(app.manifests()[0]?.json[0]).toMatchObject({ metadata: { labels: { owner: 'you', a: 'b' } } });
  });

  test('writes what cdk8s would, object for object', () => {
    const ours = aiworkerApp()
      .manifests()
      .flatMap(({ json }) => json);
    const stock = aiworkerApp().charts.flatMap((chart) => chart.toJson() as object[]);
    const byName = (objects: readonly object[]) => objects.map((object) => JSON.stringify(object)).sort();
    expect(byName(ours)).toEqual(byName(stock));
  });

  test('gives the same bytes each time', () => {
    expect(aiworkerApp().render()).toEqual(aiworkerApp().render());
  });

  test('writes only the clusters that are asked for', () => {
    const outdir = folder();
    const app = new TopologyApp({ outdir });
    config(file(new Construct(app, 'one'), 'x', Stage.workloads, 'one'), 'x');
    config(file(new Construct(app, 'two'), 'x', Stage.workloads, 'two'), 'x');
    app.write({ clusters: ['two'] });
    expect(readdirSync(outdir)).toEqual(['two']);
    app.synth();
    expect(readdirSync(outdir)).toEqual(['one', 'two']);
  });
});

describe('a synth that fails', () => {
  const problemsOf = (app: TopologyApp): readonly string[] => {
    try {
      app.synth();
    } catch (error) {
      if (error instanceof SynthError) return error.problems;
      throw error;
    }
    return [];
  };

  test('tells every finding at once, and writes nothing', () => {
    const outdir = folder();
    const app = new TopologyApp({ outdir });
    const x = file(app, 'x');
    x.node.addValidation({ validate: () => ['one', 'two'] });
    new Chart(app, 'stray');
    file(new Construct(app, 'other'), 'x');
    expect(problemsOf(app)).toEqual([
      '50-x: one',
      '50-x: two',
      "stray: a plain cdk8s chart has no place in dist/: make it with the cluster's file()",
      'other/50-x: writes c/50-x.k8s.yaml, as 50-x does: give one another name',
    ]);
    expect(readdirSync(outdir)).toEqual([]);
  });

  test('fails if an object depends on one in a file that is applied later', () => {
    const app = new TopologyApp();
    const early = config(file(app, 'early', Stage.platform), 'early');
    early.node.addDependency(config(file(app, 'late', Stage.ingress), 'late'));
    expect(problemsOf(app)).toEqual([
      '30-early/early: depends on 60-late/late, which 60-late.k8s.yaml applies only after 30-early.k8s.yaml: give it an earlier stage',
    ]);
  });
});

test('a file is told from other charts by instanceof, as cdk8s charts are not', () => {
  const app = new App();
  expect(new Chart(app, 'chart')).not.toBeInstanceOf(ManifestFile);
  expect(file(app, 'file')).toBeInstanceOf(ManifestFile);
});
