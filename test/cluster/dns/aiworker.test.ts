import { readRecords } from './support/records';

/** Document 000, "Cloudflare DNS Records": all of them lead to the load balancer. */
const DOCUMENT = [
  '*.aiworker.dev',
  '*.preview.aiworker.dev',
  'api.aiworker.dev',
  'app.aiworker.dev',
  'git.aiworker.dev',
];

test("ExternalDNS makes the document's five records, and none for a preview or a project", () => {
  expect(readRecords().map(({ name }) => name)).toEqual(DOCUMENT);
});

test('each leads to the one address of the load balancer', () => {
  const records = readRecords();
  expect(records.map(({ type }) => type)).toEqual(DOCUMENT.map(() => 'A'));
  expect(new Set(records.map(({ target }) => target)).size).toBe(1);
});
