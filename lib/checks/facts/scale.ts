import { share } from '../../kube/int-or-percent';
import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import type { Workload } from './workload';

/** The number of pods of a workload. */
export interface Scale {
  /** The number without load. */
  readonly min: number;
  /** The number up to which an autoscaler may go. */
  readonly max: number;
  /** The number of additional pods during a rollout. */
  readonly surge: number;
  /** The number of old pods that may still be terminating when a rollout has started all new pods. */
  readonly terminating: number;
  /** Whether the other figures count for each node. */
  readonly perNode: boolean;
}

/** The fields of workloads that determine the number of their pods. */
interface ScaledSpec {
  readonly replicas?: number;
  readonly parallelism?: number;
  readonly strategy?: Strategy;
  readonly jobTemplate?: { readonly spec?: { readonly parallelism?: number } };
}

interface Strategy {
  readonly type?: string;
  readonly rollingUpdate?: { readonly maxSurge?: number | string };
}

type Autoscaler = KubeObject<'HorizontalPodAutoscaler'>;

/** The workload that an autoscaler scales; undefined if it does not exist. */
export function scaleTarget(cluster: ClusterIndex, { namespace, spec }: Autoscaler): KubeObject | undefined {
  return spec.scaleTargetRef && cluster.find({ ...spec.scaleTargetRef, namespace });
}

const autoscalers = perCluster((cluster) => {
  return new Map(
    cluster.ofKind('HorizontalPodAutoscaler').map((object) => [scaleTarget(cluster, object), object]),
  );
});

/** The replicas that a workload states; undefined if it states none. */
export function replicasOf({ spec }: KubeObject): number | undefined {
  return (spec as ScaledSpec).replicas;
}

/** The number of pods of a workload, with its autoscaler. A PodTemplate has no pods. */
export function scaleOf(cluster: ClusterIndex, { object }: Workload): Scale {
  const { replicas = 1, parallelism = 1, strategy, jobTemplate } = object.spec as ScaledSpec;
  const fixed = (count: number): Scale => ({
    min: count,
    max: count,
    surge: 0,
    terminating: 0,
    perNode: false,
  });
  switch (object.kind) {
    case 'Deployment': {
      const { minReplicas = 1, maxReplicas } = autoscalers(cluster).get(object)?.spec ?? {};
      const min = maxReplicas === undefined ? replicas : minReplicas;
      const terminating = strategy?.type === 'Recreate' ? 0 : min;
      return { min, max: maxReplicas ?? min, surge: surgeOf(strategy, min), terminating, perNode: false };
    }
    case 'StatefulSet':
    case 'ReplicaSet':
      return fixed(replicas);
    case 'DaemonSet':
      return { ...fixed(1), perNode: true };
    case 'Job':
      return fixed(parallelism);
    case 'CronJob':
      return fixed(jobTemplate?.spec?.parallelism ?? 1);
    case 'Pod':
      return fixed(1);
    default:
      return fixed(0);
  }
}

function surgeOf(strategy: Strategy | undefined, replicas: number): number {
  if (replicas === 0 || strategy?.type === 'Recreate') return 0;
  const surge = strategy?.rollingUpdate?.maxSurge ?? '25%';
  return share(surge, replicas);
}
