import { type ClusterFacts, NO_PROVIDER } from '../../../lib/checks/engine/cluster-facts';
import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import type { ObjectJson } from '../../../lib/checks/engine/kube-object';
import { RULES } from '../../../lib/checks/rules';
import { NETWORK } from '../../support/test-cluster';

/** The rules about what an API server refuses. Other rules know outages that it does not know. */
const API_RULES = ['schema', 'names', 'constraint', 'selector', 'volume', 'limit-range', 'autoscaler'];

/** An error of the checks. */
export interface CheckError {
  readonly rule: string;
  /** The rule, the field and the problem. */
  readonly line: string;
}

/** The errors of these rules about an object that is the only one of its cluster. */
export function errorsOf(json: ObjectJson): CheckError[] {
  const facts: ClusterFacts = {
    name: 'specimens',
    kubernetesVersion: '1.36',
    components: [],
    nodes: [],
    provider: NO_PROVIDER,
    network: NETWORK,
    connections: [],
    expectedSecrets: [],
    acceptedRisks: [],
    objects: [{ json, path: 'specimens', file: 'specimens/50-all.k8s.yaml' }],
    previous: () => undefined,
  };
  const cluster = new ClusterIndex(facts);
  return RULES.filter(({ id }) => API_RULES.includes(id)).flatMap((rule) =>
    [...rule.check(cluster, {})]
      .filter(({ severity }) => severity !== 'warning')
      .map(({ field, problem }) => ({ rule: rule.id, line: `${rule.id}: ${field}: ${problem}` })),
  );
}

/** The errors of an object that its original does not have. */
export function newErrors(original: ObjectJson, json: ObjectJson): CheckError[] {
  const before = new Set(errorsOf(original).map(({ line }) => line));
  return errorsOf(json).filter(({ line }) => !before.has(line));
}
