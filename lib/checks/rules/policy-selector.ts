import type { INetworkPolicyPeer } from '../../../imports/manifest-types';
import { canonicalJson } from '../../kube/canonical-json';
import { type LabelSelector, type Labels, NAMESPACE_NAME, selects } from '../../kube/labels';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list, orUse } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import { perCluster } from '../engine/per-cluster';
import type { Rule } from '../engine/rule';
import { isUnmatched, matchesNoPods, podLabelsIn } from '../facts/selected-pods';

export const policySelector: Rule = {
  id: 'policy-selector',
  group: 'isolation',
  title:
    'The selectors of every NetworkPolicy match namespaces and pods of the cluster. Labels that are only set while the cluster runs, pods of other software, and namespaces of a declared connection are accepted.',
  protects: 'A misspelt label opens nothing, or leaves the pods closed that the policy was written for.',
  *check(cluster): Iterable<Finding> {
    const problems = new Map<string, string | undefined>();
    for (const object of cluster.ofKind('NetworkPolicy')) {
      const { namespace = 'default', spec } = object;
      const { podSelector = {}, ingress = [], egress = [] } = spec;
      const problem = podProblem(cluster, [namespace], podSelector as LabelSelector);
      if (problem) yield { object, field: 'spec.podSelector', problem };
      const peers = [
        ...ingress.map(({ from = [] }, index) => ({ peers: from, field: `spec.ingress[${index}].from` })),
        ...egress.map(({ to = [] }, index) => ({ peers: to, field: `spec.egress[${index}].to` })),
      ].flatMap(({ peers, field }) => peers.map((peer, index) => ({ peer, field: `${field}[${index}]` })));
      for (const { peer, field } of peers) {
        // Previews repeat the same peers thousands of times.
        const key = peer.namespaceSelector ? JSON.stringify(peer) : JSON.stringify([namespace, peer]);
        if (!problems.has(key)) problems.set(key, peerProblem(cluster, namespace, peer));
        const problem = problems.get(key);
        if (problem) yield { object, field, problem };
      }
    }
  },
};

function peerProblem(cluster: ClusterIndex, own: string, peer: INetworkPolicyPeer): string | undefined {
  const { podSelector = {}, namespaceSelector } = peer;
  if (namespaceSelector === undefined) return podProblem(cluster, [own], podSelector as LabelSelector);
  const selector = namespaceSelector as LabelSelector;
  const namespaces = candidates(cluster, selector).filter(({ labels }) => selects(selector, labels));
  if (namespaces.length > 0)
    return podProblem(
      cluster,
      namespaces.map(({ name }) => name),
      podSelector as LabelSelector,
    );
  if (mayExistLater(cluster, selector)) return undefined;
  const known = labelledNamespaces(cluster).map(({ labels }) => labels);
  const label = missingLabel(selector, known);
  const names = label.startsWith(`${NAMESPACE_NAME}=`) ? cluster.names('Namespace', undefined) : [];
  return `no namespace matches ${label}: correct it${orUse(names)}`;
}

function podProblem(
  cluster: ClusterIndex,
  namespaces: readonly string[],
  selector: LabelSelector,
): string | undefined {
  if (!matchesNoPods(cluster, namespaces, selector)) return undefined;
  if (reportedLabels(cluster).has(keyOf(selector.matchLabels ?? {}))) return undefined;
  const label = missingLabel(
    selector,
    namespaces.flatMap((name) => podLabelsIn(cluster, name)),
  );
  const names = namespaces.flatMap((name) => cluster.workloadsIn(name).map(({ object }) => object.name));
  return `no pod template in ${list(namespaces)} matches ${label}: use the labels of one of ${list(names)}`;
}

/** The labels that the rule `connection-ends` reports: a policy repeats them. */
const reportedLabels = perCluster((cluster): ReadonlySet<string> => {
  const ends = cluster.facts.connections.flatMap(({ from, to }) => [from, to]);
  return new Set(ends.filter((end) => isUnmatched(cluster, end)).map(({ podLabels }) => keyOf(podLabels)));
});

/** All namespaces with the labels that are known of them: of a foreign one, only its name. */
const labelledNamespaces = perCluster((cluster) => {
  const own = cluster.names('Namespace', undefined);
  const labelsOf = (name: string): Labels => ({ ...cluster.namespaceLabels(name), [NAMESPACE_NAME]: name });
  return [...own, ...cluster.foreignNamespaces(), 'default'].map((name) => ({
    name,
    labels: labelsOf(name),
  }));
});

const namespacesByName = perCluster((cluster) => groupBy(labelledNamespaces(cluster), ({ name }) => name));

/** The namespaces that a selector may match: most selectors name one, and a cluster may have thousands. */
function candidates(cluster: ClusterIndex, { matchLabels }: LabelSelector) {
  const name = matchLabels?.[NAMESPACE_NAME];
  return name === undefined ? labelledNamespaces(cluster) : (namespacesByName(cluster).get(name) ?? []);
}

/** The selectors of the groups of namespaces in declared connections: the namespaces may be created while the cluster runs. */
const declaredGroups = perCluster((cluster): ReadonlySet<string> => {
  const ends = cluster.facts.connections.flatMap(({ from, to }) => [from, to]);
  return new Set(ends.map(({ namespaces }) => keyOf(namespaces.selector)));
});

/** Whether namespaces of other software, or those of a declared group, may have the labels. */
function mayExistLater(cluster: ClusterIndex, selector: LabelSelector): boolean {
  if (cluster.mayHave('Namespace')) return true;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const keys = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
  if (keys.includes(NAMESPACE_NAME)) return false;
  const known = new Set(labelledNamespaces(cluster).flatMap(({ labels }) => Object.keys(labels)));
  const isForeign = keys.some((key) => key.includes('/') && !known.has(key));
  return isForeign || declaredGroups(cluster).has(keyOf(selector));
}

/** The first label of a selector that none of some objects has, or the whole selector. */
function missingLabel(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  all: readonly Labels[],
): string {
  const conditions = [
    ...Object.entries(matchLabels).map(([key, value]) => ({
      text: `${key}=${value}`,
      selector: { matchLabels: { [key]: value } },
    })),
    ...matchExpressions.map((expression) => ({
      text: [expression.key, expression.operator, expression.values?.join(', ')].filter(Boolean).join(' '),
      selector: { matchExpressions: [expression] },
    })),
  ];
  const missing = conditions.filter(({ selector }) => !all.some((labels) => selects(selector, labels)));
  return (missing.length > 0 ? missing.slice(0, 1) : conditions).map(({ text }) => text).join(' and ');
}

/** Labels or a selector as a map key: an object may state labels in another order than a declared connection. */
function keyOf(value: object = {}): string {
  return canonicalJson(value);
}
