import type { ClusterIndex } from '../engine/cluster-index';
import { type KubeObject, specOf } from '../engine/kube-object';
import type { Workload } from './workload';

/** A HorizontalPodAutoscaler, as far as rules read it. */
export interface AutoscalerSpec {
  readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind: string; readonly name: string };
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly {
    readonly type: string;
    readonly resource?: { readonly name: string; readonly target?: { readonly type?: string } };
  }[];
}

/** How many pods a workload has. */
export interface Scale {
  /** Without load. */
  readonly min: number;
  /** As far as an autoscaler may go. */
  readonly max: number;
  /** How many more a rollout makes, beside the minimum. */
  readonly surge: number;
  /** One on every node, so that the other figures count per node. */
  readonly perNode: boolean;
}

interface ScaledSpec {
  readonly replicas: number;
  readonly parallelism: number;
  readonly strategy: Strategy;
  readonly updateStrategy: Strategy;
  readonly jobTemplate: { readonly spec?: { readonly parallelism?: number } };
}

interface Strategy {
  readonly type?: string;
  readonly rollingUpdate?: { readonly maxSurge?: number | string };
}

/** The autoscalers of a cluster, by the workload that each steers. */
export function autoscalersOf(cluster: ClusterIndex): Map<KubeObject, KubeObject> {
  const found = new Map<KubeObject, KubeObject>();
  for (const autoscaler of cluster.ofKind('HorizontalPodAutoscaler')) {
    const { scaleTargetRef } = specOf<AutoscalerSpec>(autoscaler);
    const target =
      scaleTargetRef && cluster.find(scaleTargetRef.kind, autoscaler.namespace, scaleTargetRef.name);
    if (target) found.set(target, autoscaler);
  }
  return found;
}

/** How many pods a workload has, with its autoscaler if it has one; what only serves as a pattern has none. */
export function scaleOf({ object }: Workload, autoscaler: KubeObject | undefined): Scale {
  const spec = specOf<ScaledSpec>(object);
  const fixed = (count: number, surge = 0): Scale => ({ min: count, max: count, surge, perNode: false });
  switch (object.kind) {
    case 'Deployment': {
      const { minReplicas = 1, maxReplicas } = autoscaler ? specOf<AutoscalerSpec>(autoscaler) : {};
      const min = maxReplicas === undefined ? (spec.replicas ?? 1) : minReplicas;
      return {
        min,
        max: maxReplicas ?? min,
        surge: min === 0 ? 0 : surgeOf(spec.strategy, min),
        perNode: false,
      };
    }
    case 'StatefulSet':
    case 'ReplicaSet':
      return fixed(spec.replicas ?? 1);
    case 'DaemonSet':
      return { min: 1, max: 1, surge: 0, perNode: true };
    case 'Job':
      return fixed(spec.parallelism ?? 1);
    case 'CronJob':
      return fixed(spec.jobTemplate?.spec?.parallelism ?? 1);
    case 'Pod':
      return fixed(1);
    default:
      return fixed(0);
  }
}

function surgeOf(strategy: Strategy | undefined, replicas: number): number {
  if (strategy?.type === 'Recreate') return 0;
  const surge = strategy?.rollingUpdate?.maxSurge ?? '25%';
  if (typeof surge === 'number') return surge;
  return Math.ceil((replicas * Number.parseFloat(surge)) / 100);
}
