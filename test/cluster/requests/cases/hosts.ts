import { certificate, status, statusAndHeaders, url } from '../support/answers';
import { type Comparison, different, same } from '../support/comparison';

const redirected = (from: string, method = 'GET') => statusAndHeaders({ url: from, method }, 'location');

/** Hosts, certificates and redirects. */
export const hosts: readonly Comparison[] = [
  same('a host of the wildcard certificate', () => certificate({ url: url('plain') }), {
    status: 200,
    certificate: '*.example.com',
  }),
  same('a host with a certificate of its own', () => certificate({ url: 'https://own.example.net/' }), {
    status: 200,
    certificate: 'own.example.net',
  }),
  same('a name of a wildcard host', () => certificate({ url: url('task-1.preview') }), {
    status: 200,
    certificate: '*.preview.example.com',
  }),
  different(
    'host names',
    'a name two labels below a wildcard host',
    () => certificate({ url: url('a.b.preview') }),
    {
      nginx: { status: 404, certificate: '*.example.com' },
      gateway: { status: 200, certificate: '*.preview.example.com' },
    },
  ),
  same('an unknown host that the wildcard certificate covers', () => certificate({ url: url('nobody') }), {
    status: 404,
    certificate: '*.example.com',
  }),
  different(
    'host names',
    'an unknown host over TLS',
    () => certificate({ url: 'https://nobody.example.net/' }),
    {
      nginx: { status: 404, certificate: '*.example.com' },
      gateway: { error: 'ECONNRESET' },
    },
  ),
  same('an unknown host over HTTP', () => status({ url: 'http://nobody.example.net/' }), 404),
  same(
    'a host in capitals',
    () => status({ url: url('plain'), headers: { host: 'PLAIN.Example.COM' } }),
    200,
  ),
  same(
    'a host with a port',
    () => status({ url: url('plain'), headers: { host: 'plain.example.com:443' } }),
    200,
  ),
  different(
    'host names',
    'a host with a final dot',
    () => status({ url: url('plain'), headers: { host: 'plain.example.com.' } }),
    { nginx: 200, gateway: 404 },
  ),
  same(
    'a second host on a connection, with the same certificate',
    () => status({ url: url('plain'), headers: { host: 'paths.example.com' } }),
    200,
  ),
  different(
    'host names',
    'a second host on a connection, with another certificate',
    () => status({ url: url('plain'), headers: { host: 'own.example.net' } }),
    { nginx: 200, gateway: 404 },
  ),
  same('a host without TLS over HTTP', () => status({ url: url('open', '/', 'http') }), 200),
  different('host names', 'a host without TLS over HTTPS', () => status({ url: url('open') }), {
    nginx: 200,
    gateway: 404,
  }),
  same('a redirect to HTTPS keeps path and query', () => redirected(url('plain', '/deep?x=1', 'http')), {
    status: 308,
    location: url('plain', '/deep?x=1'),
  }),
  same('a redirect of a POST', () => redirected(url('plain', '/deep', 'http'), 'POST'), {
    status: 308,
    location: url('plain', '/deep'),
  }),
  same('a redirect of a wildcard host', () => redirected(url('task-1.preview', '/deep', 'http')), {
    status: 308,
    location: url('task-1.preview', '/deep'),
  }),
  same('a redirect of a host with its own certificate', () => redirected('http://own.example.net/deep'), {
    status: 308,
    location: 'https://own.example.net/deep',
  }),
];
