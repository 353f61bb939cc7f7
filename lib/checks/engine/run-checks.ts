import type { IConstruct } from 'constructs';
import { type AcceptedRisk, acceptedRisks } from '../../core/accept-risk';
import { ClusterBase } from '../../core/cluster-base';
import { originOf } from '../../core/origin';
import type { Manifest } from '../../core/topology-app';
import { RULES } from '../rules';
import { ClusterIndex } from './cluster-index';
import { describeFinding, type Finding, list } from './finding';
import { kubeObject } from './kube-object';
import type { CheckOptions, Rule } from './rule';

/** What a run of the checks takes. */
export interface CheckRun extends CheckOptions {
  /** The app whose clusters are checked. */
  readonly app: IConstruct;
  readonly manifests: readonly Manifest[];
  /** @default every rule */
  readonly rules?: readonly Rule[];
  /** What a file held before, as objects. @default nothing is known of it */
  readonly previous?: (file: string) => readonly object[] | undefined;
}

/** All that the rules found, each a line. */
export interface CheckResult {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** An exception that a cluster states, and how many findings it excuses. */
interface Exception extends AcceptedRisk {
  readonly construct: IConstruct;
  used: number;
}

/**
 * Holds every cluster's rendered objects against the rules.
 *
 * All findings are returned at once. What an exception excuses is left out; an exception that excuses nothing, or
 * names no rule, is an error.
 */
export function runChecks({ app, manifests, rules = RULES, previous, ...options }: CheckRun): CheckResult {
  const errors: string[] = [];
  const warnings: string[] = [];
  for (const index of clusterIndexes(app, manifests, previous)) {
    const exceptions = exceptionsOf(index.cluster);
    for (const rule of rules) {
      for (const finding of rule.check(index, options)) {
        const excused = exceptionFor(exceptions, index, rule, finding);
        if (excused) excused.used += 1;
        else {
          const lines = finding.severity === 'warning' ? warnings : errors;
          lines.push(describeFinding(index, rule.id, finding));
        }
      }
    }
    errors.push(...idle(exceptions, rules, options));
  }
  return { errors, warnings };
}

/** The index of each cluster that has a manifest. */
export function clusterIndexes(
  app: IConstruct,
  manifests: readonly Manifest[],
  previous?: CheckRun['previous'],
): ClusterIndex[] {
  const byCluster = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const others = byCluster.get(manifest.cluster);
    if (others) others.push(manifest);
    else byCluster.set(manifest.cluster, [manifest]);
  }
  return app.node.children
    .filter((child) => child instanceof ClusterBase)
    .filter(({ name }) => byCluster.has(name))
    .map((cluster) => {
      const objects = (byCluster.get(cluster.name) ?? []).flatMap(({ json, path }) =>
        json.map((object) => kubeObject(object, originOf(object) ?? cluster, path)),
      );
      return new ClusterIndex(cluster, objects, previous);
    });
}

/** The exceptions that are stated in a cluster. */
export function exceptionsOf(cluster: IConstruct): Exception[] {
  return cluster.node
    .findAll()
    .flatMap((construct) => acceptedRisks(construct).map((risk) => ({ ...risk, construct, used: 0 })));
}

function exceptionFor(
  exceptions: readonly Exception[],
  index: ClusterIndex,
  rule: Rule,
  { object }: Finding,
): Exception | undefined {
  if (exceptions.length === 0) return undefined;
  const scopes = new Set((object?.construct ?? index.cluster).node.scopes);
  return exceptions.find((exception) => exception.rule === rule.id && scopes.has(exception.construct));
}

function idle(exceptions: readonly Exception[], rules: readonly Rule[], { today }: CheckOptions): string[] {
  const known = RULES.map(({ id }) => id);
  const asked = new Set(rules.filter(({ group }) => group !== 'dates' || today).map(({ id }) => id));
  return exceptions.flatMap(({ construct, rule, used }) => {
    const where = `${construct.node.path}: the exception from rule "${rule}"`;
    if (!known.includes(rule)) return [`${where} names no rule: the rules are ${list(known)}`];
    if (used > 0 || !asked.has(rule)) return [];
    return [`${where} excuses nothing: take it out`];
  });
}
