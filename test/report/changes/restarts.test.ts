import { previewRestarts } from '../../../lib/report/changes/restarts';
import type { PreviewChange } from '../../../lib/report/object-change';
import { sentences } from '../sentences';

const setVariable = (container: { env?: object[] }) => {
  container.env = [...(container.env ?? []), { name: 'LEVEL', value: 'debug' }];
};

test('a single pod of a StatefulSet restarts with an interruption', () => {
  const restarts = sentences('restarts', ({ container }) => setVariable(container('StatefulSet', 'db')));
  expect(restarts).toEqual(['1 pod restarts with an interruption: StatefulSet shop/db']);
});

test('a Deployment with surge restarts without an interruption', () => {
  const restarts = sentences('restarts', ({ container }) => setVariable(container('Deployment', 'web')));
  expect(restarts).toEqual(['2 pods restart without an interruption: Deployment shop/web']);
});

test('Recreate interrupts', () => {
  const restarts = sentences('restarts', ({ container, find }) => {
    setVariable(container('Deployment', 'web'));
    find('Deployment', 'web').spec.strategy = { type: 'Recreate' };
  });
  expect(restarts).toEqual(['2 pods restart with an interruption: Deployment shop/web']);
});

test('OnDelete waits for a person', () => {
  const restarts = sentences('restarts', ({ container, find }) => {
    setVariable(container('StatefulSet', 'db'));
    find('StatefulSet', 'db').spec.updateStrategy = { type: 'OnDelete' };
  });
  expect(restarts).toEqual(['1 pod restarts when they are deleted: StatefulSet shop/db']);
});

test('another number of replicas or another order of fields restarts nothing', () => {
  const restarts = sentences('restarts', ({ find, container }) => {
    find('StatefulSet', 'db').spec.replicas = 2;
    container('Deployment', 'web').env.reverse();
  });
  expect(restarts).toEqual([]);
});

test('previews are counted by their changes', () => {
  const preview = (kind: string, path: string): PreviewChange => ({
    change: 'changed',
    count: 10_000,
    examples: [],
    objects: [
      {
        change: 'changed',
        object: { kind, namespace: 'preview-task-*', name: 'app', file: 'test/90-preview.k8s.yaml' },
        fields: [{ path, varies: true }],
      },
    ],
  });
  const image = preview('Deployment', 'spec.template.spec.containers[app].image');
  const [restarts, ...others] = previewRestarts([image, preview('Deployment', 'spec.replicas')]);
  expect(others).toEqual([]);
  expect(restarts?.sentence).toBe('the pods of 10000 previews restart');
});
