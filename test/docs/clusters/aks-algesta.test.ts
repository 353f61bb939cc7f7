import { readFileSync } from 'node:fs';
import { CERT_MANAGER_VERSION } from '../../../lib/core/versions';
import { algestaApp } from '../../support/algesta';
import { readManifests } from '../../support/manifests';

const PAGE = readFileSync('docs/clusters/aks-algesta.md', 'utf8');
const CLUSTERS = ['aks-algesta-dev', 'aks-algesta-production'] as const;

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  // biome-ignore lint/suspicious/noExplicitAny: tests read the specifications of pods and Ingresses
  readonly spec?: any;
}

const OBJECTS = CLUSTERS.flatMap((cluster) => readManifests(`dist/${cluster}`) as Named[]);
const SECRETS = CLUSTERS.flatMap((cluster) =>
  algestaApp(cluster).clusters.flatMap(({ expectedSecrets }) => expectedSecrets.map(({ name }) => name)),
);

/** The existing objects of a kind: those in dist/, those that a person creates, and those that cert-manager creates. */
function namesOf(kind: string): string[] {
  const rendered = OBJECTS.filter((object) => object.kind.toLowerCase() === kind).map(
    ({ metadata }) => metadata.name,
  );
  const certificates = OBJECTS.filter((object) => object.kind === 'Ingress').flatMap(({ spec }) =>
    spec.tls.map(({ secretName }: { secretName: string }) => secretName),
  );
  if (kind === 'secret') return [...rendered, ...SECRETS, ...certificates];
  return kind === 'certificate' ? [...rendered, ...certificates] : rendered;
}

const KINDS: Readonly<Record<string, string>> = {
  deployment: 'deployment',
  service: 'service',
  hpa: 'horizontalpodautoscaler',
  ingress: 'ingress',
  secret: 'secret',
  certificate: 'certificate',
  resourcequota: 'resourcequota',
  'kubernetes.io/service-name=': 'service',
};

/** Every `kind/name` and `kind name` of the page's kubectl commands, and the value of every namespace flag. */
function references(): { kind: string; name: string; line: string }[] {
  const commands = [...PAGE.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block.trim().split('\n'),
  );
  return commands
    .filter((line) => line.startsWith('kubectl '))
    .flatMap((line) => {
      const words = line.split(/ -- |\s+\|\s+/)[0]?.split(/\s+/) ?? [];
      return words.flatMap((word, index) => {
        const next = words[index + (words[index + 1] === 'generic' ? 2 : 1)] ?? '';
        const [kind = '', name] = word.split('/');
        if (word === '-n' || word === '--namespace') return [{ kind: 'namespace', name: next, line }];
        if (name !== undefined && KINDS[kind]) return [{ kind: KINDS[kind], name, line }];
        if (KINDS[word] && /^[a-z]/.test(next)) return [{ kind: KINDS[word], name: next, line }];
        const label = /^kubernetes\.io\/service-name=(.*)/.exec(word);
        return label?.[1] && label[1] !== 'kubernetes' ? [{ kind: 'service', name: label[1], line }] : [];
      });
    });
}

describe('docs/clusters/aks-algesta.md', () => {
  test('uses only existing objects in its commands', () => {
    const found = references();
    expect(found.length).toBeGreaterThan(60);
    const external = ['default', 'app-routing-system'];
    const unknown = found.filter(
      ({ kind, name }) => !namesOf(kind).includes(name) && !(kind === 'namespace' && external.includes(name)),
    );
    expect(unknown).toEqual([]);
  });

  test('uses an existing image in its example', () => {
    const images = OBJECTS.flatMap(({ spec }) => spec?.template?.spec?.containers ?? []).map(
      ({ image }) => image,
    );
    const [, container, image] = /kubectl set image \S+ (\S+)=(\S+)/.exec(PAGE) ?? [];
    expect(images).toContain(image);
    expect(image).toContain(`/${container}:`);
  });

  test('contains the accounts of CI/CD, and every host, certificate and Ingress', () => {
    const accounts = OBJECTS.filter(
      ({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name.startsWith('deployer-'),
    ).map(({ metadata }) => metadata.name);
    const ingresses = OBJECTS.filter(({ kind }) => kind === 'Ingress');
    const hosts = ingresses.flatMap(({ spec }) =>
      spec.tls.flatMap(({ hosts }: { hosts: string[] }) => hosts),
    );
    const needed = [
      ...accounts,
      ...hosts,
      ...namesOf('certificate'),
      ...ingresses.map(({ metadata }) => metadata.name),
    ];
    expect(needed.length).toBeGreaterThan(9);
    expect(needed.filter((name) => !PAGE.includes(`\`${name}\``))).toEqual([]);
  });

  test('installs the supported version of cert-manager', () => {
    expect(PAGE).toContain(`--version ${CERT_MANAGER_VERSION} `);
  });
});
