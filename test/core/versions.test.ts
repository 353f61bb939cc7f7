import { readdirSync, readFileSync } from 'node:fs';
import { CERT_MANAGER_VERSION, ISTIO_VERSION, KUBERNETES_VERSION } from '../../lib/core/versions';

const FOLDER = 'docs/clusters';
const pages = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(`${FOLDER}/${name}`, 'utf8') }));

/** The versions after some words in the pages, each with its page. */
function versionsAfter(words: RegExp): string[] {
  const pattern = new RegExp(`${words.source}(v?\\d+(?:\\.\\d+)+)`, 'gi');
  return pages.flatMap(({ name, text }) =>
    [...text.matchAll(pattern)].map((match) => `${name}: ${match[1]}`),
  );
}

const otherThan = (found: readonly string[], version: string) =>
  found.filter((entry) => !entry.endsWith(`: ${version}`));

test.each([
  ['cert-manager', /cert-manager(?:\/releases\/download\/| )/, CERT_MANAGER_VERSION],
  ['Istio', /istio(?:ctl)? /, ISTIO_VERSION],
])('the pages install %s in the version of lib/core/versions.ts', (_what, words, version) => {
  const found = versionsAfter(words);
  expect(found).not.toEqual([]);
  expect(otherThan(found, version)).toEqual([]);
});

test('the page of aiworker names the version of Kubernetes', () => {
  const found = versionsAfter(/Kubernetes /).filter((entry) => entry.startsWith('aiworker'));
  expect(found).toEqual([`aiworker.md: ${KUBERNETES_VERSION}`]);
});
