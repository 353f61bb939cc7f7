import { ClusterIndex } from '../checks/engine/cluster-index';
import type { Report } from '../checks/engine/finding';
import { kubeObject, type ObjectJson } from '../checks/engine/kube-object';
import { type CheckRun, findReports } from '../checks/engine/run-checks';
import { problemsOf } from '../checks/facts/schemas';
import { schema } from '../checks/rules/schema';

interface RobustReports {
  readonly reports: readonly Report[];
  /** The rules that could not be checked, with the reason. */
  readonly notes: string[];
}

/**
 * The findings of all rules that can read the objects. A rule expects fields of the right types, which objects of a file
 * need not have.
 *
 * @throws Error if a rule cannot read objects that match their schemas: a bug of the rule
 */
export function robustReports(run: CheckRun): RobustReports {
  try {
    const { reports, failed } = findReports(run);
    return { reports, notes: failed.length > 0 ? [unchecked(`the rules ${failed.join(', ')}`)] : [] };
  } catch (error) {
    const schemaReports = run.clusters.flatMap(reportsOfSchema);
    if (schemaReports.length === 0) throw error;
    return separately(run, schemaReports);
  }
}

function separately(run: CheckRun, schemaReports: readonly Report[]): RobustReports {
  const failed: string[] = [];
  const reports = run.rules.flatMap((rule) => {
    if (rule === schema) return schemaReports;
    try {
      return findReports({ ...run, rules: [rule] }).reports;
    } catch {
      failed.push(rule.id);
      return [];
    }
  });
  const isAll = failed.length === run.rules.length - 1;
  return { reports, notes: [unchecked(isAll ? 'all other rules' : `the rules ${failed.join(', ')}`)] };
}

function unchecked(rules: string): string {
  return `${rules} are not checked, because objects violate the rule ${schema.id}: correct them first`;
}

/** The findings of the rule `schema`, without an index: it cannot contain objects whose fields have other types. */
function reportsOfSchema(facts: CheckRun['clusters'][number]): Report[] {
  const cluster = new ClusterIndex({ ...facts, objects: [] });
  return facts.objects.flatMap((placed) =>
    problemsOf(placed.json as ObjectJson).map((problem) => {
      const finding = { object: kubeObject(placed), ...problem };
      return { cluster, rule: schema.id, finding };
    }),
  );
}
