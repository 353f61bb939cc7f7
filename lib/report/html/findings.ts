import type { ReportedFinding } from '../changes/findings';
import type { ClusterReport } from '../model';
import { type Html, html } from './html';
import { mark, table } from './table';

/** The findings of the checks, and the accepted risks. */
export function findingTable({ name, previous, present }: ClusterReport): Html {
  const keyOf = ({ rule, message, isAccepted }: ReportedFinding) => `${rule} ${isAccepted} ${message}`;
  const [was, now] = [previous?.findings ?? [], present?.findings ?? []];
  const [old, known] = [new Set(was.map(keyOf)), new Set(now.map(keyOf))];
  const findings = [...now, ...was.filter((one) => !known.has(keyOf(one)))];
  if (findings.length === 0) return html`<p>No findings.</p>\n`;
  const changeOf = (one: ReportedFinding) => {
    if (previous === undefined || old.has(keyOf(one))) return known.has(keyOf(one)) ? undefined : 'resolved';
    return 'new';
  };
  return table(
    `Findings of ${name}`,
    ['Rule', 'Severity', 'Finding'],
    findings.map((one) => ({
      cells: [
        one.rule,
        html`${one.severity}${one.isAccepted && mark('accepted')}${mark(changeOf(one))}`,
        one.message,
      ],
    })),
  );
}
