import { request as http, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { request as https } from 'node:https';
import type { Socket } from 'node:net';
import { connect, TLSSocket } from 'node:tls';

/** The address of the ingress controller for all hosts, from `INGRESS_ADDRESS`. */
const ADDRESS = process.env.INGRESS_ADDRESS ?? '';

/** A request of a client. */
export interface Question {
  /** The URL with its scheme: `https://api.example.com/users`. */
  readonly url: string;
  /** The path as it is sent. @default the normalized path and query of the URL */
  readonly path?: string;
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Buffer;
  /** The address of the controller. @default `INGRESS_ADDRESS` */
  readonly to?: string;
  /** The address of the client. @default any address of this machine */
  readonly from?: string;
}

/** The response of the ingress controller. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The common name of the certificate; undefined for plain HTTP. */
  readonly certificate: string | undefined;
}

/** The description of a request by the fixture pod that received it. */
export interface Echo {
  /** `namespace/name` */
  readonly pod: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The length of the received body. */
  readonly bytes: number;
}

/** Sends a request on a new connection. Redirects are not followed. */
export function ask({ url, method = 'GET', headers = {}, body, from, path, to }: Question): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { options, send } = towards(url, to, path);
    const all = { ...options.headers, ...headers };
    const question = send(
      { ...options, method, headers: all, localAddress: from, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        const certificate = commonName(answer.socket);
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text, certificate });
        });
        answer.on('error', reject);
      },
    );
    question.on('error', reject);
    question.end(body);
  });
}

/** Sends a request, and returns the description by the pod. @throws Error if the status is not 200 */
export async function askPod(question: Question): Promise<Echo> {
  const { status, body } = await ask(question);
  if (status !== 200) throw new Error(`${question.url} answered ${status}: ${body}`);
  return JSON.parse(body) as Echo;
}

/**
 * Sends many requests at once, and returns their statuses.
 *
 * No connection waits for responses, so that the requests exceed every rate limit even on a slow machine.
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

/** An open WebSocket. */
export interface OpenWebSocket {
  /** Sends a text, and returns the next message. @throws Error if the connection is closed */
  echo(text: string): Promise<string>;
  /** Resolves when the other end has closed the connection. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Opens a WebSocket. @throws Error if the server does not accept the upgrade */
export function openWebSocket(url: string, to?: string): Promise<OpenWebSocket> {
  return new Promise((resolve, reject) => {
    const { options, send } = towards(url, to);
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
      const closed = new Promise<void>((done) => socket.on('close', () => done()));
      socket.on('error', () => socket.destroy());
      const echo = (text: string) =>
        new Promise<string>((answer, fail) => {
          let received = head;
          const read = (chunk: Buffer) => {
            received = Buffer.concat([received, chunk]);
            if (received.length < text.length + 2) return;
            socket.off('data', read);
            answer(received.subarray(2).toString());
          };
          socket.on('data', read);
          closed.then(() => fail(new Error(`${url} closed the connection`)));
          socket.write(textFrame(text));
        });
      resolve({ echo, closed, close: () => socket.destroy() });
    });
    question.end();
  });
}

function commonName(socket: Socket): string | undefined {
  return socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : undefined;
}

function towards(url: string, to = ADDRESS, path?: string) {
  const { protocol, hostname, pathname, search } = new URL(url);
  const secure = protocol === 'https:';
  return {
    send: secure ? https : http,
    options: {
      host: to,
      port: secure ? 443 : 80,
      path: path ?? pathname + search,
      servername: hostname,
      headers: { host: hostname } as OutgoingHttpHeaders,
      // The certificates of the fixtures are self-signed.
      rejectUnauthorized: false,
    },
  };
}

/** The frame of a client for a text of at most 125 bytes, masked with zeros. */
function textFrame(text: string): Buffer {
  const data = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | data.length, 0, 0, 0, 0]), data]);
}
