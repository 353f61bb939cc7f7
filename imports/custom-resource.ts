import { ApiObject, type GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';

/** The properties of a cluster-scoped object. */
export interface ClusterScopedProps<Spec> {
  readonly name: string;
  /** @default none besides the cluster's */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: Spec;
}

/** The properties of an object in a namespace. */
export interface NamespacedProps<Spec> extends ClusterScopedProps<Spec> {
  readonly namespace: string;
}

/**
 * An object with a typed specification.
 *
 * Types are erased at run time, so a class adds no time to a synth. The checks validate the object against the
 * schema of its kind.
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
