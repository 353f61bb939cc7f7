import { formatPath, type Path } from '../../config/problem';
import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { ruleProblems } from '../facts/prometheus-rules';
import { promqlProblem } from '../facts/promql';
import { visitTexts } from '../facts/strings';
import { yamlDocuments } from '../facts/yaml-documents';

export const promql: Rule = {
  id: 'promql',
  group: 'references',
  title: 'All alerting and recording rules have valid fields, and their expressions are valid PromQL.',
  protects: 'Prometheus does not start, or ignores all rules after a reload: no alert fires.',
  *check(cluster): Iterable<Finding> {
    for (const { object, field, rules } of ruleFiles(cluster)) {
      for (const found of ruleProblems(rules))
        yield { object, ...found, field: `${field}: ${formatPath(found.path)}` };
      for (const { expression, path } of expressions(rules)) {
        if (valid.has(expression) || isLogQl(expression)) continue;
        const problem = promqlProblem(expression);
        if (problem === undefined) valid.add(expression);
        else yield { object, field: `${field}: ${formatPath(path)}`, value: expression, problem };
      }
    }
  },
};

/** The valid expressions so far: clusters have many expressions in common. */
const valid = new Set<string>();

interface RuleFile {
  readonly object: KubeObject;
  readonly field: string;
  readonly rules: unknown;
}

/** The files with rules: PrometheusRules, and the YAML files of ConfigMaps with the field `groups`. */
function* ruleFiles(cluster: ClusterIndex): Iterable<RuleFile> {
  for (const object of cluster.ofKind('PrometheusRule')) yield { object, field: 'spec', rules: object.spec };
  for (const object of cluster.ofKind('ConfigMap'))
    for (const [key, text] of Object.entries(object.json.data ?? {}))
      if (/^groups:/m.test(text) && /^\s+(?:- )?(?:expr|alert|record):/m.test(text)) {
        const rules = parsed(text);
        if (rules) yield { object, field: `data["${key}"]`, rules };
      }
}

/** The content of a file; undefined if it is a template, another format, or several documents. */
function parsed(text: string): unknown {
  try {
    const [content, ...others] = yamlDocuments(text);
    return others.length === 0 ? content : undefined;
  } catch {
    return undefined;
  }
}

function expressions(rules: unknown): { readonly expression: string; readonly path: Path }[] {
  const found: { expression: string; path: Path }[] = [];
  visitTexts(rules, (expression, name, path) => {
    if (name === 'expr') found.push({ expression, path: [...path] });
  });
  return found;
}

/** Whether an expression is one of Loki, whose rules have the same form: PromQL has no pipes, and other functions. */
function isLogQl(expression: string): boolean {
  if (/\b(?:bytes_rate|bytes_over_time|rate_counter|unwrap)\b/.test(expression)) return true;
  if (!expression.includes('|')) return false;
  return expression.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`/g, '').includes('|');
}
