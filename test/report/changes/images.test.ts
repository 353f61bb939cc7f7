import { sentences } from '../sentences';

test('an image is told with the one that it replaces', () => {
  const replaced = sentences('images', ({ container }) => {
    container('Deployment', 'web').image = 'registry.example/web:1.1';
  });
  expect(replaced).toEqual([
    'registry.example/web:1.0 is replaced by registry.example/web:1.1 (Deployment shop/web)',
  ]);
});

test('an image that comes or goes with its container', () => {
  const gone = sentences('images', ({ remove }) => remove('StatefulSet', 'db'));
  expect(gone).toEqual(['registry.example/db:1.0 is no longer used (StatefulSet shop/db)']);
});
