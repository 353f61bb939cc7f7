import { readFileSync } from 'node:fs';
import { getAll } from '../support/kubectl';
import { AUTH_SECRET, DEFAULT_CERTIFICATE, type Route, routes, USER } from './support/ingresses';
import { ask, askPod } from './support/request';

/** The routes of all Ingresses of the cluster. */
const ROUTES = routes();

/** The URL of a route. A wildcard is replaced by one of its names. */
function url({ host, path, ingress }: Route, scheme = schemeOf(ingress)): string {
  return `${scheme}://${host.replace('*', 'any')}${path}`;
}

function schemeOf({ spec }: Route['ingress']): string {
  return spec.tls ? 'https' : 'http';
}

function authorization({ ingress }: Route): Record<string, string> {
  if (ingress.metadata.annotations?.[AUTH_SECRET] === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${USER.name}:${USER.password}`).toString('base64')}` };
}

test('the cluster has routes', () => {
  expect(ROUTES.length).toBeGreaterThan(0);
});

test.each(ROUTES.map((route) => [url(route), route] as const))(
  '%s is served by the pods of its Service, on their port and with the same path',
  async (address, route) => {
    const { metadata, spec } = route.service;
    const selector = Object.entries(spec.selector).map(([key, value]) => `${key}=${value}`);
    const pods = getAll<{ metadata: { name: string } }>(
      'pods',
      `--namespace=${metadata.namespace}`,
      `--selector=${selector.join(',')}`,
    ).map((pod) => `${metadata.namespace}/${pod.metadata.name}`);
    const seen = await askPod({
      url: `${address.replace(/\/$/, '')}/deep/down?x=1`,
      headers: authorization(route),
    });
    expect(pods).toContain(seen.pod);
    expect(seen).toMatchObject({
      port: route.podPort,
      path: `${route.path.replace(/\/$/, '')}/deep/down?x=1`,
    });
  },
);

const SECURE = ROUTES.filter(({ ingress }) => ingress.spec.tls);

test.each(SECURE.map((route) => [url(route, 'http'), route] as const))(
  '%s is redirected to HTTPS',
  async (address, route) => {
    const { status, headers } = await ask({ url: `${address}deep?x=1` });
    expect({ status, location: headers.location }).toEqual({
      status: 308,
      location: `${url(route, 'https')}deep?x=1`,
    });
  },
);

test.each(SECURE.map((route) => [url(route), route] as const))(
  '%s has the certificate of its Secret, or the default certificate if it has none',
  async (address, { host, ingress }) => {
    const entry = ingress.spec.tls?.find(({ hosts }) => hosts.includes(host));
    const expected = entry?.secretName === undefined ? DEFAULT_CERTIFICATE : entry.hosts[0];
    expect((await ask({ url: address })).certificate).toBe(expected);
  },
);

test.each(['http', 'https'])('an unknown host gets status 404 over %s', async (scheme) => {
  expect((await ask({ url: `${scheme}://nobody.example.net/` })).status).toBe(404);
});

const LOG = process.env.INGRESS_LOG;

/** Errors in the log that these tests cause. */
const PROVOKED = /limiting requests|password mismatch|client intended to send too large body/;

(LOG === undefined ? test.skip : test)('the log of the controller has no error', () => {
  const errors = readFileSync(LOG ?? '', 'utf8')
    .split('\n')
    .filter((line) => /^[EF]\d{4} /.test(line) || /\[(error|crit|alert|emerg)\]/.test(line))
    .filter((line) => !PROVOKED.test(line));
  expect(errors).toEqual([]);
});
