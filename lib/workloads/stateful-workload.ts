import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/connection';
import type { Labels } from '../kube/labels';
import { type ConfigFiles, mountConfig } from './config-files';
import { type HardenedPodProps, hardenedPod } from './hardened-pod';

/** A StatefulSet of one pod with one volume. */
export interface StatefulWorkloadProps extends HardenedPodProps {
  readonly namespace: ClusterNamespace;
  /** The name of the Service that gives the pod its DNS name. */
  readonly serviceName: string;
  /** The volume claim. */
  readonly volume: {
    /** The mount path. */
    readonly path: string;
    /** The size, as a quantity such as `20Gi`. */
    readonly size: string;
    /** @default the cluster's default StorageClass */
    readonly storageClass?: string;
    /** A directory of the volume to mount instead of its root. @default the root */
    readonly subPath?: string;
  };
  /** ConfigMaps that are made and mounted. A change of their contents restarts the pod. @default none */
  readonly config?: readonly ConfigFiles[];
  /** Labels of the StatefulSet, in addition to those of the cluster. @default none */
  readonly objectLabels?: Labels;
}

/**
 * A stateful workload: a StatefulSet of one hardened pod with one volume.
 *
 * A rollout stops the old pod before it starts the new one, and draining its node interrupts it. It has no
 * PodDisruptionBudget, because with one pod a budget would block every drain.
 */
export class StatefulWorkload extends Construct {
  /** The pod, on the ports on which it listens: an end of a connection. */
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, props: StatefulWorkloadProps) {
    super(scope, id);
    const { namespace, name, volume, config = [] } = props;
    const labels = { app: name };
    this.pods = namespace.pods(labels, ...Object.values(props.ports ?? {}).map((port) => ({ port })));
    const { mounts, volumes, annotations } = mountConfig(this, namespace, config);
    const manifest = k8s.KubeStatefulSet.manifest({
      metadata: { name, namespace: namespace.name, labels: props.objectLabels },
      spec: {
        replicas: 1,
        serviceName: props.serviceName,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: hardenedPod({
            ...props,
            mounts: [
              { name: 'data', mountPath: volume.path, subPath: volume.subPath },
              ...mounts,
              ...(props.mounts ?? []),
            ],
            volumes: [...volumes, ...(props.volumes ?? [])],
          }),
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              volumeMode: 'Filesystem',
              storageClassName: volume.storageClass,
              resources: { requests: { storage: k8s.Quantity.fromString(volume.size) } },
            },
          },
        ],
      },
    });
    // The manifest would resolve the hash now, before the contents of the files are known.
    if (annotations) manifest.spec.template.metadata.annotations = annotations;
    // The API server adds these fields to the list, and kubectl replaces the list as a whole: without them every apply
    // would report a change.
    const added = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } };
    Object.assign(manifest.spec.volumeClaimTemplates[0], added);
    new ApiObject(this, 'stateful-set', manifest);
  }
}
