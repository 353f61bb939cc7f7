import type { LabelSelector, Labels } from '../../kube/labels';

/** A taint of a node: pods without a matching toleration are not placed on it. */
export interface Taint {
  readonly key: string;
  /** @default '' */
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** Nodes of one size. */
export interface NodePool {
  readonly name: string;
  /** The minimum number of nodes. */
  readonly count: number;
  /** The number to which an autoscaler may grow the pool. @default count */
  readonly maxCount?: number;
  /** CPU that pods may request on each node, as a quantity such as `3920m`: the kubelet's allocatable. */
  readonly cpu: string;
  /** Memory that pods may request on each node, as a quantity such as `14Gi`: the kubelet's allocatable. */
  readonly memory: string;
  /** Disk space that pods may request on each node (`ephemeral-storage`), as a quantity. @default not counted */
  readonly disk?: string;
  /** The maximum number of pods on each node. @default 110, the kubelet's default */
  readonly pods?: number;
  /**
   * The labels of its nodes, besides those of every node such as `kubernetes.io/os`.
   *
   * @default none
   */
  readonly labels?: Labels;
  /** The taints of its nodes. @default none */
  readonly taints?: readonly Taint[];
  /** The reason why the provider does not support the pool, with the remedy. @default the pool is supported */
  readonly unsupported?: string;
}

/** Pods of one kind that the cloud provider runs on the cluster's nodes. This program does not describe them. */
export interface ProviderPods {
  readonly name: string;
  readonly namespace: string;
  /** The number of pods; `'every node'` for a DaemonSet. */
  readonly replicas: number | 'every node';
  /** The CPU request of each pod, as a quantity such as `100m`. */
  readonly cpu: string;
  /** The memory request of each pod, as a quantity such as `50Mi`. */
  readonly memory: string;
}

/** A component whose support ends. */
export interface EndOfSupport {
  readonly component: string;
  /** The last day of support, such as `2026-03-31`. */
  readonly until: string;
  /** The replacement. */
  readonly instead: string;
  /** The page that publishes the date. */
  readonly source: string;
}

/** An ingress controller that the cloud provider runs. */
export interface ProviderIngressController {
  readonly className: string;
  readonly namespace: string;
  /** The labels of its pods. */
  readonly labels: Labels;
  readonly support: EndOfSupport;
}

/** The parts of a cluster that a cloud provider installs. */
export interface ProviderFacts {
  /** The pods that it runs on the nodes. */
  readonly pods: readonly ProviderPods[];
  /** The namespaces that it makes, besides those of Kubernetes. */
  readonly namespaces: readonly string[];
  /** The names of the objects that it makes, by kind. */
  readonly objects: Readonly<Record<string, readonly string[]>>;
  readonly ingressControllers: readonly ProviderIngressController[];
  /** Whether it creates a default StorageClass. @default false */
  readonly hasDefaultStorageClass?: boolean;
  /** The API groups that its other API servers serve, such as `metrics.k8s.io`. @default none */
  readonly apiGroups?: readonly string[];
  /**
   * The pods through which the API server connects to webhooks and aggregated APIs.
   *
   * @default none: it connects from its own address
   */
  readonly apiServerTunnel?: { readonly namespace: string; readonly labels: Labels };
  /** Its components whose support ends, besides ingress controllers. */
  readonly support: readonly EndOfSupport[];
}

/** A provider that brings nothing: the nodes run only what this program describes. */
export const NO_PROVIDER: ProviderFacts = {
  pods: [],
  namespaces: [],
  objects: {},
  ingressControllers: [],
  support: [],
};

/**
 * The component that enforces network policies in a cluster.
 *
 * - `calico`, `kube-network-policies`: NetworkPolicies, which match the API server by its address.
 * - `cilium`: NetworkPolicies, and CiliumNetworkPolicies for the API server, which Cilium never matches by address.
 * - `none`: nothing, as with Flannel or kubenet alone. Policies are accepted and ignored, so a synth refuses them.
 */
export type PolicyEngine = 'calico' | 'cilium' | 'kube-network-policies' | 'none';

/** The network of a cluster, as far as policies depend on it. */
export interface Network {
  readonly policyEngine: PolicyEngine;
  /** The range of pod addresses, as an IPv4 CIDR. */
  readonly podCidr: string;
  /** The range of Service addresses, as an IPv4 CIDR. */
  readonly serviceCidr: string;
  /** The addresses of the nodes, as IPv4 CIDRs. */
  readonly nodeCidrs: readonly string[];
  /**
   * The addresses of the nodes within the pod network, as IPv4 CIDRs.
   *
   * Where a bridge connects a node to its pods (Flannel's `cni0`), pods see processes on the host network under these
   * addresses.
   *
   * @default none
   */
  readonly podBridgeCidrs?: readonly string[];
  /**
   * The API server's own addresses and port, behind the Service `kubernetes`.
   *
   * Policy engines see the address after the Service's translation. To read it:
   * `kubectl get endpointslices -n default -l kubernetes.io/service-name=kubernetes`.
   */
  readonly apiServer: {
    readonly cidrs: readonly string[];
    readonly port: number;
  };
}

/** A port on which pods listen. */
export interface Port {
  /** The port number on the pod, not on a Service. */
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
}

/** One end of a declared connection: pods, by the labels of their namespaces and their own. */
export interface ConnectionEnd {
  readonly namespaces: { readonly selector: LabelSelector };
  /** Undefined for all pods of the namespaces. */
  readonly podLabels: Labels | undefined;
  /** The ports that accept connections; empty for every port. */
  readonly ports: readonly Port[];
}

/** A declared connection, with its reason. */
export interface DeclaredConnection {
  readonly from: ConnectionEnd;
  readonly to: ConnectionEnd;
  readonly because: string;
}

/** A Secret that a cluster needs and a person creates: no secret value is stored in this repository. */
export interface ExpectedSecret {
  readonly namespace: string;
  readonly name: string;
  /** The keys that it must have, each with a description of its value. */
  readonly keys: Readonly<Record<string, string>>;
  /** The component that needs it, and why. */
  readonly purpose: string;
  /** @default 'Opaque' */
  readonly type?: 'Opaque' | 'kubernetes.io/tls' | 'kubernetes.io/dockerconfigjson';
}

/** A component that a person installs: dist/ does not contain it. */
export interface InstalledComponent {
  /** The name in `lib/checks/facts/components.ts`, such as `cert-manager`. */
  readonly name: string;
  /** Such as `v1.21.2`. */
  readonly version: string;
}

/** A rule that is deliberately violated, and the reason. */
export interface AcceptedRisk {
  /** The rule's id, as listed in `docs/checks.md`. */
  readonly rule: string;
  /** The reason, as a clause that a reviewer can judge: `it reads the node's own metrics`. */
  readonly because: string;
}

/** A rendered object and the construct that made it. */
export interface PlacedObject {
  readonly json: object;
  /**
   * The construct's path, such as `aiworker/backend/workload/deployment`. For an object that was read from a file, the file
   * and the line: `dist/aiworker/50-backend.k8s.yaml:12`.
   */
  readonly path: string;
  /** The path of its file below dist/, or of the file from which it was read. */
  readonly file: string;
  /** Whether another program creates it at runtime: dist/ does not contain it. @default false */
  readonly isAtRuntime?: boolean;
}

/** A namespace that differs from another one only in values on which no rule depends: only the other one is checked. */
export interface CopiedNamespace {
  readonly name: string;
  /** The name of the namespace that is checked. */
  readonly of: string;
  /** The path of the construct that makes the copy. */
  readonly path: string;
  /** The path of its file below dist/. */
  readonly file: string;
  /** Returns its objects. */
  readonly objects: () => readonly object[];
}

/** Everything that the checks read of one cluster. A synth gathers it; it holds plain data and no construct. */
export interface ClusterFacts {
  readonly name: string;
  /** Undefined if it is unknown: its end of support is not checked. */
  readonly kubernetesVersion: string | undefined;
  /**
   * The kinds of which the cluster may have objects that are neither in {@link objects} nor otherwise known. References to
   * objects of these kinds are not checked. With `Namespace`, this includes all objects of a namespace that has no object
   * in {@link objects}.
   *
   * @default none
   */
  readonly unlistedKinds?: readonly string[];
  /** The components that must be installed before an apply. */
  readonly components: readonly InstalledComponent[];
  readonly nodes: readonly NodePool[];
  readonly provider: ProviderFacts;
  readonly network: Network;
  readonly connections: readonly DeclaredConnection[];
  readonly expectedSecrets: readonly ExpectedSecret[];
  /** Each with the path of the construct that accepts the risk. */
  readonly acceptedRisks: readonly (AcceptedRisk & { readonly path: string })[];
  readonly objects: readonly PlacedObject[];
  /** The namespaces beside those of {@link objects}. @default none */
  readonly copies?: readonly CopiedNamespace[];
  /** The objects that a file of dist/ held before; undefined where it did not exist or has not changed. */
  readonly previous: (file: string) => readonly object[] | undefined;
}
