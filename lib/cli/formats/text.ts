import { counted } from '../../kube/text';
import type { CheckReport, Format, LocatedFinding } from './report';

/** A line for each finding, `file:line:column: severity: message [rule]`, then notes and the numbers of findings. */
export const text: Format = ({ findings, notes }) => {
  const lines = findings.map(
    ({ file, line, column, severity, message, rule }) =>
      `${file}:${line}:${column}: ${severity}: ${message} [${rule}]`,
  );
  const total = `${count(findings, 'error')}, ${count(findings, 'warning')}`;
  return [...lines, ...notes.map((note) => `note: ${note}`), total].map((line) => `${line}\n`).join('');
};

function count(findings: CheckReport['findings'], severity: LocatedFinding['severity']): string {
  const { length } = findings.filter((finding) => finding.severity === severity);
  return counted(length, severity);
}
