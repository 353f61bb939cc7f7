import { sentences } from '../sentences';

test('a new host is told with its Service and its TLS', () => {
  const added = sentences('hosts', ({ find }) => {
    const { rules } = find('Ingress', 'web').spec;
    rules.push({ ...rules[0], host: 'open.example' });
  });
  expect(added).toEqual(['open.example is now served without TLS by shop/web:80']);
});

test('a host that is no longer served', () => {
  const removed = sentences('hosts', ({ remove }) => remove('Ingress', 'web'));
  expect(removed).toEqual(['shop.example is no longer served']);
});

test('a host that loses TLS', () => {
  const plain = sentences('hosts', ({ find }) => {
    delete find('Ingress', 'web').spec.tls;
  });
  expect(plain).toEqual(['shop.example is now served without TLS']);
});

test('a new path, and another Service', () => {
  const moved = sentences('hosts', ({ find }) => {
    const { paths } = find('Ingress', 'web').spec.rules[0].http;
    paths.push({
      path: '/db',
      pathType: 'Exact',
      backend: { service: { name: 'db', port: { number: 5432 } } },
    });
  });
  expect(moved).toEqual([
    'shop.example: receives requests now for = /db',
    'shop.example: shop/db:5432 receives requests now',
  ]);
});
