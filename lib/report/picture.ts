import type { ClusterIndex } from '../checks/engine/cluster-index';
import { isPreview } from '../checks/facts/previews';
import { type Capacity, capacityOf } from './changes/capacity';
import { type Connection, connectionsWith } from './changes/connections';
import { type ConnectedEnd, connectedEndsOf } from './changes/ends';
import { findingsOf, type ReportedFinding } from './changes/findings';
import { type Host, hostsOf } from './changes/hosts';
import { type ContainerImage, imagesOf } from './changes/images';
import { type Permission, permissionsOf } from './changes/permissions';

/** One state of a cluster as plain data. Previews of one shape are described once, with `*` for their id. */
export interface ClusterPicture {
  readonly namespaces: readonly string[];
  /** The number of objects besides those of previews. */
  readonly objects: number;
  readonly previews: number;
  /** The ends of the connections. */
  readonly ends: readonly ConnectedEnd[];
  readonly connections: readonly Connection[];
  readonly hosts: readonly Host[];
  readonly permissions: readonly Permission[];
  readonly images: readonly ContainerImage[];
  readonly capacity: Capacity;
  readonly findings: readonly ReportedFinding[];
}

/**
 * The picture of a cluster.
 *
 * @param other the state with which it is compared: its addresses are among the ends of the connections
 */
export function pictureOf(cluster: ClusterIndex, other?: ClusterIndex): ClusterPicture {
  const previews = new Set(
    cluster.ofKind('Namespace').flatMap(({ name, labels }) => (isPreview(labels) ? [name] : [])),
  );
  const copies = cluster.facts.copies ?? [];
  const namespaces = cluster.names('Namespace', undefined).filter((name) => !previews.has(name));
  const objects = cluster.objects.filter(
    ({ kind, name, namespace }) => !previews.has((kind === 'Namespace' ? name : namespace) ?? ''),
  );
  return {
    namespaces,
    objects: objects.length,
    previews: previews.size + copies.length,
    ends: connectedEndsOf(cluster),
    connections: connectionsWith(cluster, other),
    hosts: [...hostsOf(cluster).values()],
    permissions: [...permissionsOf(cluster).values()],
    images: [...imagesOf(cluster).values()],
    capacity: capacityOf(cluster),
    findings: findingsOf(cluster),
  };
}
