import { readdirSync, readFileSync } from 'node:fs';
import { CERT_MANAGER_VERSION, ISTIO_VERSION, KUBERNETES_VERSION } from '../../lib/core/versions';
import { factsOf } from '../../lib/synth';
import { aiworkerApp } from '../support/aiworker';

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

test('the checks know the components that a person installs', () => {
  const certManager = { name: 'cert-manager', version: CERT_MANAGER_VERSION };
  const istio = { name: 'Istio', version: ISTIO_VERSION };
  const components = (serviceMesh: 'none' | 'istio') => factsOf(aiworkerApp({ serviceMesh }))[0]?.components;
  expect(components('none')).toEqual([certManager]);
  expect(components('istio')).toEqual([certManager, istio]);
});
