import { type LabelSelector, type Labels, NAMESPACE_NAME, selects } from '../../kube/labels';
import { containersOf, type PodContainer, type Workload, workloadOf } from '../facts/workload';
import type { ClusterFacts, CopiedNamespace } from './cluster-facts';
import { groupBy } from './group-by';
import { indexedKind, type KubeObject, kubeObject, type ObjectName, objectKey } from './kube-object';

/** The namespaces that every cluster has, and those of software that this program does not install. */
const FOREIGN_NAMESPACES: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'kube-flannel',
  'cert-manager',
  'istio-system',
]);

/**
 * An index of the rendered objects of one cluster, by kind, namespace and name.
 *
 * It is made once for each synth. Rules look up objects here, so that each rule takes time in proportion to the objects.
 */
export class ClusterIndex {
  readonly objects: readonly KubeObject[];
  readonly workloads: readonly Workload[];
  /** The containers of all pod templates, init containers included. */
  readonly containers: readonly PodContainer[];
  private readonly copies: ReadonlyMap<string, readonly CopiedNamespace[]>;
  private readonly byKind: ReadonlyMap<string, KubeObject[]>;
  /** If several objects have one name, the first of them. */
  private readonly byName = new Map<string, KubeObject>();
  private readonly byNamespace: ReadonlyMap<string, Workload[]>;
  private readonly namespacesOfObjects: ReadonlySet<string>;
  private readonly bySelector = new WeakMap<LabelSelector, readonly string[]>();

  constructor(readonly facts: ClusterFacts) {
    this.objects = facts.objects.map(kubeObject);
    this.workloads = this.objects.flatMap((object) => workloadOf(object) ?? []);
    this.containers = this.workloads.flatMap(containersOf);
    this.copies = groupBy(facts.copies ?? [], (copy) => copy.of);
    this.byKind = groupBy(this.objects, indexedKind);
    this.byNamespace = groupBy(this.workloads, ({ namespace }) => namespace);
    this.namespacesOfObjects = new Set(this.objects.flatMap(({ namespace }) => namespace ?? []));
    for (const object of this.objects) if (!this.find(object)) this.byName.set(objectKey(object), object);
  }

  /** The objects of one kind, or of several. */
  ofKind<Kind extends string>(...kinds: readonly Kind[]): readonly KubeObject<Kind>[] {
    return kinds.flatMap((kind) => this.byKind.get(kind) ?? []) as KubeObject<Kind>[];
  }

  /** The object of a kind, namespace and name. */
  find<Kind extends string>(target: ObjectName<Kind>): KubeObject<Kind> | undefined {
    return this.byName.get(objectKey(target)) as KubeObject<Kind> | undefined;
  }

  /** The names of the objects of a kind in a namespace. */
  names(kind: string, namespace: string | undefined): string[] {
    return this.ofKind(kind)
      .filter((object) => object.namespace === namespace)
      .map(({ name }) => name);
  }

  /** The pod templates of a namespace. */
  workloadsIn(namespace: string): readonly Workload[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** The pod templates of a namespace that a selector matches. */
  selected(namespace: string, selector: LabelSelector): Workload[] {
    return this.workloadsIn(namespace).filter(({ labels }) => selects(selector, labels));
  }

  /** The labels of a namespace, with those that the API server sets; undefined if this program does not make it. */
  namespaceLabels(name: string): Labels | undefined {
    const namespace = this.find({ kind: 'Namespace', name });
    return namespace && { ...namespace.labels, [NAMESPACE_NAME]: name };
  }

  /** The names of the namespaces that a selector matches. A selector of one name matches a foreign namespace, too. */
  namespacesWith(selector: LabelSelector): readonly string[] {
    const known = this.bySelector.get(selector);
    if (known) return known;
    const name = selector.matchLabels?.[NAMESPACE_NAME];
    const found =
      name !== undefined
        ? [name]
        : this.names('Namespace', undefined).filter((own) =>
            selects(selector, this.namespaceLabels(own) ?? {}),
          );
    this.bySelector.set(selector, found);
    return found;
  }

  /** The namespaces that are like this one, and are counted with it. */
  copiesOf(namespace: string): readonly CopiedNamespace[] {
    return this.copies.get(namespace) ?? [];
  }

  /** The known namespaces that exist and that this program does not make. */
  foreignNamespaces(): string[] {
    return [...FOREIGN_NAMESPACES, ...this.facts.provider.namespaces].filter((name) => this.isForeign(name));
  }

  /** Whether this program does not make a namespace that exists: its objects are unknown. */
  isForeign(namespace: string): boolean {
    const exists =
      FOREIGN_NAMESPACES.has(namespace) ||
      this.facts.provider.namespaces.includes(namespace) ||
      (this.mayHave('Namespace') && !this.namespacesOfObjects.has(namespace));
    return exists && this.find({ kind: 'Namespace', name: namespace }) === undefined;
  }

  /** Whether the cluster may contain unknown objects of a kind. */
  mayHave(kind: string): boolean {
    return this.facts.unlistedKinds?.includes(kind) ?? false;
  }
}
