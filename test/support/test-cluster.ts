import type { Network } from '../../lib/checks/engine/cluster-facts';
import { ClusterBase } from '../../lib/core/cluster-base';
import { placeIn, Stage } from '../../lib/core/placement';
import { TopologyApp } from '../../lib/core/topology-app';
import { jsonOf } from './manifests';

/** A network that enforces policies, for tests to which the network does not matter. */
export const NETWORK: Network = {
  policyEngine: 'calico',
  podCidr: '10.244.0.0/16',
  serviceCidr: '10.96.0.0/12',
  nodeCidrs: ['10.0.0.0/16'],
  apiServer: { cidrs: ['10.0.0.10/32'], port: 6443 },
};

/** An empty cluster in a separate app. Objects of constructs that state no file are placed in `50-test`. */
export class TestCluster extends ClusterBase {
  readonly app: TopologyApp;

  constructor(network: Partial<Network> = {}, name = 'test') {
    const app = new TopologyApp();
    super(app, name, { network: { ...NETWORK, ...network }, nodes: [], kubernetesVersion: '1.36' });
    this.app = app;
    placeIn(this, Stage.workloads, 'test');
  }

  /** Every object of the cluster, in the order in which it is applied. */
  objects(): Manifest[] {
    return jsonOf(this.app).flatMap(({ json }) => json as Manifest[]);
  }

  /** The objects of a kind. */
  ofKind(kind: string): Manifest[] {
    return this.objects().filter((object) => object.kind === kind);
  }

  /** The one object of a kind and name. @throws Error if there is none, or more than one */
  find(kind: string, name: string, namespace?: string): Manifest {
    const found = this.ofKind(kind).filter(
      ({ metadata }) =>
        metadata.name === name && (namespace === undefined || metadata.namespace === namespace),
    );
    if (found.length === 1 && found[0]) return found[0];
    throw new Error(`${found.length} objects are ${kind} ${name}`);
  }
}

/** An object, with the fields that tests read. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: tests read objects of every kind
  readonly spec?: any;
}
