import type { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import { placeIn, Stage } from './placement';

/** The properties of a priority class. */
export interface PriorityClassProps {
  readonly name: string;
  /**
   * The priority of the pods: -2147483648 to 1000000000. Pods without a class have 0. The cluster autoscaler adds no node
   * for a pod below -10.
   *
   * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md
   */
  readonly value: number;
  /** The pods that have this class, for the users of the cluster. */
  readonly description: string;
  /** Whether a pod that finds no node evicts pods of lower priority. @default true */
  readonly preempts?: boolean;
}

/**
 * A priority class: the order in which pods get a place on the nodes.
 *
 * The pods of a namespace have the class that {@link ClusterBase.addNamespace} receives.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 */
export class PriorityClass extends k8s.KubePriorityClass {
  constructor(scope: Construct, { name, value, description, preempts = true }: PriorityClassProps) {
    super(scope, `priority-class-${name}`, {
      metadata: { name },
      value,
      description,
      ...(!preempts && { preemptionPolicy: 'Never' }),
    });
    placeIn(this, Stage.namespaces, 'priority-classes');
  }
}

/**
 * The class of the pods that must run on every node.
 *
 * It is not `system-node-critical`, which some providers refuse in namespaces other than `kube-system`.
 */
export const NODE_AGENTS: PriorityClassProps = {
  name: 'node-agents',
  value: 1_000_000,
  description:
    'Pods that must run on every node: they are placed before all pods that can run on another node.',
};
