import { isolationMatrix, shippedClusters } from './support/isolation/matrix';
import { type Cell, matrix } from './support/reachability';

const app = shippedClusters();

test.each(app.clusters.map(({ name }) => name))('the connections in %s', (name) => {
  expect(`\n${matrix(isolationMatrix(name, app).cells)}`).toMatchSnapshot();
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
