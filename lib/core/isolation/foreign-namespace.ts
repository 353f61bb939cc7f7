import type { Port } from '../../checks/engine/cluster-facts';
import { type LabelSelector, type Labels, NAMESPACE_NAME } from '../../kube/labels';
import type { NamespacePods, Namespaces, PodGroup } from './connection';

/** All pods of the namespaces with certain labels, as one end of a connection. */
export class SelectedNamespaces implements Namespaces, NamespacePods {
  readonly namespaces = this;
  readonly podLabels = undefined;
  readonly ports: readonly Port[] = [];

  constructor(readonly selector: LabelSelector) {}

  pods(podLabels: Labels, ...ports: readonly Port[]): PodGroup {
    return { namespaces: this, podLabels, ports };
  }
}

/**
 * A namespace that another program makes, such as `kube-system`.
 *
 * It can be one end of a connection. Policies for its pods are not written, except for pods that this program adds to it
 * ({@link NetworkIsolation.guests}).
 */
export class ForeignNamespace extends SelectedNamespaces {
  constructor(readonly name: string) {
    super({ matchLabels: { [NAMESPACE_NAME]: name } });
  }
}
