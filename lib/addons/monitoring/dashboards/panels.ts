import type { DataTransformerConfig, DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';

/** A reference to the provisioned data source. */
export const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };

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
