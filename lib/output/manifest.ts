import type { IConstruct } from 'constructs';
import { HEADER } from './writer';
import { stringify } from './yaml';

/** A rendered Kubernetes object, and its construct. */
export interface ManifestObject {
  readonly construct: IConstruct;
  readonly json: object;
}

/** A file of dist/ and its objects, not yet converted to YAML. */
export interface Manifest {
  /** The path below dist/, such as `aiworker/00-namespaces.k8s.yaml`. */
  readonly path: string;
  readonly cluster: string;
  /** The objects, in the order in which kubectl applies them. */
  readonly objects: readonly ManifestObject[];
}

/** A file of dist/ that another program reads, not yet converted to YAML. */
interface DocumentFile extends Pick<Manifest, 'path' | 'cluster'> {
  readonly documents: readonly object[];
}

/** A file of dist/ with its content. */
export interface RenderedFile extends Pick<Manifest, 'path' | 'cluster'> {
  /** It may be computed at each access. */
  readonly content: string;
  /** The number of Kubernetes objects; 0 for a file that another program reads. */
  readonly objects: number;
}

/** The file of a manifest. */
export function renderManifest({ path, cluster, objects }: Manifest): RenderedFile {
  const content = HEADER + stringify(objects.map(({ json }) => json));
  return { path, cluster, content, objects: objects.length };
}

/** A file that another program reads, with its YAML documents. */
export function renderDocuments({ path, cluster, documents }: DocumentFile): RenderedFile {
  return { path, cluster, content: HEADER + stringify(documents), objects: 0 };
}
