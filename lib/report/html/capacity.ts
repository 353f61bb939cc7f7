import { formatAmount, type Unit } from '../../kube/quantity';
import { counted } from '../../kube/text';
import type { NodeUse } from '../changes/capacity';
import type { QuotaUse } from '../changes/quotas';
import type { ClusterReport } from '../model';
import { type Html, html } from './html';
import { table } from './table';

/** What the pods need, and what nodes and quotas have, as bars. */
export function capacityPart({ name, previous, present }: ClusterReport): Html {
  const { situations = [], quotas = [], more = [] } = present?.capacity ?? {};
  const was = previous?.capacity;
  return html`${situations.length > 0 && nodeTable(name, situations, was?.situations)}
${quotas.length > 0 && quotaTable(name, quotas, was?.quotas)}
${more.map(({ what, more }) => html`<p class="row">There is room for ${more} more ${what}.</p>\n`)}`;
}

function nodeTable(cluster: string, situations: readonly NodeUse[], was: readonly NodeUse[] = []): Html {
  const rows = situations.map((use) => {
    const before = was.find(({ situation, pool }) => situation === use.situation && pool === use.pool);
    const cell = (resource: 'cpu' | 'memory') =>
      bar(use.requested[resource], use.nodes[resource], resource, before?.requested[resource]);
    const title = use.pool === undefined ? use.situation : `${use.situation} of ${use.pool}`;
    return {
      cells: [
        title,
        counted(use.nodes.count, 'node'),
        cell('cpu'),
        cell('memory'),
        counted(use.unplaced, 'pod'),
      ],
    };
  });
  return table(`Nodes of ${cluster}`, ['Situation', 'Nodes', 'CPU', 'Memory', 'Without room'], rows);
}

function quotaTable(cluster: string, quotas: readonly QuotaUse[], was: readonly QuotaUse[] = []): Html {
  const rows = quotas.map(({ namespace, quota, resource, unit, hard, needed }) => {
    const before = was.find(
      (one) => one.namespace === namespace && one.quota === quota && one.resource === resource,
    )?.needed;
    const cell = (situation: keyof typeof needed) => bar(needed[situation], hard, unit, before?.[situation]);
    return {
      cells: [`${namespace}/${quota}: ${resource}`, cell('minimum'), cell('rollout'), cell('maximum')],
    };
  });
  return table(`Quotas of ${cluster}`, ['Quota', 'Minimum', 'Rollout', 'Maximum'], rows);
}

/** A bar with its figures. The bar is full at the limit, and marked above it. */
function bar(needed: number, limit: number, unit: Unit, before: number | undefined): Html {
  const share = limit > 0 ? needed / limit : needed > 0 ? 2 : 0;
  const change = before === undefined || before === needed ? '' : ` (before: ${formatAmount(unit, before)})`;
  return html`<span class="bar${share > 1 && ' over'}" style="--share: ${Math.min(100, Math.round(share * 100))}%"></span>
${formatAmount(unit, needed)} of ${formatAmount(unit, limit)}${share > 1 && ', too much'}${change}`;
}
