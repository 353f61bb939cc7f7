import { messageOf, objectName } from '../../checks/engine/finding';
import { groupBy } from '../../checks/engine/group-by';
import { perCluster } from '../../checks/engine/per-cluster';
import { acceptedRiskOf, findReports } from '../../checks/engine/run-checks';
import { RULES } from '../../checks/rules';
import type { Consequence } from '../consequence';
import { without } from '../list-pairs';
import { shared } from '../names';
import type { Comparison } from './compare';

/** A finding of the checks. */
export interface ReportedFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** Such as `Deployment shop/web`; undefined if it is about the whole cluster. */
  readonly object: string | undefined;
  /** The path of the field in the object. */
  readonly field: string | undefined;
  readonly message: string;
  /** Whether an accepted risk covers it. */
  readonly isAccepted: boolean;
  /** The reason of the accepted risk. */
  readonly because: string | undefined;
}

/**
 * The findings of a cluster, with those of accepted risks. End-of-support dates are left out: they depend on the day.
 */
export const findingsOf = perCluster((cluster): readonly ReportedFinding[] => {
  const { reports } = findReports({ clusters: [{ ...cluster.facts, acceptedRisks: [] }], rules: RULES });
  const findings = reports.map((report): ReportedFinding => {
    const { rule, finding } = report;
    const { object, field, severity = 'error' } = finding;
    const text = (own: string) => shared(cluster, object?.namespace, own);
    const risk = acceptedRiskOf(cluster.facts, rule, finding);
    return {
      rule,
      severity,
      object: object && text(objectName(object)),
      field,
      message: text(messageOf(report)),
      isAccepted: risk !== undefined,
      because: risk?.because,
    };
  });
  return [...new Map(findings.map((finding) => [`${finding.rule}: ${finding.message}`, finding])).values()];
});

/**
 * The findings that come, go, or change, and the risks that are accepted or no longer accepted. A finding of the same rule
 * about the same field is the same one: its message may have other numbers, and the field another index.
 */
export const compareFindings: Comparison = (before, after) => {
  const [was, now] = [findingsOf(before), findingsOf(after)].map((all) => groupBy(all, keyOf));
  const keys = new Set([...(was?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...keys].flatMap((key) => changes(was?.get(key) ?? [], now?.get(key) ?? []));
};

function keyOf({ rule, object, field }: ReportedFinding): string {
  return JSON.stringify([rule, object, withoutIndices(field ?? '')]);
}

function changes(was: readonly ReportedFinding[], now: readonly ReportedFinding[]): Consequence[] {
  const [old, added] = [without(was, now, textOf), without(now, was, textOf)];
  return [
    ...added.map((finding, index) => {
      const before = old[index];
      return about(
        before === undefined ? `new ${nameOf(finding)}` : changeOf(before, finding),
        finding,
        true,
      );
    }),
    ...old.slice(added.length).map((finding) => about(`resolved ${nameOf(finding)}`, finding, false)),
  ];
}

function textOf(finding: ReportedFinding): string {
  return `${nameOf(finding)}: ${withoutIndices(finding.message)}`;
}

function withoutIndices(text: string): string {
  return text.replace(/\[\d+\]/g, '[]');
}

function changeOf(before: ReportedFinding, after: ReportedFinding): string {
  const [was, now] = [nameOf(before), nameOf(after)];
  return was === now ? `changed ${now}` : `${now} (${was} before)`;
}

function nameOf({ severity, isAccepted }: ReportedFinding): string {
  return isAccepted ? 'accepted risk' : severity;
}

function about(verb: string, { rule, message, because }: ReportedFinding, isImportant: boolean): Consequence {
  const reason = because === undefined ? '' : ` (accepted: ${because})`;
  return { topic: 'findings', sentence: `${verb}: ${message} [${rule}]${reason}`, isImportant };
}
