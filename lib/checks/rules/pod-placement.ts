import type { IPodAffinityTerm } from '../../../imports/manifest-types';
import { HOSTNAME, type LabelSelector, selects } from '../../kube/labels';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list, objectName } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { type Entry, Ledger } from '../facts/ledger';
import { maxNodes, poolsFor } from '../facts/node-labels';
import { stopsFirst } from '../facts/rollout';
import type { Workload } from '../facts/workload';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const EVERY_ADDRESS = ['', '0.0.0.0'];

/** A port of the node that a pod uses. */
interface HostPort {
  readonly entry: Entry;
  readonly field: string;
  readonly port: number;
  readonly protocol: string;
  /** Empty for every address of the node. */
  readonly address: string;
}

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity */
export const podPlacement: Rule = {
  id: 'pod-placement',
  group: 'capacity',
  title:
    'There are enough nodes for pods that use the same host port or refuse to share a node, also during a rollout, and a required pod affinity matches pods.',
  protects: 'Pods stay `Pending`, or a rollout never ends, although the nodes have room.',
  *check(cluster): Iterable<Finding> {
    yield* hostPortProblems(cluster);
    for (const entry of Ledger.of(cluster).entries) {
      const { workload } = entry;
      const { podAffinity, podAntiAffinity } = workload.pod.affinity ?? {};
      const at = `${workload.field}.affinity`;
      for (const [index, term] of (podAffinity?.[REQUIRED] ?? []).entries()) {
        const field = `${at}.podAffinity.${REQUIRED}[${index}].labelSelector`;
        const problem = 'the selector matches no pods: correct the labels, or remove the affinity';
        if (!mayMatchPods(cluster, workload, term))
          yield { object: workload.object, field, value: term.labelSelector, problem };
      }
      for (const [index, term] of (podAntiAffinity?.[REQUIRED] ?? []).entries()) {
        const field = `${at}.podAntiAffinity.${REQUIRED}[${index}]`;
        if (isAgainstItself(workload, term)) yield* spreadProblems(cluster, entry, term, field);
      }
    }
  },
};

/** Whether a required pod affinity matches pods of this program, or may match others. */
function mayMatchPods(cluster: ClusterIndex, workload: Workload, term: IPodAffinityTerm): boolean {
  const { labelSelector, namespaces = [], namespaceSelector } = term;
  if (labelSelector === undefined) return false;
  const isEverywhere = namespaceSelector && Object.keys(namespaceSelector).length === 0;
  const selected = namespaceSelector ? cluster.namespacesWith(namespaceSelector as LabelSelector) : [];
  const own = namespaces.length === 0 && namespaceSelector === undefined ? [workload.namespace] : [];
  const names = [...own, ...namespaces, ...selected];
  if (isEverywhere || names.some((name) => cluster.isForeign(name))) return true;
  return names.some((name) => cluster.selected(name, labelSelector as LabelSelector).length > 0);
}

/** Whether an anti-affinity keeps the pods of a workload on different nodes. */
function isAgainstItself({ labels, namespace }: Workload, term: IPodAffinityTerm): boolean {
  const { labelSelector, topologyKey, namespaces, namespaceSelector } = term;
  if (topologyKey !== HOSTNAME || labelSelector === undefined || namespaceSelector) return false;
  return (
    (!namespaces?.length || namespaces.includes(namespace)) && selects(labelSelector as LabelSelector, labels)
  );
}

function* spreadProblems(
  cluster: ClusterIndex,
  entry: Entry,
  { matchLabelKeys }: IPodAffinityTerm & { readonly matchLabelKeys?: readonly string[] },
  field: string,
): Iterable<Finding> {
  const { object, pod } = entry.workload;
  const nodes = maxNodes(poolsFor(pod, cluster.facts.nodes));
  if (nodes === 0 || entry.scale.perNode) return;
  const needed = entry.scale.min + (matchLabelKeys?.length ? 0 : surgeOf(entry));
  if (needed > nodes) {
    const problem = `${needed} pods need a node each${during(entry, needed)}, and there are at most ${nodes}: add nodes, lower the replicas or maxSurge, or prefer the anti-affinity`;
    yield { object, field, problem };
  } else if (entry.scale.max > nodes) {
    const problem = `at the autoscaler's maximum, ${entry.scale.max} pods need a node each, and there are at most ${nodes}: decide whether to allow more nodes or to lower maxReplicas`;
    yield { object, field, problem, severity: 'warning' };
  }
}

/** The pods that a rollout starts beside all old ones. If it stops old ones first, their nodes become free. */
function surgeOf({ workload: { object }, scale }: Entry): number {
  if (object.kind !== 'Deployment' || scale.min === 0) return 0;
  return stopsFirst(object as KubeObject<'Deployment'>, scale.min) ? 0 : Math.min(1, scale.surge);
}

function during({ scale }: Entry, needed: number): string {
  return needed > scale.min ? ' during a rollout' : '';
}

function* hostPortProblems(cluster: ClusterIndex): Iterable<Finding> {
  const { nodes } = cluster.facts;
  const ports = Ledger.of(cluster).entries.flatMap(hostPorts);
  for (const group of groupBy(ports, ({ port, protocol }) => `${port}/${protocol}`).values()) {
    const addresses = new Set(group.map(({ address }) => address));
    for (const address of addresses.size > 1 ? [...addresses].filter((it) => it !== '') : addresses) {
      const rivals = group.filter((it) => it.address === address || it.address === '');
      const pods = [...new Map([...rivals].reverse().map((it) => [it.entry, it])).values()].reverse();
      const [twice] = rivals.filter((it) => !pods.includes(it));
      if (twice) {
        const problem = 'the pod uses this port of its node twice: use another port';
        yield { object: twice.entry.workload.object, field: twice.field, value: twice.port, problem };
      }
      const pools = new Map(pods.map(({ entry }) => [entry, poolsFor(entry.workload.pod, nodes)]));
      const available = maxNodes([...new Set([...pools.values()].flat())]);
      const needed = pods.reduce((sum, { entry }) => {
        const { scale } = entry;
        return sum + (scale.perNode ? maxNodes(pools.get(entry) ?? []) : scale.min + surgeOf(entry));
      }, 0);
      const last = pods.at(-1);
      if (last === undefined || available === 0 || needed <= available) continue;
      const { object } = last.entry.workload;
      const others = list(pods.slice(0, -1).map(({ entry }) => objectName(entry.workload.object)));
      const shared = others === '' ? '' : `, which ${others} ${pods.length > 2 ? 'use' : 'uses'} too`;
      const problem = `${needed} pods need this port of a node each${shared}, and there are at most ${available} nodes: use another port, or fewer pods`;
      yield { object, field: last.field, value: last.port, problem };
    }
  }
}

/** The host ports of a workload whose pods run all the time. On the host network, every container port is one. */
function hostPorts(entry: Entry): HostPort[] {
  const { object, pod, field } = entry.workload;
  if (['Job', 'CronJob', 'PodTemplate'].includes(object.kind) || entry.scale.min === 0) return [];
  return pod.containers.flatMap(({ ports = [] }, container) =>
    ports.flatMap(({ containerPort, hostPort, hostIP = '', protocol = 'TCP' }, index) => {
      const port = hostPort ?? (pod.hostNetwork ? containerPort : undefined);
      if (port === undefined) return [];
      const at = `${field}.containers[${container}].ports[${index}].${hostPort ? 'hostPort' : 'containerPort'}`;
      return [{ entry, field: at, port, protocol, address: EVERY_ADDRESS.includes(hostIP) ? '' : hostIP }];
    }),
  );
}
