import { type LabelSelector, type Labels, NAMESPACE_NAME, selects } from '../../kube/labels';
import { type Workload, workloadOf } from '../facts/workload';
import type { ClusterFacts } from './cluster-facts';
import { type KubeObject, kubeObject, objectKey } from './kube-object';

/** Namespaces that every cluster has, and those that other software makes: this program does not describe them. */
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
  private readonly byKind = new Map<string, KubeObject[]>();
  private readonly byName = new Map<string, KubeObject>();
  private readonly byNamespace = new Map<string, Workload[]>();
  private readonly bySelector = new WeakMap<LabelSelector, readonly string[]>();
  readonly objects: readonly KubeObject[];
  readonly workloads: readonly Workload[];

  constructor(readonly facts: ClusterFacts) {
    this.objects = facts.objects.map(kubeObject);
    const workloads: Workload[] = [];
    for (const object of this.objects) {
      this.add(object);
      const workload = workloadOf(object);
      if (workload === undefined) continue;
      workloads.push(workload);
      const others = this.byNamespace.get(workload.namespace);
      if (others) others.push(workload);
      else this.byNamespace.set(workload.namespace, [workload]);
    }
    this.workloads = workloads;
  }

  /** The objects of a kind, or of several. */
  ofKind(...kinds: readonly string[]): readonly KubeObject[] {
    return kinds.length === 1
      ? (this.byKind.get(kinds[0] ?? '') ?? [])
      : kinds.flatMap((kind) => this.byKind.get(kind) ?? []);
  }

  /** The object of a kind and name; its namespace is undefined for a kind that lies in none. */
  find(kind: string, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.byName.get(objectKey(kind, namespace, name));
  }

  /** The names of a kind's objects in a namespace, for messages. */
  names(kind: string, namespace: string | undefined): string[] {
    return this.ofKind(kind)
      .filter((object) => object.namespace === namespace)
      .map(({ name }) => name);
  }

  /** The pod templates of a namespace. */
  workloadsIn(namespace: string): readonly Workload[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** The pod templates of a namespace that a selector picks out. */
  selected(namespace: string, selector: LabelSelector): Workload[] {
    return this.workloadsIn(namespace).filter(({ labels }) => selects(selector, labels));
  }

  /** A namespace's labels, the API server's own included; undefined for one that is not made here. */
  namespaceLabels(name: string): Labels | undefined {
    const namespace = this.find('Namespace', undefined, name);
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
        : this.ofKind('Namespace')
            .map((namespace) => namespace.name)
            .filter((own) => selects(selector, this.namespaceLabels(own) ?? {}));
    this.bySelector.set(selector, found);
    return found;
  }

  /** The namespaces that are there without our making them. */
  foreignNamespaces(): string[] {
    return [...FOREIGN_NAMESPACES, ...this.facts.provider.namespaces].filter((name) => this.isForeign(name));
  }

  /** Whether a namespace is made by something else: what lies in it cannot be looked up here. */
  isForeign(namespace: string): boolean {
    const isKnown = FOREIGN_NAMESPACES.has(namespace) || this.facts.provider.namespaces.includes(namespace);
    return isKnown && this.find('Namespace', undefined, namespace) === undefined;
  }

  private add(object: KubeObject): void {
    const ofKind = this.byKind.get(object.kind);
    if (ofKind) ofKind.push(object);
    else this.byKind.set(object.kind, [object]);
    const key = objectKey(object.kind, object.namespace, object.name);
    if (!this.byName.has(key)) this.byName.set(key, object);
  }
}
