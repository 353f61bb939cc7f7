import { readFileSync } from 'node:fs';
import { freshPages } from '../../lib/cli/docs';
import { freshPage } from '../../lib/docs/pages';
import { TestCluster } from '../support/test-cluster';

const PASSWORD = {
  namespace: { name: 'data' },
  name: 'database',
  keys: { 'root-password': 'of the administrator' },
};

function page(text: string, path = 'docs/clusters/test.md') {
  const cluster = new TestCluster();
  cluster.expectSecret({ ...PASSWORD, purpose: 'the database requires it' });
  return freshPage({ path, text }, [cluster]).text;
}

const SECTION = `
| namespace | secret     | keys                                  | purpose                  |
| --------- | ---------- | ------------------------------------- | ------------------------ |
| \`data\`    | \`database\` | \`root-password\`: of the administrator | the database requires it |

\`\`\`sh
kubectl create secret generic database --namespace data \\
  --from-literal=root-password="$DATABASE_ROOT_PASSWORD"
\`\`\`

`;

test('the pages are up to date with npm run docs', () => {
  const pages = freshPages();
  expect(pages.map(({ path }) => path)).toContain('docs/checks.md');
  for (const { path, text } of pages)
    expect({ path, text }).toEqual({ path, text: readFileSync(path, 'utf8') });
});

test('a section belongs to the cluster with the name of the page, and the text around it is not changed', () => {
  expect(page('# Test\n<!-- secrets:begin -->\nold\n<!-- secrets:end -->\nmore\n')).toBe(
    `# Test\n<!-- secrets:begin -->\n${SECTION}<!-- secrets:end -->\nmore\n`,
  );
});

test('a section belongs to the cluster that its marker names', () => {
  expect(page('<!-- secrets:begin test -->\n<!-- secrets:end -->', 'docs/clusters/other.md')).toBe(
    `<!-- secrets:begin test -->\n${SECTION}<!-- secrets:end -->`,
  );
});

test('a page without sections is not changed', () => {
  expect(page('# Test\n')).toBe('# Test\n');
});

test('a page that is generated again is not changed', () => {
  const once = page('<!-- secrets:begin -->\n<!-- secrets:end -->');
  expect(page(once)).toBe(once);
});

test('fails if the cluster of a section does not exist', () => {
  expect(() => page('<!-- secrets:begin tset -->\n<!-- secrets:end -->')).toThrow(
    new Error(
      'docs/clusters/test.md: cluster "tset" not found: write <!-- secrets:begin NAME --> with one of test',
    ),
  );
});

test('fails if a section has no end', () => {
  expect(() => page('<!-- secrets:begin -->\n')).toThrow(
    new Error(
      'docs/clusters/test.md: 1 sections begin and 0 end: end each section with <!-- secrets:end -->',
    ),
  );
});
