import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { kubectl } from '../support/kubectl';
import { ask, openWebSocket } from './support/request';

const API = 'https://api.aiworker.dev/ws';
const SETTINGS = ['configmap', 'ingress-nginx-controller', '--namespace=ingress-nginx'];

let ingresses = 0;

const hostOf = (index: number) => `reload-${index}.aiworker.dev`;

/** Waits until nginx serves a host, or no longer serves it: until then it has the old configuration. */
async function untilServed(host: string, served: boolean): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const { status } = await ask({ url: `https://${host}/` });
    if ((status !== 404) === served) return;
    await sleep(500);
  }
  throw new Error(`nginx ${served ? 'does not serve' : 'still serves'} ${host}`);
}

/** Creates an Ingress like that of a new preview, and waits until nginx serves its host, with a new configuration. */
async function reload(): Promise<void> {
  ingresses += 1;
  const host = hostOf(ingresses);
  const name = `reload-${ingresses}`;
  const rule = `${host}/*=aiworker-backend:3000`;
  kubectl(['create', 'ingress', name, '--namespace=control-plane', '--class=nginx', `--rule=${rule}`]);
  await untilServed(host, true);
}

function setShutdownTimeout(value: string): void {
  const patch = JSON.stringify({ data: { 'worker-shutdown-timeout': value } });
  kubectl(['patch', ...SETTINGS, '--type=merge', '--patch', patch]);
}

// The following suites must not meet another new configuration, or a process that is about to end.
afterAll(async () => {
  for (let index = 1; index <= ingresses; index += 1) {
    kubectl(['delete', 'ingress', `reload-${index}`, '--namespace=control-plane']);
    await untilServed(hostOf(index), false);
  }
  await sleep(5_000);
});

const CONFIGURATION = process.env.NGINX_CONF;

(CONFIGURATION ? test : test.skip)(
  'nginx waits an hour for WebSockets, with one process (needs NGINX_CONF)',
  () => {
    const lines = readFileSync(CONFIGURATION ?? '', 'utf8').split('\n');
    expect(lines.filter((line) => /^worker_(processes|shutdown_timeout) /.test(line))).toEqual([
      'worker_processes 1;',
      'worker_shutdown_timeout 3600s ;',
    ]);
  },
);

describe('a WebSocket, when a new Ingress makes nginx read its configuration again', () => {
  test('stays open', async () => {
    const socket = await openWebSocket(API);
    await reload();
    await sleep(8_000);
    expect(await socket.echo('are you there?')).toBe('are you there?');
    socket.close();
  });

  test('is closed after the worker-shutdown-timeout', async () => {
    const before = kubectl(['get', ...SETTINGS, '--output=jsonpath={.data.worker-shutdown-timeout}']);
    setShutdownTimeout('3s');
    await reload();
    const socket = await openWebSocket(API);
    const started = Date.now();
    await reload();
    await socket.closed;
    expect(Date.now() - started).toBeLessThan(20_000);
    setShutdownTimeout(before);
  });
});
