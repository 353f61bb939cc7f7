import { Construct } from 'constructs';
import { dnsLabelProblem } from '../kube/dns-names';
import { commonLabels } from '../kube/labels';
import { ClusterNamespace, type ClusterNamespaceProps } from './cluster-namespace';
import type { Network } from './isolation/network';
import { NetworkIsolation } from './isolation/network-isolation';
import { ManifestFile, Stage } from './placement';

/** Nodes of one size. */
export interface NodePool {
  readonly name: string;
  /** How many there are at the least. */
  readonly count: number;
  /** How many an autoscaler may make of them. @default count */
  readonly maxCount?: number;
  /** What pods may request of each, as a quantity such as `3920m`: the kubelet's allocatable, not the machine's size. */
  readonly cpu: string;
  /** What pods may request of each, as a quantity such as `14Gi`. */
  readonly memory: string;
  /** How many pods each runs. @default 110, the kubelet's own */
  readonly pods?: number;
}

/** Pods of one kind that the platform itself runs on the cluster's nodes, without our describing them. */
export interface PlatformPods {
  readonly name: string;
  readonly namespace: string;
  /** How many there are; `'every node'` for a DaemonSet. */
  readonly replicas: number | 'every node';
  /** What each requests, as a quantity such as `100m`. */
  readonly cpu: string;
  /** What each requests, as a quantity such as `50Mi`. */
  readonly memory: string;
}

/** A secret that a cluster needs and that a person makes: no secret's value stands in this repository. */
export interface ExpectedSecret {
  readonly namespace: string;
  readonly name: string;
  /** The keys that it must have, each with what goes into it. */
  readonly keys: Readonly<Record<string, string>>;
  /** What needs it, and for what. */
  readonly purpose: string;
  /** @default 'Opaque' */
  readonly type?: 'Opaque' | 'kubernetes.io/tls' | 'kubernetes.io/dockerconfigjson';
}

/** Pods of one kind that whoever runs the cluster puts into it, and that take room on its nodes. */
export interface PlatformPods {
  readonly name: string;
  readonly namespace: string;
  /** How many there are; `'every node'` for a DaemonSet. */
  readonly replicas: number | 'every node';
  /** What each requests, as a quantity. */
  readonly cpu: string;
  readonly memory: string;
}

/** What every cluster says of itself. */
export interface ClusterBaseProps {
  readonly network: Network;
  /** The nodes on which everything must find its place. */
  readonly nodes: readonly NodePool[];
  /** What the platform runs on them itself, and takes from what they have. @default none */
  readonly platformPods?: readonly PlatformPods[];
  /** Kubernetes' minor version, such as `1.34`; Pod Security is pinned to it. */
  readonly kubernetesVersion: string;
  /** What gives pods their addresses, where its support ends. @default something else */
  readonly podNetwork?: 'kubenet';
}

/**
 * One cluster: a folder of dist/, applied by one `kubectl apply -f` into one kube context.
 *
 * A subclass describes a cluster by making namespaces, and constructs in them, from its constructor. The construct's
 * id is the cluster's name and its folder's.
 */
export abstract class ClusterBase extends Construct {
  /** The cluster that a construct lies in. @throws Error if it lies in none */
  static of(construct: Construct): ClusterBase {
    const found = construct.node.scopes.find((scope) => scope instanceof ClusterBase);
    if (found) return found;
    throw new Error(`${construct.node.path} lies in no cluster: make it beneath a ClusterBase`);
  }

  /** The cluster's name, which is also its folder's in dist/. */
  readonly name: string;
  readonly network: Network;
  readonly nodes: readonly NodePool[];
  readonly platformPods: readonly PlatformPods[];
  readonly kubernetesVersion: string;
  readonly podNetwork: 'kubenet' | undefined;
  /** Who may talk to whom. */
  readonly isolation: NetworkIsolation;
  private readonly secrets = new Map<string, ExpectedSecret>();
  private readonly namespacesByName = new Map<string, ClusterNamespace>();

  constructor(scope: Construct, name: string, props: ClusterBaseProps) {
    super(scope, name);
    this.name = name;
    this.network = props.network;
    this.nodes = props.nodes;
    this.platformPods = props.platformPods ?? [];
    this.kubernetesVersion = props.kubernetesVersion;
    this.podNetwork = props.podNetwork;
    this.isolation = new NetworkIsolation(this, 'isolation', props.network);
  }

  /** The namespaces made so far, by name. */
  get namespaces(): ReadonlyMap<string, ClusterNamespace> {
    return this.namespacesByName;
  }

  /** The secrets that must be there before the cluster works, in the order in which they were declared. */
  get expectedSecrets(): readonly ExpectedSecret[] {
    return [...this.secrets.values()];
  }

  /**
   * Declares a secret that a person makes; `docs/clusters/` lists it with the command.
   *
   * @throws Error if one of that namespace and name is declared already
   */
  expectSecret(secret: ExpectedSecret): ExpectedSecret {
    const key = `${secret.namespace}/${secret.name}`;
    if (this.secrets.has(key))
      throw new Error(`the secret "${key}" is declared twice: declare it once, with all its keys`);
    this.secrets.set(key, secret);
    return secret;
  }

  /**
   * The file of a stage and name, made at the first call: `file(Stage.platform, 'ingress-nginx')` is
   * `30-ingress-nginx.k8s.yaml`.
   */
  file(stage: Stage, name: string): ManifestFile {
    const id = `${String(stage).padStart(2, '0')}-${name}`;
    const found = this.node.tryFindChild(id);
    if (found instanceof ManifestFile) return found;
    return new ManifestFile(this, { cluster: this.name, stage, name, labels: commonLabels(this.name) });
  }

  /**
   * A namespace of this cluster, under default deny.
   *
   * @throws Error if the name is no DNS label, or if the cluster has a namespace of that name already
   */
  namespace(props: ClusterNamespaceProps): ClusterNamespace {
    const problem = dnsLabelProblem(props.name);
    if (problem) throw new Error(`namespace of cluster "${this.name}": ${problem}`);
    if (this.namespacesByName.has(props.name)) {
      throw new Error(
        `cluster "${this.name}" has a namespace "${props.name}" already: give one of them another name`,
      );
    }
    const file = props.file ?? this.file(Stage.namespaces, 'namespaces');
    const namespace = new ClusterNamespace(file, props.name, props);
    this.namespacesByName.set(props.name, namespace);
    this.isolation.addNamespace(namespace);
    return namespace;
  }
}
