import { ApiObject, type GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';

/** An object without a namespace: its name, and what it asks for. */
export interface ClusterScopedProps<Spec> {
  readonly name: string;
  /** @default none but the program's own */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: Spec;
}

/** An object in a namespace. */
export interface NamespacedProps<Spec> extends ClusterScopedProps<Spec> {
  readonly namespace: string;
}

/**
 * An object whose fields a specification's type knows.
 *
 * The types are erased at run time, so that a class costs a synth nothing; what the schema demands beyond types is
 * asked by the checks over the whole tree.
 */
export abstract class CustomResource<Spec> extends ApiObject {
  constructor(
    scope: Construct,
    id: string,
    { apiVersion, kind }: GroupVersionKind,
    { spec, ...metadata }: ClusterScopedProps<Spec> | NamespacedProps<Spec>,
  ) {
    super(scope, id, {
      apiVersion,
      kind,
      metadata: {
        ...metadata,
        labels: { ...metadata.labels },
        annotations: { ...metadata.annotations },
      },
      spec,
    });
  }
}
