import { createHash } from 'node:crypto';
import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';

/** The pod annotation with the hash of the configuration: a changed configuration starts new pods. */
export const CONFIG_HASH = 'cluster-topology/config-sha256';

/** A ConfigMap of files, and the directory where a container mounts it. */
export interface ConfigFiles {
  /** The name of the ConfigMap. */
  readonly name: string;
  readonly mountPath: string;
  /** The name of the volume in the pod. @default name */
  readonly volumeName?: string;
  /** The files by name. The function is called when the cluster is rendered: contents can be declared until then. */
  readonly files: () => Readonly<Record<string, string>>;
}

/** Makes the ConfigMap of each set of files. */
export function addConfigMaps(
  scope: Construct,
  namespace: ClusterNamespace,
  config: readonly ConfigFiles[],
): void {
  for (const { name, files } of config) {
    new k8s.KubeConfigMap(scope, name, {
      metadata: { name, namespace: namespace.name },
      data: Lazy.any({ produce: files }),
    });
  }
}

/** The mounts and volumes of configuration files in a pod. */
export function configVolumes(config: readonly ConfigFiles[]): {
  mounts: k8s.VolumeMount[];
  volumes: k8s.Volume[];
} {
  return {
    mounts: config.map(({ name, volumeName = name, mountPath }) => ({
      name: volumeName,
      mountPath,
      readOnly: true,
    })),
    volumes: config.map(({ name, volumeName = name }) => ({ name: volumeName, configMap: { name } })),
  };
}

/** The annotations of a pod template with the hash of its configuration, computed when the cluster is rendered. */
export function configAnnotations(config: readonly ConfigFiles[]): Record<string, string> {
  return Lazy.any({ produce: () => ({ [CONFIG_HASH]: configHash(config.map(({ files }) => files())) }) });
}

/** The hash of a configuration: 16 hexadecimal digits of the SHA-256 of its JSON. */
export function configHash(config: unknown): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 16);
}
