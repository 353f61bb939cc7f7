import { sentences } from '../sentences';

test('requests are told with what is left', () => {
  const more = sentences('capacity', ({ container }) => {
    container('StatefulSet', 'db').resources.requests = { cpu: '600m', memory: '1Gi' };
  });
  expect(more).toEqual([
    'the pods request 900m of 4 CPU (+500m): 3100m left',
    'the pods request 1408Mi of 8Gi memory (+896Mi): 6784Mi left',
  ]);
});

test('pods without room are counted in each situation', () => {
  const full = sentences('capacity', ({ container }) => {
    container('StatefulSet', 'db').resources.requests.cpu = '3';
  });
  expect(full).toContain('1 pod has no room at the minimum (0 before)');
  expect(full).toContain('1 pod has no room with one node less (0 before)');
});

test('the same quantity in another unit changes nothing', () => {
  const same = sentences('capacity', ({ container }) => {
    container('StatefulSet', 'db').resources.requests = { cpu: '0.1', memory: '131072Ki' };
  });
  expect(same).toEqual([]);
});
