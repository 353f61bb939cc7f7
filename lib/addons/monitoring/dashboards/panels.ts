import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type {
  DataTransformerConfig,
  DynamicConfigValue,
  Panel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/** A reference to the provisioned data source. */
export const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };

/** The width of Grafana's grid. The widths of the panels in each row must add up to it. */
export const COLUMNS = 24;

/** A query of Prometheus. */
export function query(expr: string): DataqueryBuilder {
  return new DataqueryBuilder().datasource(PROMETHEUS).expr(expr);
}

/** A query whose current series are the rows of a table. */
export function tableQuery(refId: string, expr: string): DataqueryBuilder {
  return query(expr).refId(refId).format(PromQueryFormat.Table).instant();
}

/** The columns of a table, in order: their titles by field. Other fields are not shown. */
export function columns(names: Readonly<Record<string, string>>): DataTransformerConfig {
  const fields = Object.keys(names);
  return {
    id: 'organize',
    options: {
      includeByName: Object.fromEntries(fields.map((field) => [field, true])),
      indexByName: Object.fromEntries(fields.map((field, index) => [field, index])),
      renameByName: names,
    },
  };
}

/** The display options of the figures in a column. */
export function column(options: {
  readonly unit?: string;
  readonly decimals?: number;
}): DynamicConfigValue[] {
  return Object.entries(options).map(([id, value]) => ({ id, value }));
}

/** A panel with one number. */
export function figure(title: string, expr: string): stat.PanelBuilder {
  return new stat.PanelBuilder()
    .title(title)
    .datasource(PROMETHEUS)
    .height(4)
    .withTarget(query(expr).instant());
}

/**
 * A panel of half the width with lines over time.
 *
 * @param queries the queries by the legend of their lines, such as `{{pod}}`
 */
export function graph(
  title: string,
  unit: string,
  queries: Readonly<Record<string, string>>,
): Builder<Panel> {
  const panel = new timeseries.PanelBuilder()
    .title(title)
    .datasource(PROMETHEUS)
    .height(8)
    .span(COLUMNS / 2)
    .unit(unit)
    .min(0);
  for (const [legend, expr] of Object.entries(queries)) panel.withTarget(query(expr).legendFormat(legend));
  return panel;
}
