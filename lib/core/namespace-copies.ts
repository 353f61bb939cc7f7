import { Construct } from 'constructs';
import type { RenderedFile } from '../output/manifest';
import type { ManifestTemplate, SlotValues } from '../output/template';
import { ClusterBase } from './cluster-base';
import { fileName, type Stage } from './placement';

/** A namespace and the values of its template. */
export interface NamespaceValues {
  /** The name of the namespace, which is also the name of its file. */
  readonly namespace: string;
  readonly values: SlotValues;
}

/** The properties of copies. */
export interface NamespaceCopiesProps {
  readonly stage: Stage;
  /** The namespace that constructs make, in a file of its own. */
  readonly original: NamespaceValues;
  /** Each differs from the original only in values on which no rule of lib/checks depends. */
  readonly copies: readonly NamespaceValues[];
  /** Returns the template of the original. It is called when the cluster is rendered. */
  readonly template: () => ManifestTemplate;
}

/**
 * Namespaces whose files are filled from a template, instead of being rendered from constructs.
 *
 * The checks read the objects of the original, and the number of its copies. Each copy expects the Secrets of the original.
 *
 * @see docs/decisions/0020-previews-from-a-template.md
 */
export class NamespaceCopies extends Construct {
  /** The original, as the template gives it. */
  readonly original: NamespaceCopy;
  readonly copies: readonly NamespaceCopy[];

  /** @throws Error if the cluster has a namespace of the name of a copy already */
  constructor(scope: Construct, id: string, { stage, original, copies, template }: NamespaceCopiesProps) {
    super(scope, id);
    const cluster = ClusterBase.of(this);
    const copyOf = ({ namespace, values }: NamespaceValues) =>
      new NamespaceCopy(this, namespace, `${cluster.name}/${fileName(stage, namespace)}`, template, values);
    const secrets = cluster.expectedSecrets.filter((secret) => secret.namespace === original.namespace);
    for (const { namespace: name } of copies) {
      cluster.reserveNamespace(name);
      for (const secret of secrets) cluster.expectSecret({ ...secret, namespace: { name } });
    }
    this.original = copyOf(original);
    this.copies = copies.map(copyOf);
  }
}

/** A namespace that is filled from a template. Its content is not kept in memory. */
export class NamespaceCopy implements RenderedFile {
  constructor(
    readonly owner: NamespaceCopies,
    readonly namespace: string,
    readonly path: string,
    private readonly template: () => ManifestTemplate,
    private readonly values: SlotValues,
  ) {}

  get cluster(): string {
    return this.path.slice(0, this.path.indexOf('/'));
  }

  get objects(): number {
    return this.template().size;
  }

  get content(): string {
    return this.template().content(this.values);
  }

  /** The objects of the file. */
  json(): readonly object[] {
    return this.template().objects(this.values);
  }
}
