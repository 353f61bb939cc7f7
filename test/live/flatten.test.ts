import { differences, flatten } from '../../lib/live/flatten';

test('the items of a list have their key in the path, so that another order is no difference', () => {
  const pod = (...containers: object[]) => flatten({ spec: { containers } });
  const [a, b] = [
    { name: 'a', image: 'a:1' },
    { name: 'b', image: 'b:1' },
  ];
  expect(differences(pod(a, b), pod(b, a))).toEqual([]);
  expect(differences(pod(a, b), pod({ ...a, image: 'a:2' }, b))).toEqual(['spec.containers[a].image']);
});

test('a volume that is mounted twice is identified by its path', () => {
  const flat = flatten({
    mounts: [
      { name: 'data', mountPath: '/a' },
      { name: 'data', mountPath: '/b' },
    ],
  });
  expect([...flat.keys()]).toEqual([
    'mounts[/a].name',
    'mounts[/a].mountPath',
    'mounts[/b].name',
    'mounts[/b].mountPath',
  ]);
});

test('items without a key have their position in the path', () => {
  expect([...flatten({ args: ['x', 'y'], rules: [{}, { a: null }] })]).toEqual([
    ['args[0]', 'x'],
    ['args[1]', 'y'],
    ['rules[1].a', null],
  ]);
});

test('fields that the API server and kubectl set are ignored', () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', own: 'x' };
  const metadata = {
    name: 'a',
    uid: '1',
    resourceVersion: '2',
    generation: 3,
    managedFields: [{ manager: 'm' }],
    annotations,
  };
  expect([...flatten({ metadata, status: { phase: 'x' }, statusPage: 1 }).keys()]).toEqual([
    'metadata.name',
    'metadata.annotations.own',
    'statusPage',
  ]);
});
