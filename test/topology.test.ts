import type { Manifest } from '../lib/report/isolation/manifests';
import { templateOf } from '../lib/report/isolation/pods';
import { isolationMatrix, shippedClusters } from './support/isolation/matrix';
import { jsonOf } from './support/manifests';
import { type Cell, matrix } from './support/reachability';

const app = shippedClusters();

test.each(app.clusters.map(({ name }) => name))('the connections in %s', (name) => {
  expect(`\n${matrix(isolationMatrix(name, app).cells)}`).toMatchSnapshot();
});

test.each(app.clusters.map(({ name }) => name))('the priority classes of the pods in %s', (name) => {
  const byClass = new Map<string, string[]>();
  for (const { cluster, json } of jsonOf<Manifest>(app)) {
    if (cluster !== name) continue;
    for (const manifest of json) {
      const template = templateOf(manifest);
      if (template === undefined) continue;
      const { priorityClassName = 'none' } = template.spec;
      const { namespace, name: workload } = manifest.metadata;
      byClass.set(priorityClassName, [...(byClass.get(priorityClassName) ?? []), `${namespace}/${workload}`]);
    }
  }
  expect(Object.fromEntries(byClass)).toMatchSnapshot();
});

describe('a preview of aiworker', () => {
  const { cells } = isolationMatrix('aiworker', app);
  const isPreview = (namespace: string) => namespace.startsWith('preview-task-');
  /** The connections of previews to pods of some other namespaces. */
  const toOthers = (isOther: (namespace: string) => boolean) =>
    cells.filter(({ from, to }) => {
      const namespace = namespaceOf(from.name);
      return isPreview(namespace) && isOther(to.block) && to.block !== namespace;
    });
  const reached = (found: readonly Cell[]) =>
    found
      .filter(({ allowed }) => allowed)
      .map(({ from, to }) => `${from.name} reaches ${to.name}:${to.port}`);

  test('cannot connect to another preview', () => {
    const connections = toOthers(isPreview);
    expect(new Set(connections.map(({ from }) => from.name)).size).toBeGreaterThan(1);
    expect(reached(connections)).toEqual([]);
  });

  test('cannot connect to dev, staging, production, control-plane, agents or monitoring', () => {
    const connections = toOthers((namespace) =>
      /-(dev|staging|production)$|^(control-plane|agents|monitoring)$/.test(namespace),
    );
    expect(new Set(connections.map(({ to }) => to.block)).size).toBeGreaterThanOrEqual(6);
    expect(reached(connections)).toEqual([]);
  });
});

function namespaceOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}
