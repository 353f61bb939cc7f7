import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { DashboardBuilder, type Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import { jsonText } from '../../../output/json';
import { failedShare, failureRate, type RouteRequests, requestRate } from '../rules/gateway-requests';
import { COLUMNS, figure, graph } from './panels';

/** The number of routes in a panel: a cluster can have thousands. */
const SHOWN = 10;

/** The parts of a dashboard of gateways that depend on the controller. */
export interface GatewayPanels {
  /** The responses of the pods behind the gateways. */
  readonly requests: RouteRequests;
  /** The job that scrapes the Envoys. */
  readonly job: string;
  /** The name of Envoy's container. */
  readonly container: string;
  /** A query of the connections of clients, by pod. */
  readonly clients: string;
  /** A histogram of the duration of requests in milliseconds, with its matchers. */
  readonly duration: { readonly metric: string; readonly matchers: string };
  /** A query of the seconds until a certificate expires, by name. */
  readonly certificates: Readonly<Record<string, string>>;
  /** Additional panels of half the width. Their number is even. @default none */
  readonly panels?: readonly Builder<Panel>[];
}

/**
 * Builds a dashboard of gateways: requests, failures and their duration, connections, certificates, the resources of Envoys
 * and the updates of their configuration.
 *
 * @returns the JSON of the dashboard
 */
export function buildGateways(gateway: GatewayPanels): string {
  const { requests, job, container } = gateway;
  const { route, statusClass } = requests;
  const ofEnvoys = (series: string) => `sum by (pod) (${series} and on (pod) up{job="${job}"})`;
  const builder = new DashboardBuilder('Gateways')
    .uid('gateways')
    .readonly()
    .refresh('1m')
    .time({ from: 'now-6h', to: 'now' });
  const figures = [
    figure('Requests per second', `sum(${requestRate(requests, route)}) or vector(0)`),
    figure(
      'Requests with 5xx',
      `(sum(${failureRate(requests, route)}) or vector(0)) / sum(${requestRate(requests, route)})`,
    ).unit('percentunit'),
    figure('Envoys that serve', `count(envoy_server_live{job="${job}"} == 1) or vector(0)`),
    figure('Envoys that are not scraped', `count(up{job="${job}"} == 0) or vector(0)`),
  ];
  const panels = [
    ...figures.map((panel: stat.PanelBuilder) => panel.span(COLUMNS / figures.length)),
    graph(`Requests per second by route (the first ${SHOWN}) and status`, 'reqps', {
      [`{{${route}}} {{${statusClass}}}`]: `topk(${SHOWN}, ${requestRate(requests, `${route}, ${statusClass}`)})`,
    }),
    graph(`Share of 5xx by route (the first ${SHOWN})`, 'percentunit', {
      [`{{${route}}}`]: `topk(${SHOWN}, ${failedShare(requests)})`,
    }),
    graph('Duration of requests', 'ms', quantiles(gateway.duration)),
    graph(`Average duration of requests by route (the first ${SHOWN})`, 'ms', {
      [`{{${route}}}`]: `topk(${SHOWN}, ${averageDuration(requests)})`,
    }),
    graph('Connections of clients', 'short', { '{{pod}}': gateway.clients }),
    graph('Connections to pods', 'short', {
      'open: {{pod}}': `sum by (pod) (envoy_cluster_upstream_cx_active{job="${job}"})`,
      'failed within 5 minutes: {{pod}}': `sum by (pod) (increase(envoy_cluster_upstream_cx_connect_fail{job="${job}"}[5m]))`,
    }),
    ...(gateway.panels ?? []),
    graph('Time until certificates expire', 's', gateway.certificates),
    graph('Updates of the configuration within 15 minutes', 'short', updates(job)),
    graph('CPU of Envoys', 'short', {
      '{{pod}}': ofEnvoys(`rate(container_cpu_usage_seconds_total{container="${container}"}[5m])`),
    }),
    graph('Memory of Envoys', 'bytes', {
      '{{pod}}': ofEnvoys(`container_memory_working_set_bytes{container="${container}"}`),
    }),
  ];
  for (const panel of panels) builder.withPanel(panel);
  return jsonText(builder.build());
}

/** The median and the 95th and 99th percentiles of a histogram. */
function quantiles({ metric, matchers }: GatewayPanels['duration']): Record<string, string> {
  const buckets = `sum by (le) (rate(${metric}_bucket{${matchers}}[5m]))`;
  return Object.fromEntries(
    [50, 95, 99].map((percent) => [`p${percent}`, `histogram_quantile(${percent / 100}, ${buckets})`]),
  );
}

function averageDuration({ matchers, route }: Pick<RouteRequests, 'matchers' | 'route'>): string {
  const rate = (part: string) =>
    `sum by (${route}) (rate(envoy_cluster_upstream_rq_time_${part}{${matchers}}[5m]))`;
  return `${rate('sum')} / (${rate('count')} > 0)`;
}

/** The updates of clusters and listeners that Envoys have accepted, and those that they have rejected. */
function updates(job: string): Record<string, string> {
  const increase = (metric: string) => `sum by (pod) (increase(${metric}{job="${job}"}[15m]))`;
  const both = (result: string) =>
    ['envoy_cluster_manager_cds', 'envoy_listener_manager_lds']
      .map((resource) => increase(`${resource}_update_${result}`))
      .join(' + ');
  return { 'accepted: {{pod}}': both('success'), 'rejected: {{pod}}': both('rejected') };
}
