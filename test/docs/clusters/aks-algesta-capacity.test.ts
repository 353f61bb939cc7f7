import { readFileSync } from 'node:fs';
import { algestaConfig, algestaObjects } from '../../support/algesta';
import { type Amount, add, amount, cells, podOf, systemAmount, times } from '../../support/ledger';
import type { Manifest } from '../../support/test-cluster';

/** The page, without the spaces that align the columns of tables. */
const PAGE = readFileSync('docs/clusters/aks-algesta.md', 'utf8').replace(/ +/g, ' ');
const PRODUCTION = algestaObjects<Manifest>('aks-algesta-production');
const [SYSTEM_POOL, USER_POOL] = algestaConfig('aks-algesta-production').cluster.nodes;

const inNamespace = (namespace: string, ...kinds: string[]) =>
  PRODUCTION.filter(({ kind, metadata }) => metadata.namespace === namespace && kinds.includes(kind));

/** The resources of a number of pods of each service. */
function environment(figures: 'requests' | 'limits', pods: (service: string) => number): Amount {
  const services = inNamespace('production', 'Deployment');
  return add(...services.map((it) => times(podOf(it, figures), pods(it.metadata.labels?.app ?? ''))));
}
const each = (pods: number) => () => pods;
const gateways = (pods: number) => (service: string) => (service === 'api-gateway' ? pods : 2);

const monitoring = (figures: 'requests' | 'limits') =>
  add(...inNamespace('monitoring', 'Deployment', 'StatefulSet').map((it) => podOf(it, figures)));
const agents = (nodes: number) =>
  times(add(...inNamespace('node-agents', 'DaemonSet').map((it) => podOf(it, 'requests'))), nodes);
/** Controller, webhook and CA injector, with the default resources of the namespace. */
const certManager = times(
  amount(inNamespace('cert-manager', 'LimitRange')[0]?.spec.limits[0].defaultRequest),
  3,
);
const allocatable = (nodes: number) => times(amount(USER_POOL ?? { cpu: '0', memory: '0' }), nodes);
const own = (nodes: number, pods: Amount) => add(pods, monitoring('requests'), agents(nodes), certManager);
const left = (nodes: number) => add(allocatable(nodes), times(systemAmount(nodes), -1));
const fits = (wanted: Amount, room: Amount) => wanted.cpu <= room.cpu && wanted.memory <= room.memory;

function expectRow(title: string, ...amounts: readonly Amount[]): void {
  expect(PAGE).toContain(`| ${title} | ${amounts.map(cells).join(' | ')} |\n`);
}

describe('the ledger of docs/clusters/aks-algesta.md', () => {
  test('assumes nodes of one size', () => {
    expect([SYSTEM_POOL?.cpu, SYSTEM_POOL?.memory]).toEqual([USER_POOL?.cpu, USER_POOL?.memory]);
  });

  test('states the resources of the nodes', () => {
    expectRow('one node', allocatable(1));
    for (const [name, nodes] of [
      ['two', 2],
      ['three', 3],
      ['four', 4],
    ] as const) {
      expectRow(`${name} nodes`, allocatable(nodes));
      expectRow(`AKS's own pods on ${name} nodes`, systemAmount(nodes));
      expectRow(`available on ${name} nodes`, left(nodes));
    }
  });

  test('states the requests of the clusters', () => {
    expectRow('micro-services at the minimum', environment('requests', each(2)));
    expectRow('monitoring', monitoring('requests'));
    expectRow('node agents on four nodes', agents(4));
    expectRow('cert-manager', certManager);
    expectRow('total on four nodes', own(4, environment('requests', each(2))));
  });

  test('states correctly which pods fit the nodes', () => {
    const minimum = environment('requests', each(2));
    expect([2, 3, 4].map((nodes) => fits(own(nodes, minimum), left(nodes)))).toEqual([false, true, true]);
    expect(fits(own(4, environment('requests', gateways(5))), left(4))).toBe(true);
    expect(fits(own(4, environment('requests', each(3))), left(4))).toBe(true);
    expect(fits(own(4, environment('requests', each(10))), left(4))).toBe(false);
    // Development and testing, each with three pods of each service.
    expect(fits(own(4, environment('requests', each(6))), left(4))).toBe(false);
  });

  test('states the pods that fit the quota of production', () => {
    const row = (title: string, pods: (service: string) => number) =>
      expectRow(title, environment('requests', pods), environment('limits', pods));
    row('two of each service (minimum)', each(2));
    row("five gateways (the document's `scale`)", gateways(5));
    row('three of each service', each(3));
    row('four of each service', each(4));
    row('ten of each service (maximum of the autoscalers)', each(10));
  });

  test('states the pods that fit the quota of monitoring', () => {
    const [quota] = inNamespace('monitoring', 'ResourceQuota');
    const hard: Record<string, string> = quota?.spec.hard ?? {};
    for (const figures of ['requests', 'limits'] as const) {
      const room = amount({ cpu: hard[`${figures}.cpu`] ?? '0', memory: hard[`${figures}.memory`] ?? '0' });
      // During a restart, the quota counts the old and the new pods for a short time.
      expect(fits(times(monitoring(figures), 2), room)).toBe(true);
    }
    expectRow('Grafana, Prometheus, Loki, kube-state-metrics', monitoring('requests'), monitoring('limits'));
  });
});
