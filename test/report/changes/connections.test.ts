import { addPolicy } from '../../support/sound-cluster';
import { sentences } from '../sentences';

test('a policy that opens pods to everyone is told with its sources', () => {
  const open = sentences('connections', (workshop) =>
    addPolicy(workshop, { podSelector: { matchLabels: { app: 'db' } }, ingress: [{}] }),
  );
  expect(open).toEqual([
    expect.stringMatching(
      /^another node, api-server, .* can now connect to shop\/db:5432 .*\(NetworkPolicy shop\/further\)$/,
    ),
  ]);
});

test('a removed policy closes its connections, with the reasons that it stated', () => {
  const closed = sentences('connections', ({ remove }) => remove('NetworkPolicy', 'app-db'));
  expect(closed).toEqual([
    'shop/web can no longer connect to shop/db:5432: orders are stored (NetworkPolicy shop/app-db and shop/app-web)',
  ]);
});

test('the connections of removed pods are one sentence', () => {
  const closed = sentences('connections', ({ remove }) => {
    remove('StatefulSet', 'db');
    remove('NetworkPolicy', 'app-db');
    remove('NetworkPolicy', 'app-web');
  });
  expect(closed).toContain('all connections of shop/db end, because these pods are removed');
  expect(closed.filter((sentence) => sentence.includes('no longer connect to shop/db'))).toEqual([]);
});

test('a closed range of addresses is not a removed pod', () => {
  const egress = {
    podSelector: { matchLabels: { app: 'db' } },
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr: '198.51.100.0/24' } }], ports: [{ port: 25 }] }],
  };
  const closed = sentences(
    'connections',
    ({ remove }) => remove('NetworkPolicy', 'further'),
    (workshop) => addPolicy(workshop, egress),
  );
  expect(closed).toEqual([
    'shop/db can no longer connect to 198.51.100.0/24:25 (NetworkPolicy shop/further)',
  ]);
});

test('a wider range of addresses opens, and keeps what was open', () => {
  const egress = (cidr: string) => ({
    podSelector: { matchLabels: { app: 'db' } },
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr } }], ports: [{ port: 25 }] }],
  });
  const wide = sentences(
    'connections',
    ({ find }) => {
      find('NetworkPolicy', 'further').spec = egress('198.51.0.0/16');
    },
    (workshop) => addPolicy(workshop, egress('198.51.0.0/24')),
  );
  expect(wide).toEqual(['shop/db can now connect to 198.51.0.0/16:25 (NetworkPolicy shop/further)']);
});

test('another order of the rules opens nothing', () => {
  const reordered = sentences('connections', ({ find }) => {
    find('NetworkPolicy', 'app-web').spec.egress.reverse();
  });
  expect(reordered).toEqual([]);
});
