import { ask, askPod } from './support/request';

const DEVELOPMENT = 'https://algesta-api-dev.3astronautas.com/orders';
const TESTING = 'https://algesta-api-test.3astronautas.com/orders';
const MEBIBYTE = 1024 ** 2;

/** The response to a request whose body is announced but not sent: a refusal comes before the body is read. */
const announce = (url: string, length: number) =>
  ask({ url, method: 'POST', headers: { 'content-length': length, expect: '100-continue' } });

test('development accepts uploads of at most 300 MiB', async () => {
  const { bytes } = await askPod({ url: DEVELOPMENT, method: 'POST', body: Buffer.alloc(300 * MEBIBYTE) });
  expect(bytes).toBe(300 * MEBIBYTE);
  expect((await announce(DEVELOPMENT, 300 * MEBIBYTE + 1)).status).toBe(413);
});

test('testing accepts uploads of at most 10 MiB', async () => {
  const { bytes } = await askPod({ url: TESTING, method: 'POST', body: Buffer.alloc(10 * MEBIBYTE) });
  expect(bytes).toBe(10 * MEBIBYTE);
  expect((await announce(TESTING, 10 * MEBIBYTE + 1)).status).toBe(413);
});
