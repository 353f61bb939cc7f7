import type { DataTransformerConfig, DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { DATA_SOURCES } from '../grafana';

/** The provisioned data source, as a panel refers to it. */
export const PROMETHEUS = { type: 'prometheus', uid: DATA_SOURCES.prometheus };

/** A query of Prometheus. */
export function query(expr: string): DataqueryBuilder {
  return new DataqueryBuilder().datasource(PROMETHEUS).expr(expr);
}

/** A query whose series, as they are now, are the rows of a table. */
export function tableQuery(refId: string, expr: string): DataqueryBuilder {
  return query(expr).refId(refId).format(PromQueryFormat.Table).instant();
}

/** A table's columns, by the name of the field, in their order; no other field is shown. */
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

/** How a column's figures are shown. */
export function column(figures: {
  readonly unit?: string;
  readonly decimals?: number;
}): DynamicConfigValue[] {
  return Object.entries(figures).map(([id, value]) => ({ id, value }));
}
