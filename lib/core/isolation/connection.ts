import type { Construct } from 'constructs';
import type { Port } from '../../checks/engine/cluster-facts';
import type { LabelSelector, Labels } from '../../kube/labels';
import type { PolicyRules } from './policy-rules';

/** One end of a connection: pods, and the ports on which they listen. */
export interface PodGroup {
  readonly namespaces: Namespaces;
  /** The labels of the pods; undefined for all pods of the namespaces. */
  readonly podLabels: Labels | undefined;
  /** The ports that accept connections; empty for every port. */
  readonly ports: readonly Port[];
}

/** All pods of one or more namespaces: an end of a connection that can be narrowed to some of the pods. */
export interface NamespacePods extends PodGroup {
  /** The pods with certain labels, and the ports on which they listen. */
  pods(labels: Labels, ...ports: readonly Port[]): PodGroup;
}

/** The namespaces of one end of a connection. */
export interface Namespaces {
  /** Selects the namespaces in a policy at the other end. */
  readonly selector: LabelSelector;
  /** The labels of the namespace, if it is one namespace of this cluster. */
  readonly labels?: Labels;
  /** The rules of the policy for some pods; undefined if this program does not write policies for them. */
  rules?(podLabels: Labels | undefined): PolicyRules;
  /** The scope of their policies; undefined for several namespaces, and if {@link rules} is undefined. */
  readonly policyHome?: PolicyHome;
}

/** The scope and the namespace of a policy. */
export interface PolicyHome {
  readonly scope: Construct;
  readonly namespace: string;
}

/** A connection that is allowed. */
export interface Connection {
  /** The pods that open the connection. */
  readonly from: PodGroup;
  /** The pods that accept the connection, on their ports. */
  readonly to: PodGroup;
  /** The reason, as a clause: `agents report to the MCP server`. The policy states it in an annotation. */
  readonly because: string;
}

/** A permission to open connections. */
export interface Egress {
  readonly from: PodGroup;
  /** The reason, as a clause. */
  readonly because: string;
}

/** A permission to open TCP connections to some ports. */
export interface PortEgress extends Egress {
  /** TCP ports, such as 443. */
  readonly ports: readonly number[];
}

/** A permission to accept connections. */
export interface Ingress {
  readonly to: PodGroup;
  /** The reason, as a clause. */
  readonly because: string;
}
