import type * as k8s from '../../imports/k8s';

/** A key of a Secret in the pod's namespace. */
export interface SecretKey {
  /** The Secret, as {@link ClusterBase.expectSecret} returns it. */
  readonly secret: { readonly name: string };
  readonly key: string;
}

/** The environment variables of a container: texts, and keys of Secrets. */
export type Env = Readonly<Record<string, string | SecretKey>>;

/** Environment variables as the API represents them, in the given order. */
export function envVars(env: Env): k8s.EnvVar[] {
  return Object.entries(env).map(([name, value]) =>
    typeof value === 'string'
      ? { name, value }
      : { name, valueFrom: { secretKeyRef: { name: value.secret.name, key: value.key } } },
  );
}
