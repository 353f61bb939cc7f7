import type { LabelSelector, Labels } from '../../kube/labels';
import type { ClusterNamespace } from '../cluster-namespace';

/** A port on which pods serve. */
export interface Port {
  /** The number on the pod, not on a Service. */
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
}

/** Namespaces of this cluster, those yet to come included, that labels pick out: all previews, all projects. */
export interface NamespaceGroup extends IsolationEnd {
  readonly selector: LabelSelector;
}

/** A namespace that another makes: one end of a connection only, as its policies are not ours to write. */
export interface ForeignNamespace {
  readonly foreignName: string;
}

/** Pods, and the ports on which they serve. */
export interface PodGroup {
  readonly namespaces: ClusterNamespace | NamespaceGroup | ForeignNamespace;
  /** The labels that pick them out; undefined for all pods of the namespaces. */
  readonly podLabels: Labels | undefined;
  /** Where connections to them may go; none for every port. */
  readonly ports: readonly Port[];
}

/** One end of a connection: a {@link ClusterNamespace}, a {@link NamespaceGroup}, or some of their pods. */
export interface IsolationEnd extends PodGroup {
  /** Some of the pods, by their labels, and the ports on which they serve. */
  pods(labels: Labels, ...ports: readonly Port[]): PodGroup;
}

/** A connection that is allowed. */
export interface Connection {
  /** Who opens it. */
  readonly from: PodGroup;
  /** Who accepts it, on its ports. */
  readonly to: PodGroup;
  /** Why, for whoever reads the policy in the cluster: a clause such as `agents report to the MCP server`. */
  readonly because: string;
}

/** What leaves the cluster, or goes to its nodes. */
export interface InternetAccess {
  readonly from: PodGroup;
  /** TCP ports, such as 443. */
  readonly ports: readonly number[];
  readonly because: string;
}

/** What may reach the API server, or everything. */
export interface Egress {
  readonly from: PodGroup;
  readonly because: string;
}
