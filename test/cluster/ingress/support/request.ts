import { request as http, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { request as https } from 'node:https';
import type { Socket } from 'node:net';
import { connect, TLSSocket } from 'node:tls';

/** Where the ingress controller answers: what `INGRESS_ADDRESS` says, whatever host is asked for. */
const ADDRESS = process.env.INGRESS_ADDRESS ?? '';

/** What a client asks. */
export interface Question {
  /** With its scheme: `https://api.example.com/users`. */
  readonly url: string;
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Buffer;
}

/** What the ingress controller answered. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The common name on the certificate that was shown; undefined over plain HTTP. */
  readonly certificate: string | undefined;
}

/** What a pod of the fixtures says of a request that reached it. */
export interface Echo {
  /** `namespace/name` */
  readonly pod: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The length of the body that arrived. */
  readonly bytes: number;
}

/** Sends one request, on a connection of its own, and follows no redirect. */
export function ask({ url, method = 'GET', headers = {}, body }: Question): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { options, send } = towards(url);
    const all = { ...options.headers, ...headers };
    const question = send({ ...options, method, headers: all, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      const certificate = commonName(answer.socket);
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text, certificate });
      });
      answer.on('error', reject);
    });
    question.on('error', reject);
    question.end(body);
  });
}

/** As {@link ask}, for what the pod says. @throws Error if no pod answered */
export async function askPod(question: Question): Promise<Echo> {
  const { status, body } = await ask(question);
  if (status !== 200) throw new Error(`${question.url} answered ${status}: ${body}`);
  return JSON.parse(body) as Echo;
}

/**
 * The statuses of many requests that are sent at once, each connection's without waiting for an answer: faster than
 * any rate limit, on a slow machine too.
 */
export async function flood(url: string, connections: number, requestsEach: number): Promise<number[]> {
  const { hostname, pathname } = new URL(url);
  const once = `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`;
  const one = () =>
    new Promise<number[]>((resolve, reject) => {
      const socket = connect({ host: ADDRESS, port: 443, servername: hostname, rejectUnauthorized: false });
      let received = '';
      socket.on('data', (chunk: Buffer) => {
        received += chunk.toString();
        const statuses = [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
        if (statuses.length < requestsEach) return;
        socket.destroy();
        resolve(statuses);
      });
      socket.on('error', reject);
      socket.on('close', () =>
        reject(new Error(`${url} closed a connection after: ${received.slice(-200)}`)),
      );
      socket.write(once.repeat(requestsEach));
    });
  return (await Promise.all(Array.from({ length: connections }, one))).flat();
}

/** Opens a WebSocket, sends a short text, and resolves to what comes back. @throws Error without an upgrade */
export function echoOverWebSocket(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { options, send } = towards(url);
    const key = Buffer.alloc(16, 1).toString('base64');
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': key,
    };
    const question = send({ ...options, agent: false, headers: { ...options.headers, ...upgrade } });
    question.on('response', ({ statusCode }) =>
      reject(new Error(`${url} answered ${statusCode}, no upgrade`)),
    );
    question.on('error', reject);
    question.on('upgrade', (_, socket: Socket, head: Buffer) => {
      let received = head;
      const settle = () => {
        if (received.length < text.length + 2) return;
        socket.destroy();
        resolve(received.subarray(2).toString());
      };
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        settle();
      });
      socket.on('error', reject);
      socket.on('close', () => reject(new Error(`${url} closed the connection`)));
      socket.write(textFrame(text));
    });
    question.end();
  });
}

function commonName(socket: Socket): string | undefined {
  return socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : undefined;
}

function towards(url: string) {
  const { protocol, hostname, pathname, search } = new URL(url);
  const secure = protocol === 'https:';
  return {
    send: secure ? https : http,
    options: {
      host: ADDRESS,
      port: secure ? 443 : 80,
      path: pathname + search,
      servername: hostname,
      headers: { host: hostname } as OutgoingHttpHeaders,
      // The certificates of the fixtures are signed by nobody.
      rejectUnauthorized: false,
    },
  };
}

/** A text of up to 125 bytes as a client's frame, masked with zeros. */
function textFrame(text: string): Buffer {
  const data = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | data.length, 0, 0, 0, 0]), data]);
}
