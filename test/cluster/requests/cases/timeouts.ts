import { openWebSocket } from '../../ingress/support/request';
import { status, timed, url } from '../support/answers';
import { type Comparison, different, same } from '../support/comparison';

/** A request to which the pod answers after some seconds. */
const statusOf = (name: string, seconds: number, method = 'GET') =>
  status({ url: url(name), method, headers: { 'x-wait': String(seconds) } });
const late = (...request: Parameters<typeof statusOf>) => timed(statusOf(...request));

/** Opens a WebSocket, and returns whether an idle one is open after 5 seconds; instead, the refusal. */
async function idle(name: string): Promise<string> {
  try {
    const socket = await openWebSocket(url(name));
    await socket.echo('hello');
    const wait = new Promise<string>((done) => setTimeout(() => done('open'), 5000));
    const result = await Promise.race([wait, socket.closed.then(() => 'closed')]);
    socket.close();
    return result;
  } catch (error) {
    return (error as Error).message.replace(/^.* answered/, 'answered');
  }
}

/** Sends a message over a WebSocket each half second, for 5 seconds. */
async function talking(name: string): Promise<string[]> {
  const socket = await openWebSocket(url(name));
  const answers = [];
  for (let message = 0; message < 10; message++) {
    answers.push(await socket.echo(`message ${message}`));
    await new Promise((done) => setTimeout(done, 500));
  }
  socket.close();
  return answers;
}

/** Timeouts of 3 seconds, and WebSockets. */
export const timeouts: readonly Comparison[] = [
  same('an answer before the timeout', () => statusOf('slow', 1), 200),
  same('a POST that is answered after the timeout', () => late('slow', 6, 'POST'), {
    status: 504,
    seconds: 3,
  }),
  // ingress-nginx sends it to a pod three times.
  different('timeouts.read', 'a GET that is answered after the timeout', () => late('slow', 12), {
    nginx: { status: 504, seconds: 9 },
    gateway: { status: 504, seconds: 3 },
  }),
  // The default of Envoy would be 15 seconds.
  same('an answer after 16 seconds, without timeouts', () => statusOf('plain', 16), 200),
  same('an idle WebSocket beyond the timeout', () => idle('socket'), 'closed'),
  same('a WebSocket with messages beyond the timeout', async () => (await talking('socket')).length, 10),
  same('a WebSocket of an exposure with a limit on bodies', () => idle('limited-socket'), 'open'),
  same('a WebSocket of an exposure without the option', () => idle('plain'), 'open'),
  different('maxBodySize', 'a WebSocket without the option, with a limit on bodies', () => idle('size'), {
    nginx: 'open',
    gateway: 'answered 403, no upgrade',
  }),
];
