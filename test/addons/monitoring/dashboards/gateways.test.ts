import { approutingJob, envoyGatewayJobs } from '../../../../lib/addons/monitoring/addon-jobs';
import {
  approutingDashboard,
  envoyGatewayDashboard,
} from '../../../../lib/addons/monitoring/dashboards/dashboards';
import type { Dashboard } from '../../../../lib/addons/monitoring/grafana';
import { APPROUTING_RULES } from '../../../../lib/addons/monitoring/rules/approuting';
import { GATEWAY_RULES } from '../../../../lib/addons/monitoring/rules/gateways';
import type { RuleGroup } from '../../../../lib/addons/monitoring/rules/rule-group';
import type { ScrapeJob } from '../../../../lib/addons/monitoring/scrape-job';
import { jobOf, partsOf, queriesOf, type Selector } from '../../../support/promql';
import { TestCluster } from '../../../support/test-cluster';

const pods = new TestCluster()
  .addNamespace({ name: 'gateways', podSecurity: 'restricted' })
  .pods({ app: 'x' });
const metrics = { pods, port: 1 };

/** The series that Prometheus has without a job of gateways, by the job that stores them. */
const OTHER_JOBS = [
  'up',
  'container_cpu_usage_seconds_total',
  'container_memory_working_set_bytes',
  'certmanager_certificate_expiration_timestamp_seconds',
];

const GATEWAYS: [string, Dashboard, RuleGroup, ScrapeJob[]][] = [
  [
    'Envoy Gateway',
    envoyGatewayDashboard(),
    GATEWAY_RULES,
    envoyGatewayJobs({ metrics: { controller: metrics, envoys: metrics } }),
  ],
  ['application routing', approutingDashboard(), APPROUTING_RULES, [approutingJob({ metrics })]],
];

/** The selectors of metrics of gateways, in the queries of a dashboard and of alerts. */
function selectors({ json }: Dashboard, { rules }: RuleGroup): Selector[] {
  return [...queriesOf(json), ...rules.map(({ expr }) => expr)]
    .flatMap((query) => partsOf(query).selectors)
    .filter(({ metric }) => !OTHER_JOBS.includes(metric));
}

describe.each(GATEWAYS)('the dashboard and the alerts of %s', (_, dashboard, rules, jobs) => {
  test('query metrics that their job stores', () => {
    const stored = ({ metric }: Selector, job: string | undefined) =>
      jobs.some(
        ({ job: name, keep = [] }) => name === job && new RegExp(`^(${keep.join('|')})$`).test(metric),
      );
    const missing = selectors(dashboard, rules).filter((selector) => !stored(selector, jobOf(selector)));
    expect(missing).toEqual([]);
  });

  test('query every metric that is stored', () => {
    const queried = selectors(dashboard, rules);
    const unused = jobs.flatMap(({ job, keep = [] }) =>
      keep.filter((names) => {
        const pattern = new RegExp(`^(${names})$`);
        return !queried.some((selector) => jobOf(selector) === job && pattern.test(selector.metric));
      }),
    );
    expect(unused).toEqual([]);
  });
});

test('requests, failures, their duration, certificates, the Envoys and the control plane have panels', () => {
  const titles = (JSON.parse(envoyGatewayDashboard().json) as { panels: { title: string }[] }).panels.map(
    ({ title }) => title,
  );
  expect(titles).toMatchInlineSnapshot(`
[
  "Requests per second",
  "Requests with 5xx",
  "Envoys that serve",
  "Envoys that are not scraped",
  "Requests per second by route (the first 10) and status",
  "Share of 5xx by route (the first 10)",
  "Duration of requests",
  "Average duration of requests by route (the first 10)",
  "Connections of clients",
  "Connections to pods",
  "Refused requests within 5 minutes",
  "Memory of Envoys in percent of the limit of Envoy",
  "Errors of Envoy Gateway within 15 minutes",
  "Envoys with a connection to Envoy Gateway",
  "Time until certificates expire",
  "Updates of the configuration within 15 minutes",
  "CPU of Envoys",
  "Memory of Envoys",
]
`);
});
