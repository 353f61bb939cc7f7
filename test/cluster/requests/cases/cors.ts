import { ask } from '../../ingress/support/request';
import { only, url } from '../support/answers';
import { type Comparison, different, same } from '../support/comparison';

const ALLOW = ['origin', 'credentials', 'methods', 'headers'].map((name) => `access-control-allow-${name}`);
const NAMES = [...ALLOW, 'access-control-expose-headers', 'access-control-max-age'];

async function asked(name: string, origin: string, method: string, headers = {}): Promise<object> {
  const answer = await ask({ url: url(name), method, headers: { origin, ...headers } });
  const found = Object.entries(only(answer.headers, NAMES)).map(([header, value]) => [
    header.replace('access-control-', ''),
    value,
  ]);
  return { status: answer.status, ...Object.fromEntries(found) };
}

const get = (origin: string, name = 'cors') => asked(name, origin, 'GET');
const preflight = (origin: string, name = 'cors') =>
  asked(name, origin, 'OPTIONS', { 'access-control-request-method': 'PUT' });

const lists = { 'allow-methods': 'GET, PUT', 'allow-headers': 'X-One', 'max-age': '600' };
const granted = (origin: string) => ({
  'allow-origin': origin,
  'allow-credentials': 'true',
  'expose-headers': 'X-Two',
});
const defaults = {
  'allow-methods': 'GET, PUT, POST, DELETE, PATCH, OPTIONS',
  'allow-headers': expect.stringMatching(/^DNT,.*Authorization$/),
  'max-age': '1728000',
};

const APP = 'https://app.example.com';
const FOREIGN = [
  'https://evil.example.net',
  'http://app.example.com',
  'https://example.org',
  'https://app.example.com.example.net',
];

/** Requests of pages from allowed and other origins. */
export const cors: readonly Comparison[] = [
  ...[APP, 'https://shop.example.org'].flatMap((origin) => [
    different('cors', `a request from ${origin}`, () => get(origin), {
      nginx: { status: 200, ...granted(origin), ...lists },
      gateway: { status: 200, ...granted(origin) },
    }),
    different('cors', `a preflight from ${origin}`, () => preflight(origin), {
      nginx: { status: 204, ...granted(origin), ...lists },
      gateway: { status: 200, ...granted(origin), ...lists },
    }),
  ]),
  ...FOREIGN.flatMap((origin) => [
    same(`a request from ${origin}`, () => get(origin), { status: 200 }),
    // Without the origin, browsers ignore the other headers.
    different('cors', `a preflight from ${origin}`, () => preflight(origin), {
      nginx: { status: 200 },
      gateway: { status: 200, 'allow-credentials': 'true', ...lists },
    }),
  ]),
  different(
    'cors',
    'a request from a name two labels below a wildcard origin',
    () => get('https://a.b.example.org'),
    { nginx: { status: 200 }, gateway: { status: 200, ...granted('https://a.b.example.org') } },
  ),
  different('cors', 'a preflight to an exposure for every origin', () => preflight(APP, 'anyone'), {
    nginx: { status: 204, 'allow-origin': '*', ...defaults },
    gateway: { status: 200, 'allow-origin': APP, ...defaults },
  }),
  same('a preflight to an exposure without CORS', () => preflight(APP, 'plain'), { status: 200 }),
];
