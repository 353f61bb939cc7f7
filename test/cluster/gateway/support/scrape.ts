import { ENVOY_LABELS } from '../../../../lib/ingress/envoy/proxies';
import type { Selector } from '../../../support/promql';
import { getAll, tryKubectl } from '../../support/kubectl';

/** A series of a scrape. */
export interface Series {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The labels that Prometheus adds to the series of a pod. */
export const TARGET_LABELS = ['job', 'instance', 'namespace', 'pod', 'node'];

interface Pod {
  readonly metadata: { readonly namespace: string; readonly name: string };
}

/**
 * The metrics of one of the Envoys, through the API server.
 *
 * @throws Error if none of them answers
 */
export function envoyMetrics(): Series[] {
  const labels = Object.entries(ENVOY_LABELS).map(([key, value]) => `${key}=${value}`);
  for (const { metadata } of getAll<Pod>('pods', '--all-namespaces', '--selector', labels.join(','))) {
    const pod = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}:19001/proxy/stats/prometheus`;
    const series = parseMetrics(tryKubectl(['get', '--raw', pod]).stdout);
    if (series.some(({ metric }) => metric.startsWith('envoy_'))) return series;
  }
  throw new Error('no Envoy exposes metrics: look at the log of Envoy Gateway');
}

/** The series of a page in Prometheus's format. */
export function parseMetrics(page: string): Series[] {
  return page.split('\n').flatMap((line) => {
    const { metric, labels = '' } = /^(?<metric>\w+)(\{(?<labels>.*)\})? \S+$/.exec(line)?.groups ?? {};
    if (metric === undefined) return [];
    const pairs = labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g);
    return [{ metric, labels: Object.fromEntries([...pairs].map(([, key, value]) => [key, value])) }];
  });
}

/** Whether a selector selects a series, whose target has the job of the selector. */
export function selects({ metric, matchers }: Selector, series: Series): boolean {
  return (
    series.metric === metric &&
    matchers
      .filter(({ label }) => !TARGET_LABELS.includes(label))
      .every(({ label, value, regex }) => {
        const actual = series.labels[label] ?? '';
        return regex ? new RegExp(`^(${value})$`).test(actual) : actual === value;
      })
  );
}
