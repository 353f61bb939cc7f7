import { createHash } from 'node:crypto';
import { htmlPage } from '../../../lib/report/html/page';
import type { ClusterReport } from '../../../lib/report/model';
import { reportOf } from '../../../lib/report/report';
import { presentTree } from '../../../lib/report/tree';

const NASTY = '</script><img src=x onerror=alert(1)>&"\'';

/** A cluster in whose texts markup stands. */
const nasty: ClusterReport = {
  name: 'test',
  objects: [
    {
      change: 'changed',
      object: { kind: 'ConfigMap', namespace: NASTY, name: NASTY, file: NASTY },
      fields: [
        { path: NASTY, before: NASTY, after: 1 },
        { path: 'data.text', lines: { added: 2, removed: 1 } },
        { path: 'data.id', varies: true },
        { path: 'data.new', after: 'x' },
      ],
    },
  ],
  previews: [{ change: 'added', count: 5, examples: [NASTY], objects: [] }],
  files: [{ change: 'removed', file: NASTY }],
  consequences: [{ topic: 'hosts', sentence: NASTY, isImportant: true }],
  previous: undefined,
  present: undefined,
};

test('texts of objects are not interpreted', async () => {
  const page = await htmlPage({ against: { ref: NASTY, commit: '0123456789abcdef' }, clusters: [nasty] });
  expect(page).not.toMatch('<img');
  expect(page.match(/<script>/g)).toHaveLength(1);
  expect(page.match(/&lt;img/g)?.length).toBeGreaterThanOrEqual(8);
});

test('a changed object has its fields', async () => {
  const page = await htmlPage({ against: { ref: 'main', commit: '0123456789abcdef' }, clusters: [nasty] });
  expect(page).toMatch(
    '<th scope="row"><code>data.text</code></th><td>1 line removed</td><td>2 lines added</td>',
  );
  expect(page).toMatch(
    '<th scope="row"><code>data.new</code></th><td>none</td><td><code>&quot;x&quot;</code></td>',
  );
  expect(page).toMatch('<td>differs between the previews</td>');
});

describe('the present clusters', () => {
  let page: string;
  beforeAll(async () => {
    page = await htmlPage(reportOf(presentTree(), undefined));
  });

  test('the policy of the page admits its script and no request', () => {
    const script = page.match(/<script>([\s\S]*)<\/script>/)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toMatch(
      `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'"`,
    );
    expect(page).not.toMatch(/<(link|img|iframe|object|embed|base)\b|url\(|@import| src=/);
  });

  test('each cluster has its sections, without those of a comparison', () => {
    const titles = [...page.matchAll(/<h[23][^>]*>([^<]*)<\/h[23]>/g)].map(([, title]) => title);
    expect(titles.slice(0, 6)).toEqual([
      'aiworker',
      'Topology',
      'Who reaches whom',
      'Hosts and certificates',
      'Quotas and nodes',
      'Findings',
    ]);
    expect(titles).toContain('arcana');
    expect(titles).not.toContain('Changed objects');
  });

  test('no two elements have the same id', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(100);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('a quota that is not sufficient has a full bar and says so', () => {
    expect(page).toMatch(
      /production\/production-quota: limits\.cpu<\/th>[\s\S]{0,600}<span class="bar over" style="--share: 100%"><\/span>\s+25 of 8, too much<\/td>/,
    );
  });
});
