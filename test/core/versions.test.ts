import { readdirSync, readFileSync } from 'node:fs';
import {
  CERT_MANAGER_VERSION,
  ENVOY_GATEWAY_VERSION,
  GATEWAY_API_VERSION,
  HELM_VERSION,
  IMAGES,
  ISTIO_VERSION,
  KUBERNETES_VERSION,
} from '../../lib/core/versions';
import { factsOf } from '../../lib/synth';
import { aiworkerApp } from '../support/aiworker';
import { arcanaConfig } from '../support/arcana';

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

/** The version in the tag of an image, without the number of its build: `3.6.8` of `etcd:3.6.8-0`. */
const releaseOf = (image: string) => image.replace(/^.*:/, '').replace(/-.*$/, '');

test.each([
  ['cert-manager', /cert-manager(?:\/releases\/download\/| )/, CERT_MANAGER_VERSION],
  ['Istio', /istio(?:ctl)? /, ISTIO_VERSION],
  ['Helm', /helm-/, HELM_VERSION],
  ['restic', /restic(?:\/releases\/download\/v|_| )/, releaseOf(IMAGES.restic)],
  ['etcd', /etcd(?:\/releases\/download\/v|-v)/, releaseOf(IMAGES.etcd)],
  ['kind', /kindest\/node:v/, arcanaConfig().kubernetesVersion],
])('the pages install %s in the version of lib/core/versions.ts', (_what, words, version) => {
  const found = versionsAfter(words);
  expect(found).not.toEqual([]);
  expect(otherThan(found, version)).toEqual([]);
});

test('the cluster tests build ExternalDNS in the version of the clusters, or in the one before', () => {
  const build = readFileSync('test/cluster/dns/external-dns/build', 'utf8');
  const minor = (version: string | undefined) => Number(/^v0\.(\d+)\./.exec(version ?? '')?.[1]);
  const built = minor(/^release=(\S+)$/m.exec(build)?.[1]);
  const shipped = minor(releaseOf(IMAGES.externalDns));
  expect([shipped, shipped - 1]).toContain(built);
});

test('the page of Envoy Gateway installs the CRDs of lib/core/versions.ts', () => {
  const text = readFileSync('docs/envoy-gateway.md', 'utf8');
  const releases = [...text.matchAll(/releases\/download\/(\S+?)\//g)].map(([, version]) => version);
  expect(releases).toEqual([GATEWAY_API_VERSION, ENVOY_GATEWAY_VERSION]);
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
