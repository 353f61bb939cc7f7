import type { ControllerKind, IngressSetting } from '../../../lib/ingress/setting';
import { USER } from '../ingress/support/ingresses';
import { ask, type Question } from '../ingress/support/request';
import { difference } from '../support/difference';
import { listOf } from '../support/pods';
import { objectsOf } from './cluster';
import { status, url } from './support/answers';
import { LIFETIME, Names } from './support/names';
import { run } from './support/run';
import { Conversation, pause, Visitor } from './support/visitor';

const NGINX = process.env.INGRESS_ADDRESS ?? '';
const authorization = `Basic ${Buffer.from(`${USER.name}:${USER.password}`).toString('base64')}`;

/** Requests to which both controllers answer with status 200. */
const QUESTIONS: readonly Question[] = [
  { url: url('plain') },
  { url: url('paths', '/users') },
  { url: url('open', '/', 'http') },
  { url: url('size'), method: 'POST', body: Buffer.alloc(1024) },
  { url: url('members'), headers: { authorization } },
  { url: url('task-1.preview') },
  { url: 'https://own.example.net/' },
];

/** The host that moves first, as an exception. */
const FIRST = 'plain.example.com';

const names = new Names({ Ingress: NGINX });
let applied = objectsOf(setting('nginx'));

function setting(
  controllers: IngressSetting['controllers'],
  published: ControllerKind = 'nginx',
  exceptions: readonly string[] = [],
): IngressSetting {
  return { controllers, published, exceptions };
}

/** Applies the objects that a setting changes, and deletes those that are no longer part of the cluster. */
async function move(to: IngressSetting): Promise<void> {
  const objects = objectsOf(to);
  const { changed, gone } = difference(applied, objects);
  await run('kubectl', ['apply', '-f', '-'], listOf(changed));
  if (gone.length > 0) await run('kubectl', ['delete', '--wait=false', '-f', '-'], listOf(gone));
  applied = objects;
  await names.refresh();
}

/** Starts Envoy Gateway, and returns the address of its gateway. */
async function startGateway(): Promise<string> {
  const [command = '', ...args] = (process.env.START_GATEWAY ?? '').split(' ');
  await run(command, args);
  const path = '{.items[0].status.addresses[0].value}';
  return run('kubectl', ['get', 'gateways', '--all-namespaces', `--output=jsonpath=${path}`]);
}

/** Waits until a controller answers every request. */
async function serves(to: string): Promise<void> {
  for (const question of QUESTIONS)
    while ((await status({ ...question, to }).catch(() => 0)) !== 200) await pause(200);
}

let visitors: readonly Visitor[] = [];
let conversation: Conversation | undefined;

const stop = () => Promise.all([...visitors, conversation].map((it) => it?.stop()));
afterAll(stop);

test('no request is lost while hosts move from ingress-nginx to a gateway', async () => {
  await names.refresh();
  visitors = QUESTIONS.flatMap((question) =>
    [false, true].map((cached) => new Visitor(names, question, cached)),
  );
  conversation = await Conversation.open(url('limited-socket'), NGINX);
  const long = (to: string) => ask({ url: url('plain'), headers: { 'x-wait': '8' }, to });

  // Both controllers serve, and records lead to ingress-nginx.
  await move(setting('both'));
  const gateway = await startGateway();
  names.add('HTTPRoute', gateway);
  await serves(gateway);

  // The first host moves, then all others.
  const before = long(NGINX);
  await move(setting('both', 'nginx', [FIRST]));
  expect([names.address(FIRST), names.address('own.example.net')]).toEqual([gateway, NGINX]);
  await pause(LIFETIME);
  await move(setting('both', 'gateway'));
  const after = long(gateway);
  await pause(LIFETIME + 1000);
  const talked = conversation.messages;
  expect(conversation.failure).toBeUndefined();

  // Nobody uses ingress-nginx any more.
  await move(setting('gateway'));
  await pause(LIFETIME);
  expect([(await before).status, (await after).status]).toEqual([200, 200]);

  await stop();
  expect(visitors.flatMap(({ failures }) => failures)).toEqual([]);
  expect([...names.conflicts]).toEqual([]);
  expect(talked).toBeGreaterThan(10);
  for (const { answers } of visitors) expect([...answers.keys()]).toEqual([NGINX, gateway]);
}, 240_000);
