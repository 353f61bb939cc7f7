import { ask, askPod } from './support/request';

const API = 'https://algesta-api-prod.3astronautas.com/orders';
const GRAFANA = 'https://algesta.grafana.3astronautas.com/';
const MEBIBYTE = 1024 ** 2;

test.each([API, GRAFANA])('%s accepts uploads of at most 10 MiB', async (url) => {
  const { bytes } = await askPod({ url, method: 'POST', body: Buffer.alloc(10 * MEBIBYTE) });
  expect(bytes).toBe(10 * MEBIBYTE);
  const headers = { 'content-length': 10 * MEBIBYTE + 1, expect: '100-continue' };
  expect((await ask({ url, method: 'POST', headers })).status).toBe(413);
});
