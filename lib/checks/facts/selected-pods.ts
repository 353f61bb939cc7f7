import { HTTP01_SOLVER } from '../../kube/cert-manager';
import { type LabelSelector, type Labels, selects } from '../../kube/labels';
import type { ConnectionEnd } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import { gatewayPods } from './gateways';
import { installedPods } from './platform-pods';
import { namespacesOf } from './traffic';

/**
 * Labels that controllers set on pods while the cluster runs: no pod template has them.
 *
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
const SET_LATER: ReadonlySet<string> = new Set([
  ...Object.keys(HTTP01_SOLVER.labels),
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]);

/**
 * The labels of the pods of a namespace: of pod templates, of components that a person installs, and of the pods that
 * controllers create for Gateways.
 */
export function podLabelsIn(cluster: ClusterIndex, namespace: string): readonly Labels[] {
  const others = [...installedPods(cluster), ...gatewayPods(cluster).values()];
  const own = others.filter((pod) => pod.namespace === namespace);
  return [...cluster.workloadsIn(namespace), ...own].map(({ labels }) => labels);
}

/**
 * Whether a selector matches no pods of some namespaces, although their pods are known. Other software creates the pods
 * of a foreign namespace, and of one without pod templates. In a cluster that is not known, only the pods of a namespace
 * that is among the objects are.
 */
export function matchesNoPods(
  cluster: ClusterIndex,
  namespaces: readonly string[],
  selector: LabelSelector,
): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const keys = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
  if (keys.length === 0 || keys.some((key) => SET_LATER.has(key))) return false;
  const isOpen = (name: string) =>
    cluster.isForeign(name) || (cluster.mayHave('Namespace') && !cluster.namespaceLabels(name));
  if (namespaces.some(isOpen)) return false;
  const matches = (name: string) => podLabelsIn(cluster, name).some((labels) => selects(selector, labels));
  const hasPods = namespaces.some((name) => cluster.workloadsIn(name).length > 0);
  return hasPods && !namespaces.some(matches);
}

/** Whether the labels of an end of a declared connection match no pods. The rule `connection-ends` reports it. */
export function isUnmatched(cluster: ClusterIndex, end: ConnectionEnd): boolean {
  return matchesNoPods(cluster, namespacesOf(cluster, end), { matchLabels: end.podLabels });
}
