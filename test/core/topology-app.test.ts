import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import { ClusterBase } from '../../lib/core/cluster-base';
import { labelAll } from '../../lib/core/common-labels';
import { placeAllIn, placeIn, Stage } from '../../lib/core/placement';
import { SynthError, TopologyApp } from '../../lib/core/topology-app';
import { render, synth } from '../../lib/synth';
import { aiworkerApp } from '../support/aiworker';
import { jsonOf } from '../support/manifests';
import { NETWORK } from '../support/test-cluster';

class Cluster extends ClusterBase {
  constructor(app: TopologyApp, name = 'c') {
    super(app, name, { network: NETWORK, nodes: [], kubernetesVersion: '1.36' });
  }
}

const folder = () => mkdtempSync(join(tmpdir(), 'app-'));
const part = (scope: Construct, name: string, stage: Stage = Stage.workloads) => {
  const construct = new Construct(scope, name);
  placeIn(construct, stage, name);
  return construct;
};
const config = (scope: Construct, name: string, labels = {}) =>
  new k8s.KubeConfigMap(scope, name, { metadata: { name, namespace: 'kube-system', labels } });
const names = (app: TopologyApp) =>
  jsonOf<{ metadata: { name: string } }>(app).map(({ path, json }) => [
    path,
    json.map(({ metadata }) => metadata.name),
  ]);

describe('a synth', () => {
  test('names files by stage and name, and keeps objects in the order in which they were made', () => {
    const app = new TopologyApp();
    const cluster = new Cluster(app);
    const later = part(cluster, 'b');
    config(later, 'z');
    config(later, 'a');
    config(part(cluster, 'ns', Stage.namespaces), 'n');
    expect(names(app)).toEqual([
      ['c/00-ns.k8s.yaml', ['n']],
      ['c/50-b.k8s.yaml', ['z', 'a']],
    ]);
  });

  test('writes an object to the file of the nearest construct that states one', () => {
    const app = new TopologyApp();
    const outer = part(new Cluster(app), 'outer');
    config(outer, 'one');
    config(new Construct(outer, 'silent'), 'two');
    config(part(outer, 'inner', Stage.ingress), 'three');
    expect(names(app)).toEqual([
      ['c/50-outer.k8s.yaml', ['one', 'two']],
      ['c/60-inner.k8s.yaml', ['three']],
    ]);
  });

  test('writes all objects below a construct to one file if the construct states placeAllIn()', () => {
    const app = new TopologyApp();
    const whole = new Construct(new Cluster(app), 'whole');
    placeAllIn(whole, Stage.preview, 'whole');
    config(part(whole, 'inner', Stage.ingress), 'one');
    expect(names(app)).toEqual([['c/90-whole.k8s.yaml', ['one']]]);
  });

  test('writes an object after the objects on which it or a construct above it depends', () => {
    const app = new TopologyApp();
    const all = part(new Cluster(app), 'all');
    const group = new Construct(all, 'group');
    const [first, second] = [config(group, 'first'), config(group, 'second')];
    const needed = config(all, 'needed');
    group.node.addDependency(needed);
    first.node.addDependency(second);
    expect(names(app)).toEqual([['c/50-all.k8s.yaml', ['needed', 'second', 'first']]]);
  });

  test('adds the labels of a construct to every object below it, and labels of an object take precedence', () => {
    const app = new TopologyApp();
    const labelled = part(new Cluster(app), 'x');
    labelAll(labelled, { owner: 'me', tier: 'web' });
    config(labelled, 'x', { owner: 'you', a: 'b' });
    expect(jsonOf(app)[0]?.json[0]).toMatchObject({
      metadata: {
        labels: { owner: 'you', a: 'b', tier: 'web', 'app.kubernetes.io/part-of': 'c' },
      },
    });
  });

  test('writes the same objects as the synth of cdk8s', () => {
    const app = aiworkerApp();
    const ours = jsonOf(app).flatMap(({ json }) => json);
    const stock = app.charts.flatMap((chart) => chart.toJson() as object[]);
    const byName = (objects: readonly object[]) => objects.map((object) => JSON.stringify(object)).sort();
    expect(byName(ours)).toEqual(byName(stock));
  });

  test('writes the same bytes each time', () => {
    expect(render(aiworkerApp())).toEqual(render(aiworkerApp()));
  });

  test('writes only the selected clusters', () => {
    const outdir = folder();
    const app = new TopologyApp({ outdir });
    for (const name of ['one', 'two'])
      new Cluster(app, name).addNamespace({ name: 'n', podSecurity: 'restricted' });
    synth(app, { clusters: ['two'] });
    expect(readdirSync(outdir)).toEqual(['two']);
    synth(app);
    expect(readdirSync(outdir)).toEqual(['one', 'two']);
  });
});

describe('a synth that fails', () => {
  const problemsOf = (app: TopologyApp): readonly string[] => {
    try {
      synth(app);
    } catch (error) {
      if (error instanceof SynthError) return error.problems;
      throw error;
    }
    return [];
  };

  test('reports every problem at once, and writes nothing', () => {
    const outdir = folder();
    const app = new TopologyApp({ outdir });
    const cluster = new Cluster(app);
    part(cluster, 'x').node.addValidation({ validate: () => ['one', 'two'] });
    config(new Construct(cluster, 'lost'), 'y');
    new Chart(app, 'stray');
    expect(problemsOf(app)).toEqual([
      'c/x: one',
      'c/x: two',
      'c/lost/y: no file is stated for this object: call placeIn() in its construct',
      'stray: a cdk8s Chart is not written to dist/: use a Construct below a cluster',
    ]);
    expect(readdirSync(outdir)).toEqual([]);
  });

  test('fails if an object depends on one in a file that is applied later', () => {
    const app = new TopologyApp();
    const cluster = new Cluster(app);
    const early = config(part(cluster, 'early', Stage.addons), 'early');
    early.node.addDependency(config(part(cluster, 'late', Stage.ingress), 'late'));
    expect(problemsOf(app)).toEqual([
      'c/early/early: depends on c/late/late, but 30-early.k8s.yaml is applied before 60-late.k8s.yaml: give c/late/late an earlier stage',
    ]);
  });

  test('fails if the synth of cdk8s is called', () => {
    expect(() => new TopologyApp().synth()).toThrow(
      new Error('app.synth() is not supported: call synth(app) of lib/synth, which checks the tree first'),
    );
  });
});

test('isCluster() distinguishes a cluster from other charts, unlike instanceof', () => {
  const app = new TopologyApp();
  const chart = new Chart(new App(), 'chart');
  expect([new Cluster(app), chart, undefined].map(ClusterBase.isCluster)).toEqual([true, false, false]);
  expect(chart).toBeInstanceOf(ClusterBase);
});
