import type { PlacedObject } from '../../lib/checks/engine/cluster-facts';
import { objectChanges, previewChanges } from '../../lib/report/object-changes';

const placed = (name: string, data: object, namespace = 'shop'): PlacedObject => ({
  json: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data },
  path: 'test',
  file: 'test/50-all.k8s.yaml',
});
const named = (name: string) => ({
  kind: 'ConfigMap',
  namespace: 'shop',
  name,
  file: 'test/50-all.k8s.yaml',
});

test('objects are added, changed and removed by kind, namespace and name', () => {
  const before = [placed('a', { x: '1' }), placed('b', { x: '1' }), placed('same', { x: '1' })];
  const after = [placed('same', { x: '1' }), placed('b', { x: '2' }), placed('c', {})];
  expect(objectChanges(before, after)).toEqual([
    { change: 'removed', object: named('a'), fields: [] },
    { change: 'changed', object: named('b'), fields: [{ path: 'data.x', before: '1', after: '2' }] },
    { change: 'added', object: named('c'), fields: [] },
  ]);
});

function preview(id: string, before: object | undefined, after: object | undefined) {
  const namespace = `preview-task-${id}`;
  const objects = (data: object | undefined) => (data ? [placed('app', data, namespace)] : []);
  return { namespace, id, before: objects(before), after: objects(after) };
}

test('previews that change in the same way are counted', () => {
  const files = ['a1', 'b2', 'c3', 'd4'].map((id) =>
    preview(id, { host: `task-${id}.old` }, { host: `task-${id}.new` }),
  );
  const changes = previewChanges([...files, preview('new', undefined, {}), preview('old', {}, undefined)]);
  expect(changes).toEqual([
    {
      change: 'changed',
      count: 4,
      examples: ['preview-task-a1', 'preview-task-b2', 'preview-task-c3'],
      objects: [
        {
          change: 'changed',
          object: { ...named('app'), namespace: 'preview-task-*' },
          fields: [{ path: 'data.host', before: 'task-*.old', after: 'task-*.new' }],
        },
      ],
    },
    { change: 'added', count: 1, examples: ['preview-task-new'], objects: [] },
    { change: 'removed', count: 1, examples: ['preview-task-old'], objects: [] },
  ]);
});

test('previews in which the same field changes are one entry, without the values that differ', () => {
  const [change, ...others] = previewChanges([
    preview('a', { x: '1', y: '1' }, { x: '2', y: '2' }),
    preview('b', { x: '1', y: '1' }, { x: '3', y: '2' }),
  ]);
  expect(others).toEqual([]);
  expect(change?.objects[0]?.fields).toEqual([
    { path: 'data.x', varies: true },
    { path: 'data.y', before: '1', after: '2' },
  ]);
});

test('a preview in which another field changes is another entry', () => {
  const changes = previewChanges([
    preview('a', { x: '1' }, { x: '2' }),
    preview('b', { y: '1' }, { y: '2' }),
  ]);
  expect(changes.map(({ count }) => count)).toEqual([1, 1]);
});
