import { TOPICS } from '../../lib/report/consequence';
import { MAX_LENGTH, markdown } from '../../lib/report/markdown';
import type { ClusterReport, Report } from '../../lib/report/model';

function cluster(size: number, name = 'test'): ClusterReport {
  const numbers = Array.from({ length: size }, (_, index) => index);
  const object = {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'x'.repeat(200),
    file: 'test/50-all.k8s.yaml',
  };
  const fields = numbers.map((index) => ({ path: `spec.${index}`, before: 'a'.repeat(500), after: 'b' }));
  return {
    name,
    objects: numbers.map(() => ({ change: 'changed', object, fields })),
    previews: numbers.map((count) => ({ change: 'added', count, examples: ['preview-task-1'], objects: [] })),
    files: [],
    consequences: TOPICS.flatMap((topic) =>
      numbers.map(() => ({ topic, sentence: 's'.repeat(1000), isImportant: true })),
    ),
    previous: undefined,
    present: undefined,
  };
}

const against = { ref: 'main', commit: '0123456789abcdef' };
const reportOf = (...clusters: ClusterReport[]): Report => ({ against, clusters });

test.each([1, 10, 100, 1000])('a change of %i items of every kind fits in a comment', (size) => {
  const names = ['aiworker', 'aks-algesta-dev', 'aks-algesta-production', 'arcana'];
  const text = markdown(reportOf(...names.map((name) => cluster(size, name))));
  expect(text.length).toBeLessThanOrEqual(MAX_LENGTH);
  expect(text).toMatch('### arcana');
});

test('a change of 10,000 objects takes less than half a second', () => {
  const { objects } = cluster(100);
  const many = Array.from({ length: 100 }, () => objects).flat();
  const start = performance.now();
  expect(markdown(reportOf({ ...cluster(0), objects: many }))).toMatch(/\d+ items are not shown here/);
  expect(performance.now() - start).toBeLessThan(500);
});

test('a change of 100 clusters fits in a comment', () => {
  const clusters = Array.from({ length: 100 }, (_, index) => cluster(30, `cluster-${index}`));
  expect(markdown(reportOf(...clusters)).length).toBeLessThanOrEqual(MAX_LENGTH);
});

test('what is left out is said, with the address of the whole report', () => {
  const text = markdown(reportOf(cluster(1000)), { link: 'https://ci.example/1' });
  expect(text).toMatch(/\*\*\d+ items are not shown here\.\*\* The whole report: https:\/\/ci\.example\/1\n/);
  expect(text).toMatch(/^- and \d+ more$/m);
});

test('without an address, the text says how to write the whole report', () => {
  expect(markdown(reportOf(cluster(1000)))).toMatch(
    '`npm run --silent report -- --against main --out report.html` writes the whole report.',
  );
});

test('a small change is shown as a whole', () => {
  const object = { kind: 'Service', namespace: 'shop', name: 'web', file: 'test/50-all.k8s.yaml' };
  const one: ClusterReport = {
    ...cluster(0),
    objects: [
      { change: 'added', object, fields: [] },
      {
        change: 'changed',
        object: { ...object, kind: 'ConfigMap' },
        fields: [
          { path: 'data.a', before: '1', after: '2' },
          { path: 'data.b', lines: { added: 1, removed: 2 } },
        ],
      },
    ],
    previews: [{ change: 'removed', count: 7, examples: ['preview-task-1'], objects: [] }],
    consequences: [{ topic: 'hosts', sentence: 'shop.example is now served', isImportant: true }],
  };
  expect(markdown(reportOf(one))).toMatchSnapshot();
});

test('names of users, issues and markup in a sentence are not interpreted', () => {
  const sentence = 'see @admin, #12, <b>, *x* and a|b';
  const one = { ...cluster(0), consequences: [{ topic: 'hosts', sentence, isImportant: true } as const] };
  expect(markdown(reportOf(one))).toMatch('see @\u200badmin, #\u200b12, \\<b\\>, \\*x\\* and a\\|b');
});

test('a report without changes says so', () => {
  expect(markdown(reportOf(cluster(0)))).toBe(
    '## What this change does\n\nCompared with `main` (0123456789ab).\n\nNo object of dist/ changes.\n',
  );
});
