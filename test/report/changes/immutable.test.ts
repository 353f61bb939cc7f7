import { sentences } from '../sentences';

test('a change that the API server refuses is told with its remedy', () => {
  const refused = sentences('immutable', ({ find }) => {
    find('StatefulSet', 'db').spec.serviceName = 'data';
  });
  expect(refused).toEqual([
    expect.stringMatching(
      /^StatefulSet shop\/db: spec\.serviceName: "db" cannot be changed to "data": .*kubectl delete/,
    ),
  ]);
});

test('a change that the API server accepts is not mentioned', () => {
  const refused = sentences('immutable', ({ find }) => {
    find('StatefulSet', 'db').spec.replicas = 2;
  });
  expect(refused).toEqual([]);
});

test('of a template, the field that differs is told', () => {
  const refused = sentences('immutable', ({ find }) => {
    find('StatefulSet', 'db').spec.volumeClaimTemplates[0].spec.resources.requests.storage = '2Gi';
  });
  expect(refused).toEqual([
    expect.stringMatching(
      /^StatefulSet shop\/db: spec\.volumeClaimTemplates\[0\]\.spec\.resources\.requests\.storage: "1Gi" cannot be changed to "2Gi": undo/,
    ),
  ]);
});
