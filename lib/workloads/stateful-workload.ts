import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/network-isolation';
import type { ManifestFile } from '../core/placement';
import { type HardenedPodProps, hardenedPod } from './hardened-pod';

/** What runs in one pod and keeps what it writes. */
export interface StatefulWorkloadProps extends Omit<HardenedPodProps, 'mounts'> {
  readonly namespace: ClusterNamespace;
  readonly file: ManifestFile;
  /** The Service that gives the pod its name in DNS. */
  readonly serviceName: string;
  /** The volume that it claims of the cluster's default StorageClass. */
  readonly volume: {
    readonly path: string;
    /** As a quantity such as `20Gi`. */
    readonly size: string;
  };
}

/**
 * A StatefulSet of one hardened pod with one volume.
 *
 * A rollout stops the pod before it starts the new one, and a drained node takes it down for that long: it has no
 * PodDisruptionBudget, which with one pod would keep nodes from ever draining.
 */
export class StatefulWorkload extends Construct {
  /** Its pod, on the ports where it listens: one end of a connection. */
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, props: StatefulWorkloadProps) {
    super(scope, id);
    const { namespace, file, name, volume } = props;
    const labels = { app: name };
    this.pods = namespace.pods(labels, ...Object.values(props.ports ?? {}).map((port) => ({ port })));
    const manifest = k8s.KubeStatefulSet.manifest({
      metadata: { name, namespace: namespace.name },
      spec: {
        replicas: 1,
        serviceName: props.serviceName,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: hardenedPod({
            ...props,
            // A folder of the volume, as its root may hold `lost+found`, at which MySQL refuses to start.
            mounts: [{ name: 'data', mountPath: volume.path, subPath: name }],
          }),
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              volumeMode: 'Filesystem',
              resources: { requests: { storage: k8s.Quantity.fromString(volume.size) } },
            },
          },
        ],
      },
    });
    // The API server adds these to the list, which kubectl replaces as a whole: without them every apply would be a change.
    const added = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } };
    const patches = Object.entries(added).map(([key, value]) =>
      JsonPatch.add(`/spec/volumeClaimTemplates/0/${key}`, value),
    );
    new ApiObject(file, `statefulset-${namespace.name}-${name}`, manifest).addJsonPatch(...patches);
  }
}
