import { ClusterIndex } from '../checks/engine/cluster-index';
import type { RuleGroup } from '../checks/engine/rule';
import { END_OF_SUPPORT } from '../checks/facts/end-of-support';
import { headroom, nodeTotals } from '../checks/facts/headroom';
import { Ledger, SCENARIOS } from '../checks/facts/ledger';
import { RULES } from '../checks/rules';
import { quotaFigures } from '../checks/rules/quota';
import type { TopologyApp } from '../core/topology-app';
import { formatCpu, formatMemory } from '../kube/quantity';
import { factsOf } from '../synth';
import { markdownTable } from './markdown';
import type { Page } from './pages';

const GROUPS: Readonly<Record<RuleGroup, string>> = {
  objects: 'Objects',
  references: 'References',
  capacity: 'Capacity',
  isolation: 'Isolation',
  security: 'Security',
  dates: 'Dates',
};

const INTRODUCTION = `# Checks

Written by \`npm run docs\`; do not edit.

\`npm run synth\` holds every cluster, as it would be written, against these rules. All findings are told at once, each
with the construct, the file, the object, the value and what to do. An error stops the synth, and nothing is written; a
warning is printed. Dates are held against today, and give warnings alone: what is written never depends on the day.`;

const NEXT_RULE = `## The next rule

A rule is a file of \`lib/checks/rules/\` that exports a \`Rule\`: its id, its group, what must hold, what it protects
from, and \`check(cluster)\`, which yields a finding for each place where it does not hold. The index that it is given
finds objects by kind, namespace and name, and pod templates by their labels; looking there keeps the time in proportion
to the objects. It is listed in \`lib/checks/rules/index.ts\`, and gets a row in \`test/checks/rules/rules.test.ts\` that breaks
a sound cluster and holds the whole message: a rule without one fails the tests.`;

const EXCEPTIONS = `## Exceptions

What may break a rule says so where it is made, with \`acceptRisk(construct, { rule, because })\`. It holds for the
construct and all that lies in it. An exception that excuses nothing is an error, so that none outlives its reason.`;

const SCHEMAS = `The rule \`schema\` reads \`imports/schemas\`, a strict schema for each kind. An object of a kind without a schema is an error;
\`imports/README.md\` says how to add one.`;

const CAPACITY = `## Capacity

What the pods of each namespace need of its quota: without load, while every workload rolls out at once, and as far as
autoscalers may go. What the maximum cannot reach is a warning of each synth.`;

/** `docs/checks.md`: every rule, every exception that the clusters state, and how full they are. */
export function checksPage(app: TopologyApp): Page {
  const clusters = factsOf(app).map((facts) => new ClusterIndex(facts));
  const sections = [
    INTRODUCTION,
    ...rules(),
    SCHEMAS,
    `${EXCEPTIONS}\n\n${exceptions(clusters)}`,
    CAPACITY,
    ...clusters.map(capacity),
    `## End of support\n\n${dates(clusters)}`,
    NEXT_RULE,
  ];
  return { path: 'docs/checks.md', text: `${sections.join('\n\n')}\n` };
}

function rules(): string[] {
  return (Object.keys(GROUPS) as RuleGroup[]).map((group) => {
    const rows = RULES.filter((rule) => rule.group === group).map(({ id, title, protects }) => [
      `\`${id}\``,
      title,
      protects,
    ]);
    return `## ${GROUPS[group]}\n\n${markdownTable(['rule', 'what must hold', 'otherwise'], rows)}`;
  });
}

function exceptions(clusters: readonly ClusterIndex[]): string {
  const rows = clusters.flatMap(({ facts }) =>
    facts.acceptedRisks.map(({ path, rule, because }) => [
      facts.name,
      `\`${path.slice(facts.name.length + 1) || facts.name}\``,
      `\`${rule}\``,
      because,
    ]),
  );
  return markdownTable(['cluster', 'construct', 'rule', 'because'], rows);
}

function capacity(cluster: ClusterIndex): string {
  const ledger = Ledger.of(cluster);
  const rows = cluster.ofKind('ResourceQuota').flatMap((quota) => {
    const { namespace = '' } = quota;
    const figures = SCENARIOS.map((scenario) => quotaFigures(quota, ledger.need(namespace, scenario)));
    const [minimum = []] = figures;
    return minimum.map(({ resource, hard }, row) => [
      row === 0 ? `\`${namespace}\`` : '',
      resource,
      hard,
      ...figures.map((all) => all[row]?.needed ?? ''),
    ]);
  });
  const { has, requested } = nodeTotals(cluster);
  const nodes = cluster.facts.nodes
    .map(
      ({ name, count, maxCount = count }) => `${count}${maxCount > count ? ` to ${maxCount}` : ''} ${name}`,
    )
    .join(', ');
  const totals = `Nodes: ${nodes}. Of their ${formatCpu(has.cpu)} CPU and ${gibibytes(has.memory)}, the pods request ${formatCpu(requested.cpu)} and ${gibibytes(requested.memory)} at their minimum.`;
  const room = headroom(cluster).map(
    ({ what, each, more }) =>
      `${more} more ${what} of ${formatCpu(each.cpu)} CPU and ${formatMemory(each.memory)}`,
  );
  const fits =
    room.length > 0
      ? ` With every preview and project at the whole of its quotas, there is room for ${room.join(', or ')}.`
      : '';
  const heading = ['namespace', 'resource', 'quota', ...SCENARIOS];
  return `### ${cluster.facts.name}\n\n${totals}${fits}\n\n${markdownTable(heading, rows)}`;
}

function dates(clusters: readonly ClusterIndex[]): string {
  const provided = clusters.flatMap(({ facts: { provider } }) => [
    ...provider.ingressControllers.map(({ support }) => support),
    ...provider.support,
  ]);
  const rows = [...new Set([...END_OF_SUPPORT, ...provided])].map(({ component, until, instead, source }) => [
    component,
    until,
    instead,
    source,
  ]);
  return markdownTable(['component', 'supported until', 'then', 'source'], rows);
}

function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)}Gi`;
}
