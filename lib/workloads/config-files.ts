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

/** The parts of a pod template that mount configuration files. */
export interface MountedConfig {
  readonly mounts: readonly k8s.VolumeMount[];
  readonly volumes: readonly k8s.Volume[];
  /** The hash of all files, computed when the cluster is rendered; undefined if there are none. */
  readonly annotations: Record<string, string> | undefined;
}

/** Makes the ConfigMap of each set of files. @returns the parts of a pod template that mount them */
export function mountConfig(
  scope: Construct,
  namespace: ClusterNamespace,
  config: readonly ConfigFiles[],
): MountedConfig {
  for (const { name, files } of config) {
    new k8s.KubeConfigMap(scope, name, {
      metadata: { name, namespace: namespace.name },
      data: Lazy.any({ produce: files }),
    });
  }
  const hash = () => ({ [CONFIG_HASH]: configHash(config.map(({ files }) => files())) });
  return {
    mounts: config.map(({ name, volumeName = name, mountPath }) => ({
      name: volumeName,
      mountPath,
      readOnly: true,
    })),
    volumes: config.map(({ name, volumeName = name }) => ({ name: volumeName, configMap: { name } })),
    annotations: config.length > 0 ? Lazy.any({ produce: hash }) : undefined,
  };
}

/** The hash of a configuration: 16 hexadecimal digits of the SHA-256 of its JSON. */
export function configHash(config: unknown): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 16);
}
