import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Context, describeContext, lastLine, missingKubectl } from './context';

/** A request to the API server. */
export interface ApiRequest {
  /** @default 'GET' */
  readonly method?: 'GET' | 'PATCH' | 'PUT' | 'POST' | 'DELETE';
  /** The path with its query, such as `/api/v1/nodes?limit=500`. */
  readonly path: string;
  /** @default 'application/json' */
  readonly accept?: string;
  readonly body?: unknown;
  /** The media type of the body. @default 'application/json' */
  readonly contentType?: string;
}

/** A successful answer of the API server. */
export interface Answer<T> {
  readonly body: T;
  /** What the API server warns about, such as a deprecated API. */
  readonly warnings: readonly string[];
}

/** A cause in a refusal: a field and what is wrong with it. */
export interface Cause {
  readonly field?: string;
  readonly message?: string;
  readonly reason?: string;
}

/** A refusal by the API server. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly causes: readonly Cause[] = [],
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** A connection to an API server, with the rights of a kubeconfig. */
export interface Client {
  readonly context: Context;
  /** @throws ApiError if the API server refuses; Error if it cannot be asked */
  request<T>(request: ApiRequest): Promise<Answer<T>>;
  close(): void;
}

/** The number of requests at the same time. */
export const PARALLEL_REQUESTS = 12;

const MAX_RETRIES = 5;
const START_TIMEOUT = 15_000;
const REQUEST_TIMEOUT = 60_000;

/**
 * Starts `kubectl proxy`, which authenticates as kubectl does, on a socket that only this user can open.
 *
 * @throws Error if kubectl cannot use the context
 * @see docs/decisions/0023-asking-a-cluster.md
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-api/#using-kubectl-proxy
 */
export async function connect(context: Context): Promise<Client> {
  // mkdtemp creates a folder with the mode 0700.
  const folder = mkdtempSync(join(tmpdir(), 'ct-'));
  const socketPath = join(folder, 's');
  const named = context.name === undefined ? [] : ['--context', context.name];
  const proxy = spawn('kubectl', ['proxy', ...named, '--unix-socket', socketPath, '--append-server-path'], {
    env: process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const agent = new Agent({ keepAlive: true, maxSockets: PARALLEL_REQUESTS });
  // A signal ends the process without the event exit, and the proxy would stay.
  const ends = (['SIGINT', 'SIGTERM'] as const).map(
    (signal) => [signal, () => process.exit(128 + constants.signals[signal])] as const,
  );
  const close = () => {
    process.removeListener('exit', close);
    for (const [signal, end] of ends) process.removeListener(signal, end);
    agent.destroy();
    proxy.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', close);
  for (const [signal, end] of ends) process.once(signal, end);
  try {
    await started(proxy);
  } catch (error) {
    close();
    throw error;
  }
  return {
    context,
    close,
    request: async <T>(request: ApiRequest) => {
      const answer = await patiently(() => send(request, { socketPath, agent })).catch((error: Error) => {
        throw new Error(`${describeContext(context)}: no answer: ${error.message}: verify the connection`);
      });
      return bodyOf<T>(answer, context);
    },
  };
}

/** kubectl asks for a user name if the kubeconfig has no credentials. */
const NO_USER = 'the context has no user: set one with kubectl config set-context --user';

/** Waits until the proxy accepts connections. */
function started(proxy: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    let errors = '';
    let hasAsked = false;
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const timer = setTimeout(
      () =>
        fail(new Error(`kubectl proxy does not start within ${START_TIMEOUT / 1000} s: ${lastLine(errors)}`)),
      START_TIMEOUT,
    );
    proxy.on('error', (error) => fail(missingKubectl(error)));
    proxy.on('exit', () => fail(new Error(`kubectl proxy: ${hasAsked ? NO_USER : lastLine(errors)}`)));
    proxy.stderr?.on('data', (data: Buffer) => {
      errors = `${errors}${data.toString()}`.slice(-10_000);
    });
    proxy.stdout?.on('data', (data: Buffer) => {
      const text = data.toString();
      hasAsked ||= text.includes('enter Username');
      if (!text.includes('Starting to serve')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Repeats a request that the API server wants to receive later, because it is busy or a CRD is new. */
async function patiently(ask: () => Promise<RawAnswer>): Promise<RawAnswer> {
  for (let attempt = 0; ; attempt++) {
    const answer = await ask();
    const wait = Number(answer.headers['retry-after']);
    if (answer.status !== 429 || !(wait >= 0) || attempt === MAX_RETRIES) return answer;
    await delay(Math.min(wait, 10) * 1000);
  }
}

interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
}

function send(request: ApiRequest, target: { socketPath: string; agent: Agent }): Promise<RawAnswer> {
  const {
    method = 'GET',
    path,
    accept = 'application/json',
    body,
    contentType = 'application/json',
  } = request;
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    // Node.js states the length of a body by itself, except for DELETE.
    const content = { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) };
    const headers = { Accept: accept, ...(body !== undefined && content) };
    const sent = httpRequest({ ...target, method, path, headers, timeout: REQUEST_TIMEOUT }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString('utf8'),
          headers: response.headers,
        }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`timeout after ${REQUEST_TIMEOUT / 1000} s`)));
    sent.on('error', reject);
    sent.end(text);
  });
}

/** The fields of a `Status` of the API server. */
interface Status {
  readonly message?: string;
  readonly details?: { readonly causes?: readonly Cause[] };
}

function bodyOf<T>({ status, text, headers }: RawAnswer, context: Context): Answer<T> {
  const isJson = headers['content-type']?.startsWith('application/json') ?? false;
  if (status < 300 && isJson) return { body: JSON.parse(text) as T, warnings: warningsIn(headers.warning) };
  const where = describeContext(context);
  if (status === 401)
    throw new Error(
      `${where}: the API server does not accept the credentials: log in again, or renew the kubeconfig`,
    );
  // The proxy reports an API server that it cannot reach as text. The API server answers in JSON.
  if (!isJson && (status === 500 || status === 502)) {
    const isCertificate = text.includes('x509:');
    const remedy = isCertificate
      ? 'renew the certificate of the API server, or correct the authority in the kubeconfig'
      : 'verify the address and the connection';
    throw new Error(`${where}: the API server cannot be reached: ${text.trim()}: ${remedy}`);
  }
  if (!isJson) throw new ApiError(status, text.trim() || `status ${status}`);
  const { message = `status ${status}`, details } = JSON.parse(text) as Status;
  throw new ApiError(status, message, details?.causes);
}

/** The texts of a Warning header, which has the form `299 - "text", 299 - "text"`. */
function warningsIn(header: string | string[] | undefined): string[] {
  const matches = String(header ?? '').matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g);
  return [...matches].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
