import type { ComparedConnection } from '../../../lib/report/html/compared-connections';
import { reachability } from '../../../lib/report/html/connections';

const open = { allowed: true, policies: ['n/p'], reasons: ['orders are stored'] };
const denied = { allowed: false, policies: ['n/a', 'n/b'], reasons: [] };

function connection(index: number, change?: 'closed'): ComparedConnection {
  const ends = { from: `n/source-${index}`, to: 'n/db', port: 53, protocol: 'UDP' } as const;
  return { ...ends, allowed: false, egress: open, ingress: denied, ...(change && { change }) };
}

test('a connection has the verdict of both sides', () => {
  const { text } = reachability('test', [
    connection(1),
    { ...connection(2), allowed: true, ingress: { ...open, policies: [] } },
    { ...connection(3, 'closed'), isPrevious: true },
  ]);
  const rows = [...text.matchAll(/<tr class="row[^>]*>(.*)<\/tr>/g)].map(([, row = '']) =>
    row.replace(/<\/t[hd]>/g, ' | ').replace(/<[^>]*>/g, ''),
  );
  expect(rows).toEqual([
    'n/source-1 | n/db:53/UDP | no | allowed by n/p: orders are stored | denied: n/a, n/b have no rule for it | ',
    'n/source-2 | n/db:53/UDP | yes | allowed by n/p: orders are stored | allowed: no policy applies | ',
    'n/source-3 | n/db:53/UDP | no closed | before: allowed by n/p: orders are stored | before: denied: n/a, n/b have no rule for it | ',
  ]);
  expect(text).toMatch('<table class="matrix">');
});

test('denied connections of a very large cluster are counted', () => {
  const many = Array.from({ length: 5000 }, (_, index) => connection(index));
  expect(reachability('test', many).text.match(/<tr class="row/g)).toHaveLength(5000);
  const { text } = reachability('test', [...many, connection(5000, 'closed')]);
  expect(text).toMatch(
    '<p>5000 denied connections are left out of this page: the report in JSON has them.</p>',
  );
  expect(text.match(/<tr class="row/g)).toHaveLength(1);
  expect(text).not.toMatch('<table class="matrix">');
});
