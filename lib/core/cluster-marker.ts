import type { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import { ClusterBase } from './cluster-base';
import { placeIn, Stage } from './placement';

/** The ConfigMap by which a cluster is recognized. Its key `cluster` has the name of the folder in dist/. */
export const MARKER = { namespace: 'kube-public', name: 'cluster-topology' } as const;

/**
 * The mark of a cluster: the name of the cluster whose folder was applied to it.
 *
 * Every cluster has the namespace `kube-public`, which is for objects about the cluster itself and has no pods. The mark is
 * applied first, and it is immutable: the API server refuses the mark of another cluster.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces
 */
export class ClusterMarker extends k8s.KubeConfigMap {
  constructor(scope: Construct, id: string) {
    const data = { cluster: ClusterBase.of(scope).name };
    super(scope, id, { metadata: { ...MARKER }, data, immutable: true });
    placeIn(this, Stage.namespaces, 'cluster');
  }
}
