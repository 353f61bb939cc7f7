import { readRecords } from './support/records';

/** The names of document 000, "Cloudflare DNS Records". All of them point to the load balancer. */
const DOCUMENT = [
  '*.aiworker.dev',
  '*.preview.aiworker.dev',
  'api.aiworker.dev',
  'app.aiworker.dev',
  'git.aiworker.dev',
];

test('ExternalDNS makes the five records of the document, and none for a preview or a project', () => {
  expect(readRecords().map(({ name }) => name)).toEqual(DOCUMENT);
});

test('each record points to the address of the load balancer', () => {
  const records = readRecords();
  expect(records.map(({ type }) => type)).toEqual(DOCUMENT.map(() => 'A'));
  expect(new Set(records.map(({ target }) => target)).size).toBe(1);
});
