import type * as k8s from '../../imports/k8s';

/** A value that stands in a secret of the pod's namespace. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

/** A container's environment: texts, and values that stand in secrets. */
export type Env = Readonly<Record<string, string | SecretKey>>;

/** An environment as the API takes it, in its own order. */
export function envVars(env: Env): k8s.EnvVar[] {
  return Object.entries(env).map(([name, value]) =>
    typeof value === 'string'
      ? { name, value }
      : { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } },
  );
}
