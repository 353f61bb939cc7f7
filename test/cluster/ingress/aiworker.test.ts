import { USER } from './support/ingresses';
import { ask, askPod, flood, openWebSocket } from './support/request';

const API = 'https://api.aiworker.dev/';
const APP = 'https://app.aiworker.dev/';
const GIT = 'https://git.aiworker.dev/';
const PREVIEW = 'https://task-abc123.preview.aiworker.dev/';

const MEBIBYTE = 1024 ** 2;

describe('a request body', () => {
  test('of 50 MiB is accepted by api', async () => {
    const { bytes } = await askPod({ url: API, method: 'POST', body: Buffer.alloc(50 * MEBIBYTE) });
    expect(bytes).toBe(50 * MEBIBYTE);
  });

  test('of more than 50 MiB gets status 413 from api', async () => {
    // The body is announced but not sent, because the response comes before a body of this size is read.
    const { status } = await ask({
      url: API,
      method: 'POST',
      headers: { 'content-length': 50 * MEBIBYTE + 1, expect: '100-continue' },
    });
    expect(status).toBe(413);
  });

  test('of more than the default of 1 MiB gets status 413 from app', async () => {
    const { status } = await ask({
      url: APP,
      method: 'POST',
      headers: { 'content-length': MEBIBYTE + 1, expect: '100-continue' },
    });
    expect(status).toBe(413);
  });

  test('of any size is accepted by git', async () => {
    const { bytes } = await askPod({ url: GIT, method: 'POST', body: Buffer.alloc(64 * MEBIBYTE) });
    expect(bytes).toBe(64 * MEBIBYTE);
  });
});

describe('a preflight request to api', () => {
  const preflight = (origin: string) =>
    ask({ url: API, method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PATCH' } });

  test('from app is allowed, with credentials', async () => {
    const { status, headers } = await preflight('https://app.aiworker.dev');
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://app.aiworker.dev',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
    });
  });

  test.each(['https://evil.example.net', 'http://app.aiworker.dev', 'https://app.aiworker.dev.example.net'])(
    'from %s is not allowed',
    async (origin) => {
      expect((await preflight(origin)).headers).not.toHaveProperty('access-control-allow-origin');
    },
  );
});

describe('a client of api', () => {
  test('stays on one pod with its cookie', async () => {
    const first = await ask({ url: API });
    const [cookie = ''] = first.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^aiworker-backend=[^;]+; Expires=.+; Max-Age=3600; Path=\/; Secure; HttpOnly/);
    const { pod } = JSON.parse(first.body) as { pod: string };
    const headers = { cookie: cookie.slice(0, cookie.indexOf(';')) };
    const pods = new Set<string>();
    for (let i = 0; i < 12; i++) pods.add((await askPod({ url: API, headers })).pod);
    expect([...pods]).toEqual([pod]);
  });

  test('is sent to different pods without the cookie', async () => {
    const pods = new Set<string>();
    for (let i = 0; i < 24; i++) pods.add((await askPod({ url: API })).pod);
    expect(pods.size).toBeGreaterThan(1);
  });

  test('can open a WebSocket', async () => {
    const socket = await openWebSocket(`${API}ws`);
    expect(await socket.echo('are you there?')).toBe('are you there?');
    socket.close();
  });

  test('gets status 429 after a burst of 200 requests above 100 per second', async () => {
    const started = Date.now();
    const statuses = await flood(API, 16, 60);
    const seconds = (Date.now() - started) / 1000;
    const served = statuses.filter((status) => status === 200).length;
    const refused = statuses.filter((status) => status === 429).length;
    expect(served + refused).toBe(960);
    // The burst, the request that starts it, and the requests that the rate allows in the meantime.
    expect(served).toBeGreaterThanOrEqual(200);
    expect(served).toBeLessThanOrEqual(201 + 100 * seconds + 1);
    expect(refused).toBeGreaterThan(0);
  });
});

test('responses of app have the security headers', async () => {
  const { headers } = await ask({ url: APP });
  expect(headers).toMatchObject({
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'x-xss-protection': '1; mode=block',
  });
});

describe('a preview', () => {
  const basic = (password: string) => ({
    authorization: `Basic ${Buffer.from(`${USER.name}:${password}`).toString('base64')}`,
  });

  test('requires a password', async () => {
    const { status, headers } = await ask({ url: PREVIEW });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Basic realm="Preview Environment"');
  });

  test('refuses a wrong password', async () => {
    expect((await ask({ url: PREVIEW, headers: basic('guess') })).status).toBe(401);
  });

  test('accepts the right password', async () => {
    expect((await ask({ url: PREVIEW, headers: basic(USER.password) })).status).toBe(200);
  });
});
