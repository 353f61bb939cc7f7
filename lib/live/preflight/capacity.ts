import type { IPodSpec } from '../../../imports/manifest-types';
import type { ClusterFacts, NodePool } from '../../checks/engine/cluster-facts';
import { ClusterIndex } from '../../checks/engine/cluster-index';
import { type KubeObject, kubeObject } from '../../checks/engine/kube-object';
import { UNNAMED_CLUSTER } from '../../checks/engine/unnamed-cluster';
import { type Amount, cpuOf, diskOf, memoryOf, plus, podSize, ZERO } from '../../checks/facts/pod-size';
import { unplaced } from '../../checks/facts/scheduling';
import type { Workload } from '../../checks/facts/workload';
import type { Labels } from '../../kube/labels';
import { formatCpu, formatMemory } from '../../kube/quantity';
import type { Situation } from '../situation';
import type { Finding } from './finding';
import { allOf } from './lists';

interface Node {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly effect: string }[];
  };
  readonly status: { readonly allocatable?: Readonly<Record<string, string>> };
}

interface Pod {
  readonly metadata: { readonly namespace: string; readonly labels?: Labels };
  readonly spec: IPodSpec;
  readonly status: { readonly phase?: string };
}

/** Whether the pods of dist/ have room on the real nodes, beside the pods of others. Pods without a node are not counted. */
export async function askCapacity(situation: Situation): Promise<Finding[]> {
  const finding = (severity: Finding['severity'], message: string): Finding[] => [
    { severity, question: 'capacity', message },
  ];
  const [nodes, pods] = await Promise.all([
    allOf<Node>(situation, '', 'Node'),
    allOf<Pod>(situation, '', 'Pod'),
  ]);
  const problem = nodes.problem ?? pods.problem;
  if (problem !== undefined) return finding('unchecked', problem);
  const usable = nodes.items.filter(isUsable);
  if (usable.length === 0) return finding('error', 'no node accepts pods: add a node, or remove its taints');
  const facts = factsOfFiles(situation);
  const workloads = new ClusterIndex(facts).workloads;
  const index = new ClusterIndex({
    ...facts,
    nodes: usable.map((node) => poolOf(node, othersOn(node, pods.items, workloads))),
  });
  const left = unplaced(index, 'minimum');
  if (left.length === 0) return [];
  const texts = left.slice(0, 4).map(({ count, names, cpu, memory }) => {
    const size = `${formatCpu(cpu)} CPU and ${formatMemory(memory)} memory`;
    return `${count} ${count === 1 ? 'pod' : 'pods'} of ${size} (${names.slice(0, 4).join(', ')})`;
  });
  return finding(
    'error',
    `no node has room for ${texts.join(', and for ')}: add or enlarge nodes, or remove pods of others`,
  );
}

/** Pods of the provider are on the real nodes already. */
function factsOfFiles({ facts, objects }: Situation): ClusterFacts {
  const placed = objects.map(({ json, file }) => ({ json, file, path: file }));
  return { ...facts, objects: placed, copies: [], provider: { ...facts.provider, pods: [] } };
}

function isUsable({ spec: { unschedulable, taints = [] } }: Node): boolean {
  return !unschedulable && !taints.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
}

/** The requests of the pods on a node that are not of dist/, and their number. */
function othersOn(
  { metadata }: Node,
  pods: readonly Pod[],
  workloads: readonly Workload[],
): Amount & { pods: number } {
  const isOwn = (pod: Pod) =>
    workloads.some(
      ({ namespace, labels }) =>
        namespace === pod.metadata.namespace &&
        Object.entries(labels).every(([key, value]) => pod.metadata.labels?.[key] === value),
    );
  const others = pods.filter(
    (pod) =>
      pod.spec.nodeName === metadata.name &&
      pod.status.phase !== 'Succeeded' &&
      pod.status.phase !== 'Failed' &&
      !isOwn(pod),
  );
  const total = others.map(requestsOf).reduce((sum, requests) => plus(sum, requests), ZERO);
  return { ...total, pods: others.length };
}

/** The API server has added the defaults of LimitRanges to a pod that it has admitted. */
const NO_DEFAULTS = new ClusterIndex({ ...UNNAMED_CLUSTER, objects: [] });

function requestsOf({ metadata, spec }: Pod): Amount {
  const object: KubeObject = kubeObject({ json: {}, path: '', file: '' });
  const workload: Workload = {
    object,
    namespace: metadata.namespace,
    labels: {},
    annotations: {},
    pod: spec,
    field: 'spec',
  };
  return podSize(NO_DEFAULTS, workload).requests;
}

function poolOf({ metadata, status }: Node, others: Amount & { pods: number }): NodePool {
  const { cpu, memory, pods = '110', 'ephemeral-storage': disk } = status.allocatable ?? {};
  const bytes = (amount: number) => String(Math.max(0, Math.floor(amount)));
  return {
    name: metadata.name,
    count: 1,
    cpu: `${Math.max(0, cpuOf(cpu) - others.cpu)}m`,
    memory: bytes(memoryOf(memory) - others.memory),
    ...(disk !== undefined && { disk: bytes(diskOf(disk) - others.disk) }),
    pods: Math.max(0, Number(pods) - others.pods),
  };
}
