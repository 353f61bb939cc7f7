import { posix } from 'node:path';
import type { IVolume, IVolumeMount } from '../../../imports/manifest-types';
import type { ClusterIndex } from '../engine/cluster-index';
import { objectName } from '../engine/finding';
import { environmentOf, expand } from './environment';
import { keysOf } from './references';
import type { PodContainer } from './workload';

/** A volume mount of a container. */
export interface Mount {
  readonly path: string;
  readonly volume: string;
  /** The objects of the files, as messages name them. */
  readonly sources: readonly string[];
  /** The files below the path, or the path itself as an empty text; undefined if they are not known. */
  readonly files: readonly MountedFile[] | undefined;
  /** The paths of all files of the volume, as messages list them. */
  readonly all: readonly string[];
  /** The part of the volume that is mounted; undefined for all of it. */
  readonly subPath: string | undefined;
  readonly field: string;
}

/** A file of a volume. */
export interface MountedFile {
  readonly path: string;
  /** The permissions, such as 0o644. */
  readonly mode: number;
}

interface Content {
  readonly files: readonly MountedFile[];
  readonly sources: readonly string[];
}

interface Item {
  readonly key?: string;
  readonly path: string;
  readonly mode?: number;
}

/** A selector of the keys of a ConfigMap or a Secret that become files. */
interface Source {
  readonly name?: string;
  readonly secretName?: string;
  readonly items?: readonly Item[];
  readonly optional?: boolean;
}

const DEFAULT_MODE = 0o644;

/**
 * The volume mounts of a container, with the files of those volumes that Kubernetes fills.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath
 */
export function mountsOf(cluster: ClusterIndex, owner: PodContainer): Mount[] {
  const { workload, container, field } = owner;
  const volumes = new Map((workload.pod.volumes ?? []).map((volume) => [volume.name, volume]));
  return (container.volumeMounts ?? []).map((mount, index) => {
    const { name, mountPath } = mount;
    const volume = volumes.get(name);
    const content = volume && contentOf(cluster, workload.namespace, volume);
    const subPath = subPathOf(cluster, owner, mount);
    const isKnown = mount.subPathExpr === undefined || subPath !== undefined;
    return {
      path: posix.resolve('/', mountPath ?? ''),
      volume: name ?? '',
      sources: content?.sources ?? [],
      files: isKnown ? content && below(content.files, subPath) : undefined,
      all: content?.files.map(({ path }) => path) ?? [],
      subPath,
      field: `${field}.volumeMounts[${index}]`,
    };
  });
}

/** The files in a folder of a volume. A file of this path is an empty text. */
function below(files: readonly MountedFile[], subPath: string | undefined): MountedFile[] {
  const folder = posix.normalize(subPath ?? '.').replace(/\/$/, '');
  if (folder === '.') return [...files];
  return files
    .filter(({ path }) => path === folder || path.startsWith(`${folder}/`))
    .map((file) => ({ ...file, path: file.path.slice(folder.length + 1) }));
}

function subPathOf(
  cluster: ClusterIndex,
  owner: PodContainer,
  { subPath, subPathExpr }: IVolumeMount,
): string | undefined {
  if (!subPathExpr) return subPath || undefined;
  const { text, unknown } = expand(subPathExpr, environmentOf(cluster, owner).variables);
  return unknown.length > 0 ? undefined : text;
}

/** The files of a volume; undefined if they are not known. */
function contentOf(
  cluster: ClusterIndex,
  namespace: string,
  { configMap, secret, downwardAPI, projected }: IVolume,
): Content | undefined {
  if (configMap) return fromKeys(cluster, namespace, 'ConfigMap', configMap, configMap.defaultMode);
  if (secret) return fromKeys(cluster, namespace, 'Secret', secret, secret.defaultMode);
  if (downwardAPI) return fromItems(downwardAPI.items ?? [], downwardAPI.defaultMode);
  if (projected === undefined) return undefined;
  const mode = projected.defaultMode;
  const parts = (projected.sources ?? []).map((source) => {
    if (source.configMap) return fromKeys(cluster, namespace, 'ConfigMap', source.configMap, mode);
    if (source.secret) return fromKeys(cluster, namespace, 'Secret', source.secret, mode);
    if (source.downwardAPI) return fromItems(source.downwardAPI.items ?? [], mode);
    const { path } = source.serviceAccountToken ?? {};
    return path === undefined ? undefined : fromItems([{ path }], mode);
  });
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return {
    files: known.flatMap(({ files }) => files),
    sources: known.flatMap(({ sources }) => sources),
  };
}

function fromItems(items: readonly Item[], defaultMode = DEFAULT_MODE): Content {
  const files = items.map(({ path, mode = defaultMode }) => ({ path: posix.normalize(path), mode }));
  return { files, sources: [] };
}

/** The keys of an object as files. Those of an optional object are not known. */
function fromKeys(
  cluster: ClusterIndex,
  namespace: string,
  kind: string,
  { name, secretName, items, optional }: Source,
  defaultMode?: number,
): Content | undefined {
  const target = { kind, namespace, name: name ?? secretName ?? '' };
  const keys = keysOf(cluster, target);
  if (optional || keys === undefined || keys === 'any') return undefined;
  const { files } = fromItems(items ?? keys.map((path) => ({ path })), defaultMode);
  return { files, sources: [objectName(target)] };
}
