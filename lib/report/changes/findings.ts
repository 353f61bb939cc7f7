import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { messageOf } from '../../checks/engine/finding';
import { perCluster } from '../../checks/engine/per-cluster';
import { findReports } from '../../checks/engine/run-checks';
import { RULES } from '../../checks/rules';
import type { Consequence } from '../consequence';
import { shared } from '../names';
import { type Comparison, difference } from './compare';

/** A finding of the checks. */
export interface ReportedFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Whether an accepted risk covers it. */
  readonly isAccepted: boolean;
}

/**
 * The findings of a cluster, with those of accepted risks, by rule and message. End-of-support dates are left out: they
 * depend on the day.
 */
export const findingsOf = perCluster((cluster): ReadonlyMap<string, ReportedFinding> => {
  const reportsOf = (acceptedRisks: ClusterIndex['facts']['acceptedRisks']) =>
    findReports({ clusters: [{ ...cluster.facts, acceptedRisks }], rules: RULES }).reports;
  const found = new Map<string, ReportedFinding>();
  const add = (reports: ReturnType<typeof reportsOf>, isAccepted: boolean) => {
    for (const report of reports) {
      const { rule, finding } = report;
      const message = shared(cluster, finding.object?.namespace, messageOf(report));
      found.set(`${rule}: ${message}`, { rule, severity: finding.severity ?? 'error', message, isAccepted });
    }
  };
  add(reportsOf([]), true);
  add(reportsOf(cluster.facts.acceptedRisks), false);
  return found;
});

/** The findings that come or go, and the accepted risks that are needed or no longer needed. */
export const compareFindings: Comparison = (before, after) => {
  const [was, now] = [findingsOf(before), findingsOf(after)];
  return [
    ...difference(now, was).map(([, finding]) => about('new', finding, true)),
    ...difference(was, now).map(([, finding]) => about('resolved', finding, false)),
  ];
};

function about(
  verb: string,
  { rule, severity, message, isAccepted }: ReportedFinding,
  isImportant: boolean,
): Consequence {
  const what = isAccepted ? 'accepted risk' : severity;
  return { topic: 'findings', sentence: `${verb} ${what}: ${message} [${rule}]`, isImportant };
}
