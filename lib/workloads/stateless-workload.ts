import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/network-isolation';
import type { ManifestFile } from '../core/placement';
import type { Labels } from '../kube/labels';
import { type HardenedPodProps, hardenedPod, spreadOverNodes } from './hardened-pod';

/** What runs in any number of like pods. */
export interface StatelessWorkloadProps extends HardenedPodProps {
  readonly namespace: ClusterNamespace;
  readonly file: ManifestFile;
  readonly replicas: number;
  /**
   * How many pods an autoscaler may make of `replicas` under load. The Deployment then states no number, as an apply
   * would set it back each time.
   *
   * @default no autoscaler
   */
  readonly maxReplicas?: number;
  /** The labels of its pods, which nothing else in the namespace has. @default `app`, with the workload's name */
  readonly labels?: Labels;
  /** Whether a PodDisruptionBudget keeps all but one of its pods. @default with two replicas or more */
  readonly disruptionBudget?: boolean;
}

/** Seconds for which a pod that is asked to stop still serves, until every proxy has heard that it is going. */
const DRAIN_SECONDS = 5;

/**
 * A Deployment of hardened pods on different nodes, of which a rollout starts one more before it stops one, and a
 * PodDisruptionBudget under which a node drains.
 */
export class StatelessWorkload extends Construct {
  /** Its pods, on the ports where they listen: one end of a connection. */
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, props: StatelessWorkloadProps) {
    super(scope, id);
    const { namespace, file, name, replicas, maxReplicas } = props;
    const labels = props.labels ?? { app: name };
    const ports = Object.values(props.ports ?? {}).map((port) => ({ port }));
    this.pods = namespace.pods(labels, ...ports);

    const manifest = k8s.KubeDeployment.manifest({
      metadata: { name, namespace: namespace.name },
      spec: {
        ...(maxReplicas === undefined && { replicas }),
        selector: { matchLabels: { ...labels } },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: {
            maxSurge: k8s.IntOrString.fromNumber(1),
            maxUnavailable: k8s.IntOrString.fromNumber(0),
          },
        },
        template: {
          metadata: { labels: { ...labels } },
          spec: {
            ...hardenedPod(props),
            ...(replicas > 1 && { topologySpreadConstraints: [spreadOverNodes(labels)] }),
          },
        },
      },
    });
    const deployment = new ApiObject(file, `deployment-${namespace.name}-${name}`, manifest);
    if (ports.length > 0) {
      // Newer than the typed objects, which would drop it; unlike a command it needs no program in the image.
      const preStop = { sleep: { seconds: DRAIN_SECONDS } };
      deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/lifecycle', { preStop }));
    }
    if (maxReplicas !== undefined) {
      new k8s.KubeHorizontalPodAutoscalerV2(file, `autoscaler-${namespace.name}-${name}`, {
        metadata: { name, namespace: namespace.name },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          minReplicas: replicas,
          maxReplicas,
          metrics: [
            {
              type: 'Resource',
              resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
            },
          ],
        },
      });
    }
    if (props.disruptionBudget ?? replicas > 1) {
      new k8s.KubePodDisruptionBudget(file, `budget-${namespace.name}-${name}`, {
        metadata: { name, namespace: namespace.name },
        spec: {
          maxUnavailable: k8s.IntOrString.fromNumber(1),
          selector: { matchLabels: { ...labels } },
        },
      });
    }
  }
}
