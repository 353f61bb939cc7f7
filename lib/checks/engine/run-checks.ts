import type { AcceptedRisk, ClusterFacts } from './cluster-facts';
import { ClusterIndex } from './cluster-index';
import { describeFinding, describeWarnings, type Finding, list, type Report } from './finding';
import type { CheckOptions, Rule } from './rule';

/** The input of a run of the checks. */
export interface CheckRun extends CheckOptions {
  readonly clusters: readonly ClusterFacts[];
  readonly rules: readonly Rule[];
}

/** All findings of a run. */
export interface CheckResult {
  /** One line for each place, because each must be repaired. */
  readonly errors: readonly string[];
  /** One line for each cause, sorted. */
  readonly warnings: readonly string[];
}

/** An accepted risk of a cluster, and the number of findings that it matched. */
interface Acceptance extends AcceptedRisk {
  readonly path: string;
  used: number;
}

/**
 * Checks the rendered objects of every cluster against the rules, and returns all findings.
 *
 * Findings that match an accepted risk are left out. An accepted risk that matches no finding, or that names an unknown
 * rule, is an error.
 */
export function runChecks({ clusters, rules, ...options }: CheckRun): CheckResult {
  const errors: string[] = [];
  const warnings: Report[] = [];
  for (const facts of clusters) {
    const index = new ClusterIndex(facts);
    const acceptances: Acceptance[] = facts.acceptedRisks.map((risk) => ({ ...risk, used: 0 }));
    for (const rule of rules) {
      for (const finding of rule.check(index, options)) {
        const acceptance = acceptances.find((it) => it.rule === rule.id && covers(it, facts, finding));
        const report = { cluster: index, rule: rule.id, finding };
        if (acceptance) acceptance.used += 1;
        else if (finding.severity === 'warning') warnings.push(report);
        else errors.push(describeFinding(report));
      }
    }
    errors.push(...unusedAcceptances(acceptances, rules, options));
  }
  return { errors, warnings: describeWarnings(warnings) };
}

/** Whether a finding is about an object of the construct that accepts the risk. */
function covers({ path }: Acceptance, { name }: ClusterFacts, { object }: Finding): boolean {
  const found = object?.path ?? name;
  return found === path || found.startsWith(`${path}/`);
}

function unusedAcceptances(
  acceptances: readonly Acceptance[],
  rules: readonly Rule[],
  { today }: CheckOptions,
): string[] {
  const known = rules.map(({ id }) => id);
  const checked = rules.filter(({ group }) => group !== 'dates' || today).map(({ id }) => id);
  return acceptances.flatMap(({ path, rule, used }) => {
    const where = `${path}: the accepted risk of rule "${rule}"`;
    if (!known.includes(rule)) return [`${where} names an unknown rule: the rules are ${list(known)}`];
    if (used > 0 || !checked.includes(rule)) return [];
    return [`${where} matches no finding: remove it`];
  });
}
