import { type LabelSelector, NAMESPACE_NAME } from '../../kube/labels';
import type { Namespaces } from './connection';

/**
 * A namespace that another program makes, such as `kube-system`.
 *
 * It can be one end of a connection. Policies for its pods are not written, except for pods that this program adds to it
 * ({@link NetworkIsolation.guests}).
 */
export class ForeignNamespace implements Namespaces {
  readonly selector: LabelSelector;

  constructor(readonly name: string) {
    this.selector = { matchLabels: { [NAMESPACE_NAME]: name } };
  }
}
