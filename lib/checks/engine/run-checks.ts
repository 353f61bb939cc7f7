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

/** The findings of a run before they are described. */
export interface FoundReports {
  readonly reports: readonly Report[];
  /** One line for each accepted risk that matches no finding, or that names an unknown rule. */
  readonly unused: readonly string[];
  /** The ids of the rules that could not read an object, which an earlier rule has reported. */
  readonly failed: readonly string[];
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
export function runChecks(run: CheckRun): CheckResult {
  const { reports, unused } = findReports(run);
  const warnings = reports.filter((report) => !isError(report));
  const errors = reports.filter(isError);
  return { errors: [...errors.map(describeFinding), ...unused], warnings: describeWarnings(warnings) };
}

/**
 * The findings that match no accepted risk, each with its rule, and the problems of the accepted risks themselves.
 *
 * The findings are in the order of the clusters and of the rules.
 */
export function findReports({ clusters, rules, ...options }: CheckRun): FoundReports {
  const reports: Report[] = [];
  const unused: string[] = [];
  const failed = new Set<string>();
  for (const facts of clusters) {
    const cluster = new ClusterIndex(facts);
    const acceptances: Acceptance[] = facts.acceptedRisks.map((risk) => ({ ...risk, used: 0 }));
    const before = reports.length;
    for (const rule of rules) {
      try {
        for (const finding of rule.check(cluster, options)) {
          const acceptance = acceptances.find((it) => it.rule === rule.id && covers(it, facts, finding));
          if (acceptance) acceptance.used += 1;
          else reports.push({ cluster, rule: rule.id, finding });
        }
      } catch (error) {
        // A rule can fail on a value of the wrong type, which an earlier rule has reported: `schema` is the first.
        if (!reports.slice(before).some(isError)) throw error;
        failed.add(rule.id);
      }
    }
    const errors = reports.slice(before).filter(isError);
    // The risk of a construct with an error may match a finding again as soon as the error is corrected.
    const judged = acceptances.filter(
      (it) => it.path === facts.name || !errors.some(({ finding }) => covers(it, facts, finding)),
    );
    for (const error of unusedAcceptances(judged, rules, options)) unused.push(error);
  }
  return { reports, unused, failed: [...failed] };
}

function isError({ finding }: Report): boolean {
  return finding.severity !== 'warning';
}

/** The accepted risk that matches a finding of a rule; undefined if none does. */
export function acceptedRiskOf(
  facts: ClusterFacts,
  rule: string,
  finding: Finding,
): AcceptedRisk | undefined {
  return facts.acceptedRisks.find((risk) => risk.rule === rule && covers(risk, facts, finding));
}

/** Whether a finding is about an object of the construct that accepts the risk. */
function covers({ path }: { readonly path: string }, { name }: ClusterFacts, { object }: Finding): boolean {
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
