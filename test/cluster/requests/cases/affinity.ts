import { ask, askPod } from '../../ingress/support/request';
import { url } from '../support/answers';
import { type Comparison, same } from '../support/comparison';

const REQUESTS = 12;

async function podsOf(questions: readonly Parameters<typeof askPod>[0][]): Promise<number> {
  const pods = await Promise.all(questions.map(async (question) => (await askPod(question)).pod));
  return new Set(pods).size;
}

/** The cookie of the first answer without its value, and the number of pods that later requests with it reach. */
async function sticky(name: string): Promise<object> {
  const { headers } = await ask({ url: url(name, '/deep/down') });
  const [cookie = ''] = headers['set-cookie'] ?? [];
  const [pair = '', ...attributes] = cookie.split('; ');
  const question = { url: url(name), headers: { cookie: pair } };
  const pods = await podsOf(Array.from({ length: REQUESTS }, () => question));
  return {
    name: pair.split('=')[0],
    attributes: attributes.filter((it) => !it.startsWith('Expires=')).sort(),
    pods,
  };
}

/** Cookies and hashes that select the pod. Each Service has two pods. */
export const affinity: readonly Comparison[] = [
  same('a cookie until the browser is closed', () => sticky('session'), {
    name: 'INGRESSCOOKIE',
    attributes: ['HttpOnly', 'Path=/', 'Secure'],
    pods: 1,
  }),
  same('a cookie with a lifetime', () => sticky('sticky'), {
    name: 'STICK',
    attributes: ['HttpOnly', 'Max-Age=3600', 'Path=/', 'Secure'],
    pods: 1,
  }),
  same(
    'requests without cookie',
    () => podsOf(Array.from({ length: REQUESTS }, () => ({ url: url('plain') }))),
    2,
  ),
  ...['/a', '/b?x=1', '/c/d'].map((path) =>
    same(
      `requests with the path ${path}, of which the hash selects the pod`,
      () => podsOf(Array.from({ length: REQUESTS }, () => ({ url: url('hashed', path) }))),
      1,
    ),
  ),
  same(
    'requests with different paths, of which the hash selects the pod',
    () => podsOf(Array.from({ length: REQUESTS }, (_, index) => ({ url: url('hashed', `/${index}`) }))),
    2,
  ),
];
