import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TopologyApp } from '../../../lib/core/topology-app';
import { secretsSection } from '../../../lib/docs/secrets-section';
import { check } from '../../../lib/synth';
import { ArcanaCluster } from '../../../lib/systems/arcana/cluster';
import { readArcana } from '../../../lib/systems/arcana/config';
import { isolationMatrix } from '../../support/isolation/matrix';
import { jsonOf } from '../../support/manifests';
import type { Manifest } from '../../support/test-cluster';

const [, EXAMPLE = ''] =
  /\n```yaml\n(mercury:\n[\s\S]*?)```/.exec(readFileSync('docs/clusters/arcana.md', 'utf8')) ?? [];

/** The cluster with the documented application, of which some text is replaced. */
function documentedCluster(from = '', to = '') {
  const shipped = parse(readFileSync('config/arcana.yaml', 'utf8'));
  const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'arcana.yaml');
  writeFileSync(file, JSON.stringify({ ...shipped, ...parse(EXAMPLE.replace(from, to)) }));
  const app = new TopologyApp();
  const { expectedSecrets } = new ArcanaCluster(app, readArcana(file));
  const objects = jsonOf<Manifest>(app).flatMap(({ json }) => json);
  const deployment = objects.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'mercury',
  );
  return { app, expectedSecrets, template: deployment?.spec.template };
}

const { app, expectedSecrets, template } = documentedCluster();

test('the documented application passes every check', () => {
  const shippedApp = new TopologyApp();
  new ArcanaCluster(shippedApp, readArcana('config/arcana.yaml'));
  const documented = check(app);
  expect(documented.errors).toEqual([]);
  expect(documented.warnings).toEqual(check(shippedApp).warnings);
});

test('its pods have the variables, the Secrets, the resources and the user', () => {
  expect(template.spec).toMatchObject({
    imagePullSecrets: [{ name: 'mercury-registry' }],
    securityContext: { runAsUser: 1000 },
    containers: [
      {
        env: [
          {
            name: 'DATABASE_PASSWORD',
            valueFrom: { secretKeyRef: { name: 'mercury-database', key: 'password' } },
          },
          { name: 'LOG_LEVEL', value: 'info' },
          {
            name: 'DATABASE_URL',
            value: 'postgres://mercury:$(DATABASE_PASSWORD)@10.0.1.5:5432/mercury',
          },
        ],
        resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      },
    ],
  });
});

test('the page would list the commands that create its Secrets', () => {
  const section = secretsSection(expectedSecrets);
  expect(section).toContain(
    `kubectl create secret generic mercury-database --namespace mercury \\
  --from-literal=password="$MERCURY_DATABASE_PASSWORD"`,
  );
  expect(section).toContain('kubectl create secret docker-registry mercury-registry --namespace mercury');
});

test('it may connect to its database and to public addresses over HTTPS, and to nothing else', () => {
  const { cells } = isolationMatrix('arcana', app);
  const reached = cells
    .filter(({ from, to, allowed }) => allowed && from.name === 'mercury/mercury' && to.block !== 'mercury')
    .map(({ to }) => `${to.title}:${to.port}`);
  expect(reached.sort()).toEqual(['10.0.1.5/32:5432', 'internet:443', 'kube-dns:53', 'kube-dns:53']);
});

test('a change of a setting changes the template of the pods, which restarts them', () => {
  expect(documentedCluster('LOG_LEVEL: info', 'LOG_LEVEL: debug').template).not.toEqual(template);
});

test('fails if a setting looks like a secret', () => {
  expect(() => documentedCluster('LOG_LEVEL: info', 'API_TOKEN: abc')).toThrow(
    'mercury.settings.API_TOKEN: the value looks like a secret, by the name of its variable',
  );
});
