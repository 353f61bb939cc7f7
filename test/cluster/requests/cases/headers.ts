import { USER } from '../../ingress/support/ingresses';
import { received, statusAndHeaders, url } from '../support/answers';
import { type Comparison, different, same } from '../support/comparison';

/** The address of the client of these requests. */
const CLIENT = process.env.CLIENT_ADDRESS;

const FORWARDED = ['x-forwarded-for', 'x-real-ip', 'x-forwarded-proto', 'x-forwarded-host'];
const forged = {
  'x-forwarded-for': '192.0.2.1',
  'x-real-ip': '192.0.2.1',
  'x-forwarded-proto': 'http',
  'x-forwarded-host': 'forged.example.net',
};
const forwarded = (name: string, headers = {}) =>
  received({ url: url(name), from: CLIENT, headers }, ...FORWARDED);
const truth = {
  'x-forwarded-for': CLIENT,
  'x-real-ip': CLIENT,
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'plain.example.com',
};

const basic = (name: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});
const authenticated = (headers = {}) =>
  statusAndHeaders({ url: url('members'), headers }, 'www-authenticate');
const refused = {
  nginx: { status: 401, 'www-authenticate': 'Basic realm="Members"' },
  gateway: { status: 401, 'www-authenticate': 'Basic realm="https://members.example.com/"' },
};

const added = (name: string, path = '/', headers = {}) =>
  statusAndHeaders({ url: url(name, path), headers }, 'x-frame-options', 'x-kind');

/** Headers of requests and responses, and basic authentication. */
export const headers: readonly Comparison[] = [
  same('the address of the client at the pod', () => forwarded('plain'), truth),
  same('a forged address of the client at the pod', () => forwarded('plain', forged), truth),
  same(
    'the upstream host and the host of the client at the pod',
    () => received({ url: url('renamed'), headers: forged }, 'host', 'x-forwarded-host'),
    { host: 'inner.example.net', 'x-forwarded-host': 'renamed.example.com' },
  ),
  same('added response headers', () => added('headers'), {
    status: 200,
    'x-frame-options': 'DENY',
    'x-kind': 'a; b="c"',
  }),
  same(
    'HTTP Strict Transport Security',
    () => statusAndHeaders({ url: url('plain') }, 'strict-transport-security'),
    { status: 200, 'strict-transport-security': 'max-age=31536000; includeSubDomains' },
  ),
  different('basicAuth', 'basic authentication without a password', () => authenticated(), refused),
  different(
    'basicAuth',
    'basic authentication with a wrong password',
    () => authenticated(basic(USER.name, 'x')),
    refused,
  ),
  different(
    'basicAuth',
    'basic authentication of an unknown user',
    () => authenticated(basic('x', USER.password)),
    refused,
  ),
  same('basic authentication', () => authenticated(basic(USER.name, USER.password)), { status: 200 }),
  same(
    'the password at the pod',
    () =>
      received({ url: url('members'), headers: basic(USER.name, USER.password) }, 'host', 'authorization'),
    { host: 'members.example.com' },
  ),
];
