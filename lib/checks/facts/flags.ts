import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';

/** An object that a container's flag names. */
export interface FlagReference {
  readonly object: KubeObject;
  readonly field: string;
  /** The value of the flag, such as `edge/settings`. */
  readonly value: string;
  readonly namespace: string;
  readonly name: string;
}

/** The objects that flags of containers name as `--flag=namespace/name`; `$(POD_NAMESPACE)` is replaced. */
export function* flagReferences(cluster: ClusterIndex, ...flags: string[]): Iterable<FlagReference> {
  for (const { object, workload, container, field } of cluster.containers) {
    for (const [index, argument] of (container.args ?? []).entries()) {
      const [, flag = '', text = ''] = /^--([a-z-]+)=(.+)$/.exec(argument) ?? [];
      if (!flags.includes(flag)) continue;
      const value = text.replace('$(POD_NAMESPACE)', workload.namespace);
      yield { object, field: `${field}.args[${index}]`, value, ...namespacedName(value, workload.namespace) };
    }
  }
}

/** A flag of a command line: its name without hyphens, and the value after `=`, if it has one. */
export interface Flag {
  readonly name: string;
  readonly value: string | undefined;
}

/** The flag in a word of a command line, such as `--config.file=/etc/app.yaml` or `-v`; undefined for other words. */
export function flagOf(word = ''): Flag | undefined {
  const [, name, value] = /^--?([\w.-]+)(?:=(.*))?$/s.exec(word) ?? [];
  return name === undefined ? undefined : { name, value };
}

/** The name of the flag whose value may be the word after this one; undefined for other words. */
export function openFlag(word?: string): string | undefined {
  const flag = flagOf(word);
  return flag?.value === undefined ? flag?.name : undefined;
}

/** An object by a reference such as `namespace/name`, or `name` in a default namespace. */
export function namespacedName(text: string, fallback = 'default'): { namespace: string; name: string } {
  const [first = '', second] = text.split('/');
  return second === undefined ? { namespace: fallback, name: first } : { namespace: first, name: second };
}
