import type { ConnectedEnd } from '../../../lib/report/changes/ends';
import type { ComparedConnection } from '../../../lib/report/html/compared-connections';
import { graphOf } from '../../../lib/report/html/graph';
import type { ClusterReport } from '../../../lib/report/model';

const side = { allowed: true, policies: [], reasons: [] };

function connection(from: string, to: string, change?: 'opened' | 'closed'): ComparedConnection {
  const allowed = change !== 'closed';
  return {
    from,
    to,
    port: 80,
    protocol: 'TCP',
    allowed,
    egress: side,
    ingress: side,
    ...(change && { change }),
  };
}

function end(name: string): ConnectedEnd {
  const [namespace, pod] = name.split('/');
  if (pod === undefined)
    return {
      name,
      kind: 'internet',
      namespace: undefined,
      workload: undefined,
      replicas: undefined,
      hostPorts: [],
    };
  const hostPorts = pod === 'controller' ? [80, 443, 10_254] : [];
  const replicas = { minimum: 1, maximum: 1 };
  return { name, kind: 'pod', namespace, workload: 'Deployment', replicas, hostPorts };
}

/** A cluster whose ends were, and are, those of these names. */
function cluster(was: readonly string[] | undefined, now: readonly string[]): ClusterReport {
  const picture = (names: readonly string[]) =>
    ({ ends: names.map(end) }) as unknown as ClusterReport['present'];
  const object = { kind: 'Deployment', namespace: 'shop', name: 'db', file: 'shop.yaml' };
  return {
    name: 'test',
    objects: [{ change: 'changed', object, fields: [] }],
    previews: [],
    files: [],
    consequences: [],
    previous: was && picture(was),
    present: picture(now),
  };
}

const NAMES = ['shop/web', 'shop/db', 'internet'];

test('the connections between two ends are one edge; what is outside is a node on each side', () => {
  const connections = [
    connection('internet', 'shop/web'),
    { ...connection('internet', 'shop/web'), port: 443 },
    connection('shop/web', 'internet'),
    connection('shop/web', 'shop/db'),
  ];
  const { edges } = graphOf(cluster(undefined, NAMES), connections);
  expect(edges.map(({ from, to, connections }) => [from.end.name, to.end.name, connections.length])).toEqual([
    ['internet', 'shop/web', 2],
    ['shop/web', 'internet', 1],
    ['shop/web', 'shop/db', 1],
  ]);
  const [first, second, third] = edges;
  expect(first?.to).toBe(second?.from);
  expect(second?.from).toBe(third?.from);
  expect(first?.from).not.toBe(second?.to);
});

test('the internet reaches a controller on the host network', () => {
  const { edges } = graphOf(cluster(undefined, ['edge/controller', 'internet']), []);
  const drawn = edges.map(({ from, to, connections }) => [
    from.end.name,
    to.end.name,
    ...connections.map(({ port }) => port),
  ]);
  expect(drawn).toEqual([['internet', 'edge/controller', 80, 443]]);
});

test('denied connections and pods that no policy selects are left out', () => {
  const connections = [
    { ...connection('shop/web', 'shop/db'), allowed: false },
    connection('default/any', 'shop/db'),
    connection('shop/web', 'default/any'),
  ];
  expect(graphOf(cluster(undefined, [...NAMES, 'default/any']), connections).edges).toEqual([]);
});

test('of a destination that nearly all reach, only changed connections are drawn', () => {
  const names = [...'abcdefghij'].map((letter) => `shop/${letter}`);
  const connections = [
    ...names.map((name) => connection(name, 'kube-system/dns', name === 'shop/d' ? 'opened' : undefined)),
    connection('shop/a', 'shop/b'),
  ];
  const { edges, common } = graphOf(cluster(names, [...names, 'kube-system/dns']), connections);
  expect([...common]).toEqual([['kube-system/dns:80', 10]]);
  expect(edges.map(({ from, to }) => [from.end.name, to.end.name])).toEqual([
    ['shop/d', 'kube-system/dns'],
    ['shop/a', 'shop/b'],
  ]);
});

test('ends that come, go or have a changed workload are marked', () => {
  const connections = [connection('shop/web', 'shop/db'), connection('shop/old', 'shop/db', 'closed')];
  const changes = (was: readonly string[] | undefined) => {
    const { edges } = graphOf(cluster(was, ['shop/web', 'shop/db']), connections);
    return edges.flatMap(({ from, to }) => [from, to]).map(({ end: { name }, change }) => [name, change]);
  };
  expect(changes(['shop/db', 'shop/old'])).toEqual([
    ['shop/web', 'added'],
    ['shop/db', 'changed'],
    ['shop/old', 'removed'],
    ['shop/db', 'changed'],
  ]);
  expect(changes(undefined)).toEqual([
    ['shop/web', undefined],
    ['shop/db', undefined],
  ]);
});
