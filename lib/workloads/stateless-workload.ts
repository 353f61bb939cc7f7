import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/connection';
import { REASONS } from '../core/reasons';
import type { Labels } from '../kube/labels';
import { type HardenedPodProps, hardenedPod, spreadOverNodes } from './hardened-pod';

/** A HorizontalPodAutoscaler. The number of replicas of the workload is its minimum. */
export interface Autoscaler {
  readonly maxReplicas: number;
  /** @default the name of the workload */
  readonly name?: string;
  /** The target CPU utilization, in percent of the requests. @default 70 */
  readonly cpuPercent?: number;
  /** The target memory utilization, in percent of the requests. @default memory is not measured */
  readonly memoryPercent?: number;
}

/** The limits of a rollout. */
export interface Rollout {
  /** The maximum number of pods in addition to the replicas. */
  readonly maxSurge: number;
  /** The maximum number of unavailable pods, or a percentage of the replicas such as `20%`. */
  readonly maxUnavailable: number | string;
}

/** A PodDisruptionBudget that differs from the default, with the reason. */
export interface DisruptionBudget {
  /** The maximum number of evicted pods, or a percentage of the replicas such as `100%`. */
  readonly maxUnavailable: number | string;
  /** The reason, as a clause. An annotation of the budget states it. */
  readonly because: string;
}

/** A Deployment of identical pods. */
export interface StatelessWorkloadProps extends Omit<HardenedPodProps, 'name'> {
  /** A namespace of this cluster, or the guests of a namespace that another program makes. */
  readonly namespace: Pick<ClusterNamespace, 'name' | 'pods' | 'priorityClass'>;
  /** The name of the Deployment. */
  readonly name: string;
  /** The name of the container. @default name */
  readonly containerName?: string;
  readonly replicas: number;
  /** The Deployment of an autoscaled workload states no replicas: an apply would reset them. @default none */
  readonly autoscaler?: Autoscaler;
  /** The labels of the pods; no other pod of the namespace may have them. @default `app`, with the name */
  readonly labels?: Labels;
  /** Labels of the Deployment and of the autoscaler, in addition to those of the cluster. @default none */
  readonly objectLabels?: Labels;
  /** Annotations of the pods. @default none */
  readonly podAnnotations?: Labels;
  /**
   * The limits of a rollout. `'recreate'` stops all old pods before it starts new ones. `'unset'` omits the strategy, for
   * Kubernetes' default: both limits are a quarter of the replicas.
   *
   * @default one additional pod, and none unavailable
   */
  readonly rollout?: Rollout | 'recreate' | 'unset';
  /**
   * The number of seconds without progress after which a rollout counts as failed. It continues nevertheless.
   *
   * @default Kubernetes' default, 600
   */
  readonly progressDeadlineSeconds?: number;
  /**
   * Whether the pods run on different nodes; `'preferred'` lets them share a node when no other one has room.
   *
   * @default true for two replicas or more
   */
  readonly spread?: boolean | 'preferred';
  /** The number of seconds for which a terminating pod still serves. @default 5 if it has ports, otherwise 0 */
  readonly drainSeconds?: number;
  /** The PodDisruptionBudget; `true` allows one pod at a time to be evicted. @default true for two replicas or more */
  readonly disruptionBudget?: boolean | DisruptionBudget;
}

/**
 * A stateless workload: a Deployment of hardened pods on different nodes, with a PodDisruptionBudget that allows nodes to
 * be drained, and optionally an autoscaler.
 *
 * Terminating pods serve for a few more seconds, until every proxy has removed them from its endpoints.
 */
export class StatelessWorkload extends Construct {
  /** The pods, on the ports on which they listen: an end of a connection. */
  readonly pods: PodGroup;

  /** @throws Error if the number of replicas is less than 1 or exceeds the autoscaler's maximum */
  constructor(scope: Construct, id: string, props: StatelessWorkloadProps) {
    super(scope, id);
    const { namespace, name, replicas, autoscaler } = props;
    const { maxReplicas = replicas } = autoscaler ?? {};
    if (replicas < 1 || replicas > maxReplicas) {
      throw new Error(
        `workload "${name}": ${replicas} to ${maxReplicas} replicas is not a valid range: state a minimum of at least 1 and a maximum of at least the minimum`,
      );
    }
    const labels = props.labels ?? { app: name };
    const ports = Object.values(props.ports ?? {}).map((port) => ({ port }));
    this.pods = namespace.pods(labels, ...ports);
    this.addDeployment(props, labels);
    if (autoscaler) this.addAutoscaler(props, autoscaler);
    const budget = props.disruptionBudget ?? replicas > 1;
    if (budget) this.addDisruptionBudget(props, labels, budget === true ? undefined : budget);
  }

  private addDeployment(props: StatelessWorkloadProps, labels: Labels): void {
    const { namespace, name, replicas } = props;
    const manifest = k8s.KubeDeployment.manifest({
      metadata: { name, namespace: namespace.name, labels: props.objectLabels },
      spec: {
        ...(!props.autoscaler && { replicas }),
        selector: { matchLabels: { ...labels } },
        strategy: strategy(props.rollout),
        progressDeadlineSeconds: props.progressDeadlineSeconds,
        template: {
          metadata: { labels: { ...labels }, annotations: props.podAnnotations },
          spec: {
            ...hardenedPod({ ...props, name: props.containerName ?? name }),
            ...((props.spread ?? replicas > 1) && {
              topologySpreadConstraints: [spreadOverNodes(labels, props.spread !== 'preferred')],
            }),
          },
        },
      },
    });
    const drainSeconds = props.drainSeconds ?? (props.ports ? 5 : 0);
    // The typed objects would drop `sleep`, which is newer. Unlike a command, it needs no program in the image.
    const preStop = { sleep: { seconds: drainSeconds } };
    if (drainSeconds > 0) manifest.spec.template.spec.containers[0].lifecycle = { preStop };
    new ApiObject(this, 'deployment', manifest);
  }

  private addDisruptionBudget(
    { namespace, name }: StatelessWorkloadProps,
    labels: Labels,
    budget: DisruptionBudget | undefined,
  ): void {
    const annotations = budget && { [REASONS]: `maxUnavailable: ${budget.because}\n` };
    new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
      metadata: { name, namespace: namespace.name, annotations },
      spec: {
        maxUnavailable: intOrString(budget?.maxUnavailable ?? 1),
        selector: { matchLabels: { ...labels } },
      },
    });
  }

  private addAutoscaler(props: StatelessWorkloadProps, autoscaler: Autoscaler): void {
    const { namespace, name, replicas, objectLabels } = props;
    const { cpuPercent = 70, memoryPercent } = autoscaler;
    new k8s.KubeHorizontalPodAutoscalerV2(this, 'autoscaler', {
      metadata: { name: autoscaler.name ?? name, namespace: namespace.name, labels: objectLabels },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas: replicas,
        maxReplicas: autoscaler.maxReplicas,
        metrics: [
          utilization('cpu', cpuPercent),
          ...(memoryPercent === undefined ? [] : [utilization('memory', memoryPercent)]),
        ],
      },
    });
  }
}

function strategy(rollout: StatelessWorkloadProps['rollout']): k8s.DeploymentStrategy | undefined {
  if (rollout === 'unset') return undefined;
  if (rollout === 'recreate') return { type: 'Recreate' };
  const { maxSurge, maxUnavailable } = rollout ?? { maxSurge: 1, maxUnavailable: 0 };
  return {
    type: 'RollingUpdate',
    rollingUpdate: {
      maxSurge: k8s.IntOrString.fromNumber(maxSurge),
      maxUnavailable: intOrString(maxUnavailable),
    },
  };
}

function intOrString(value: number | string): k8s.IntOrString {
  return typeof value === 'number' ? k8s.IntOrString.fromNumber(value) : k8s.IntOrString.fromString(value);
}

function utilization(name: string, averageUtilization: number): k8s.MetricSpecV2 {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
}
