import { envoyGatewayDashboard } from '../../../lib/addons/monitoring/dashboards/dashboards';
import { GATEWAY_RULES } from '../../../lib/addons/monitoring/rules/gateways';
import { jobOf, partsOf, queriesOf, type Selector } from '../../support/promql';
import { eventually } from '../certificates/support/eventually';
import { ask } from '../ingress/support/request';
import { getAll } from '../support/kubectl';
import { envoyMetrics, parseMetrics, type Series, selects, TARGET_LABELS } from './support/scrape';

/** The values of labels that only an event makes. The series must exist with other values of these labels. */
const AFTER_AN_EVENT: Readonly<Record<string, string>> = {
  'envoy_response_code_class="5"': 'a pod answers with 5xx',
  'status="failure"': 'Envoy Gateway fails to write an object or a configuration',
};

/** The metric that only an Envoy with a limited route has. */
const OF_LIMITS = 'envoy_http_local_rate_limit_rate_limited';

interface Route {
  readonly spec: { readonly hostnames: readonly string[] };
}
interface Gateway {
  readonly status: { readonly addresses: readonly { readonly value: string }[] };
}
interface Policy {
  readonly spec: { readonly rateLimit?: object };
}

const QUERIES = [...queriesOf(envoyGatewayDashboard().json), ...GATEWAY_RULES.rules.map(({ expr }) => expr)];

/** A request to every host, so that the statistics of its route exist. */
async function visitHosts(): Promise<void> {
  const [gateway] = getAll<Gateway>('gateways', '--all-namespaces');
  const hosts = getAll<Route>('httproutes', '--all-namespaces').flatMap(({ spec }) => spec.hostnames);
  for (const host of new Set(hosts))
    await ask({ url: `https://${host.replace('*', 'any')}/`, to: gateway?.status.addresses[0]?.value }).catch(
      () => 'a host without a certificate',
    );
}

/** The selector without the matchers that need an event. */
function beforeEvents({ metric, matchers }: Selector): Selector {
  return {
    metric,
    matchers: matchers.map((matcher) =>
      `${matcher.label}="${matcher.value}"` in AFTER_AN_EVENT
        ? { label: matcher.label, value: '.+', regex: true }
        : matcher,
    ),
  };
}

/** What the queries of a job name and its scrape does not have: series, and labels of series. */
function missing(job: string, scrape: readonly Series[], absent: readonly string[] = []): string[] {
  return QUERIES.flatMap((query) => {
    const { selectors, labels } = partsOf(query);
    return selectors
      .filter((selector) => jobOf(selector) === job && !['up', ...absent].includes(selector.metric))
      .flatMap((selector) => {
        const selected = scrape.filter((series) => selects(beforeEvents(selector), series));
        if (selected.length === 0) return [`${query}: no series of ${selector.metric}`];
        return labels
          .filter((label) => !TARGET_LABELS.includes(label))
          .filter((label) => selected.some((series) => !(label in series.labels)))
          .map((label) => `${query}: a series of ${selector.metric} has no label ${label}`);
      });
  });
}

test('Envoys have the metrics and labels that the dashboard and the alerts query', async () => {
  const limited = getAll<Policy>('backendtrafficpolicies', '--all-namespaces').some(
    ({ spec }) => spec.rateLimit,
  );
  await visitHosts();
  // Envoy updates its statistics every five seconds.
  await eventually(
    () => expect(missing('envoy', envoyMetrics(), limited ? [] : [OF_LIMITS])).toEqual([]),
    15,
  );
}, 60_000);

(process.env.GATEWAY_METRICS ? test : test.skip)(
  'Envoy Gateway has the metrics and labels that the dashboard and the alerts query (needs GATEWAY_METRICS)',
  async () => {
    const answer = await fetch(process.env.GATEWAY_METRICS ?? '');
    expect(missing('envoy-gateway', parseMetrics(await answer.text()))).toEqual([]);
  },
);
