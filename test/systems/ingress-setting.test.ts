import { TopologyApp } from '../../lib/core/topology-app';
import type { RenderedFile } from '../../lib/output/manifest';
import { render } from '../../lib/synth';
import { readConfiguration, withIngress } from '../../lib/systems/configuration';
import { topology } from '../../lib/topology';

const CONFIGURATION = readConfiguration('config');

/** The files of every cluster, which have passed all checks. */
function files(controllers: 'nginx' | 'gateway' | 'both'): ReadonlyMap<string, RenderedFile> {
  const app = new TopologyApp();
  topology(app, withIngress(CONFIGURATION, controllers));
  return new Map(render(app).map((file) => [file.path, file]));
}

const NGINX = files('nginx');
const GATEWAY = files('gateway');
const BOTH = files('both');

/** The kinds of the objects in a file that a pattern matches. */
function kindsIn(rendered: ReadonlyMap<string, RenderedFile>, path: RegExp): string[] {
  const contents = [...rendered.values()]
    .filter((file) => path.test(file.path))
    .map(({ content }) => content);
  const kinds = contents.flatMap((content) =>
    [...content.matchAll(/^kind: (\w+)$/gm)].map(([, kind]) => kind),
  );
  return [...new Set(kinds as string[])].sort();
}

/** The files that differ between two settings, without the folder of the cluster. */
function changed(cluster: string, a: typeof NGINX, b: typeof NGINX): string[] {
  const paths = [...new Set([...a.keys(), ...b.keys()])].filter((path) => path.startsWith(`${cluster}/`));
  return paths
    .filter((path) => a.get(path)?.content !== b.get(path)?.content)
    .map((path) => path.slice(cluster.length + 1))
    .sort();
}

test.each(['aiworker', 'arcana'])('%s has no Ingress on a gateway, and no route on nginx', (cluster) => {
  const path = new RegExp(`^${cluster}/`);
  expect(kindsIn(GATEWAY, path)).toEqual(expect.arrayContaining(['Gateway', 'GatewayClass', 'HTTPRoute']));
  expect(kindsIn(GATEWAY, path)).not.toContain('Ingress');
  expect(kindsIn(NGINX, path)).not.toContain('HTTPRoute');
  expect(kindsIn(BOTH, path)).toEqual(expect.arrayContaining(['Ingress', 'HTTPRoute']));
});

test('with both controllers, what nginx serves does not change', () => {
  for (const [path, { content }] of NGINX) {
    const objects = (text: string) => text.split(/^---$/m).map((object) => object.trim());
    const ingresses = (text: string) => objects(text).filter((object) => /^kind: Ingress$/m.test(object));
    const both = ingresses(BOTH.get(path)?.content ?? '');
    for (const ingress of ingresses(content)) expect(both).toContainEqual(ingress);
  }
  expect(changed('arcana', NGINX, BOTH)).not.toContain('30-ingress-nginx.k8s.yaml');
  expect(changed('aiworker', NGINX, BOTH)).not.toContain('30-ingress-nginx.k8s.yaml');
});

test.each(['aiworker', 'aks-algesta-dev', 'aks-algesta-production', 'arcana'])(
  '%s has a dashboard of gateways exactly if it has a gateway',
  (cluster) => {
    const dashboards = (rendered: typeof NGINX) =>
      [
        ...(rendered.get(`${cluster}/70-grafana.k8s.yaml`)?.content.matchAll(/^ {2}(\w+)\.json: /gm) ?? []),
      ].map(([, name]) => name);
    expect(dashboards(NGINX)).toEqual(['namespaces']);
    expect(dashboards(GATEWAY).sort()).toEqual(['gateways', 'namespaces']);
    expect(dashboards(BOTH).sort()).toEqual(['gateways', 'namespaces']);
  },
);

test('the setting changes only these files', () => {
  expect(changed('aiworker', NGINX, GATEWAY)).toMatchSnapshot('aiworker');
  expect(changed('arcana', NGINX, GATEWAY)).toMatchSnapshot('arcana');
});
