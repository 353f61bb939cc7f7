import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import {
  type ExpectedSecret,
  type InstalledComponent,
  type Network,
  NO_PROVIDER,
  type NodePool,
  type ProviderFacts,
} from '../checks/engine/cluster-facts';
import { dnsLabelProblem } from '../kube/dns-names';
import { ClusterNamespace, type ClusterNamespaceProps } from './cluster-namespace';
import { commonLabels } from './common-labels';
import { NetworkIsolation } from './isolation/network-isolation';

/** The description of a cluster. */
export interface ClusterBaseProps {
  readonly network: Network;
  /** The nodes that must have room for all pods. */
  readonly nodes: readonly NodePool[];
  /** The parts of the cluster that a cloud provider installs. @default none */
  readonly provider?: ProviderFacts;
  /** The minor version of Kubernetes, such as `1.36`. Pod Security is pinned to it. */
  readonly kubernetesVersion: string;
}

/** A declaration of a Secret, in a namespace of the cluster or of another program. */
export type ExpectedSecretProps = Omit<ExpectedSecret, 'namespace'> & {
  readonly namespace: { readonly name: string };
};

/** A Secret by its namespace and name. */
export interface SecretReference {
  readonly namespace: string;
  readonly name: string;
}

const CLUSTER = Symbol.for('cluster-topology.ClusterBase');

/**
 * A cluster: one folder of dist/, which `kubectl apply -f` applies to one kube context.
 *
 * A subclass describes a cluster: its constructor makes namespaces and the constructs in them. The id is the name of the
 * cluster and of its folder. Each construct states the file of its objects with {@link placeIn}.
 */
export abstract class ClusterBase extends Chart {
  /** The cluster of a construct. @throws Error if the construct is not below a cluster */
  static override of(construct: IConstruct): ClusterBase {
    const found = construct.node.scopes.find(ClusterBase.isCluster);
    if (found) return found;
    throw new Error(`${construct.node.path} is not part of a cluster: create it below a ClusterBase`);
  }

  /**
   * Whether a value is a cluster.
   *
   * To be used instead of `instanceof`, which cdk8s's Chart overrides for all of its subclasses.
   */
  static isCluster(this: void, value: unknown): value is ClusterBase {
    return typeof value === 'object' && value !== null && CLUSTER in value;
  }

  /** The name of the cluster and of its folder in dist/. */
  readonly name: string;
  readonly network: Network;
  readonly nodes: readonly NodePool[];
  readonly provider: ProviderFacts;
  readonly kubernetesVersion: string;
  /** The allowed connections between pods. */
  readonly isolation: NetworkIsolation;
  private readonly namespaces: Construct;
  private readonly secrets = new Map<string, ExpectedSecret>();
  private readonly installed = new Map<string, InstalledComponent>();
  private readonly namespaceNames = new Set<string>();

  constructor(scope: Construct, name: string, props: ClusterBaseProps) {
    super(scope, name, { labels: { ...commonLabels(name) }, disableResourceNameHashes: true });
    Object.defineProperty(this, CLUSTER, { value: true });
    this.name = name;
    this.network = props.network;
    this.nodes = props.nodes;
    this.provider = props.provider ?? NO_PROVIDER;
    this.kubernetesVersion = props.kubernetesVersion;
    this.namespaces = new Construct(this, 'namespaces');
    this.isolation = new NetworkIsolation(this, 'isolation', props.network);
  }

  /** The components that a person installs before an apply, in the order of their declaration. */
  get components(): readonly InstalledComponent[] {
    return [...this.installed.values()];
  }

  /** Declares a component that a person installs before an apply. A synth warns when its support ends. */
  expectComponent(component: InstalledComponent): void {
    this.installed.set(component.name, component);
  }

  /** The Secrets that must exist before the cluster works, in the order of their declaration. */
  get expectedSecrets(): readonly ExpectedSecret[] {
    return [...this.secrets.values()];
  }

  /**
   * Declares a Secret that a person creates. `docs/clusters/` lists it with the command that creates it.
   *
   * @throws Error if the namespace has a declared Secret of this name already
   */
  expectSecret({ namespace, ...props }: ExpectedSecretProps): ExpectedSecret {
    const secret = { ...props, namespace: namespace.name };
    const key = `${secret.namespace}/${secret.name}`;
    if (this.secrets.has(key))
      throw new Error(`secret "${key}" is declared twice: declare it once, with all of its keys`);
    this.secrets.set(key, secret);
    return secret;
  }

  /**
   * Makes a namespace of this cluster, with default deny.
   *
   * @param scope the construct to which the namespace belongs, by default `namespaces` of the cluster
   * @throws Error if the name is not a DNS label, or if the cluster has a namespace of this name already
   */
  addNamespace(props: ClusterNamespaceProps, scope: Construct = this.namespaces): ClusterNamespace {
    const { name } = props;
    const problem = dnsLabelProblem(name);
    if (problem) throw new Error(`namespace of cluster "${this.name}": ${problem}`);
    this.reserveNamespace(name);
    const namespace = new ClusterNamespace(scope, name, {
      ...props,
      kubernetesVersion: this.kubernetesVersion,
    });
    this.isolation.addNamespace(namespace);
    return namespace;
  }

  /** Claims the name of a namespace. @throws Error if the cluster has a namespace of this name already */
  reserveNamespace(name: string): void {
    if (this.namespaceNames.has(name))
      throw new Error(`cluster "${this.name}" has two namespaces "${name}": give one of them another name`);
    this.namespaceNames.add(name);
  }
}
