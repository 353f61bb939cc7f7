import { echo, status, url } from '../support/answers';
import { type Comparison, different, same } from '../support/comparison';

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 ** 2;

const upload = (name: string, bytes: number, headers = {}) =>
  echo({ url: url(name), method: 'POST', body: Buffer.alloc(bytes), headers }).then(({ status, bytes }) => ({
    status,
    bytes,
  }));
const chunked = { 'transfer-encoding': 'chunked' };
const withHeader = (bytes: number) => status({ url: url('plain'), headers: { 'x-long': 'a'.repeat(bytes) } });
const withPath = (bytes: number) => status({ url: url('plain', `/${'a'.repeat(bytes)}`) });

/**
 * Sends 30 requests at once, and then one from another address. Returns the statuses, and whether more requests than the
 * rate of 2 for each second were accepted.
 */
async function flooded(): Promise<object> {
  const statuses = await Promise.all(Array.from({ length: 30 }, () => status({ url: url('rate') })));
  const accepted = statuses.filter((status) => status === 200).length;
  const other = await status({ url: url('rate'), from: process.env.CLIENT_ADDRESS });
  return { statuses: [...new Set(statuses)].sort(), burst: accepted > 8, other };
}

/** The sizes of requests, and the rate of requests. */
export const limits: readonly Comparison[] = [
  same('a body of exactly the limit', () => upload('size', KIBIBYTE), { status: 200, bytes: KIBIBYTE }),
  same('a body of one byte more than the limit', () => upload('size', KIBIBYTE + 1), { status: 413 }),
  same('a chunked body of one byte more than the limit', () => upload('size', KIBIBYTE + 1, chunked), {
    status: 413,
  }),
  same('a body of exactly the default limit', () => upload('plain', MEBIBYTE), {
    status: 200,
    bytes: MEBIBYTE,
  }),
  different('maxBodySize', 'a body above the default limit', () => upload('plain', MEBIBYTE + 1), {
    nginx: { status: 413 },
    gateway: { status: 200, bytes: MEBIBYTE + 1 },
  }),
  same('a body of 64 MiB without limit', () => upload('stream', 64 * MEBIBYTE), {
    status: 200,
    bytes: 64 * MEBIBYTE,
  }),
  same('a header of 7 KB', () => withHeader(7000), 200),
  different('size of headers', 'a header of 9 KB', () => withHeader(9000), { nginx: 400, gateway: 200 }),
  different('size of headers', 'a header of 70 KB', () => withHeader(70_000), { nginx: 400, gateway: 431 }),
  same('a path of 7 KB', () => withPath(7000), 200),
  different('size of headers', 'a path of 9 KB', () => withPath(9000), { nginx: 414, gateway: 200 }),
  different('rateLimit.requestsPerSecond', '30 requests at once, with a rate of 2 per second', flooded, {
    nginx: { statuses: [200, 429], burst: true, other: 200 },
    gateway: { statuses: [200, 429], burst: false, other: 200 },
  }),
];
