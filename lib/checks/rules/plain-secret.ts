import { formatPath, type Path } from '../../config/problem';
import { describeSecret, secretsIn } from '../../kube/secret-text';
import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import type { Rule } from '../engine/rule';
import { openFlag } from '../facts/flags';
import { isNamedSecret, namedSecretsIn } from '../facts/named-secrets';
import { secretKeys } from '../facts/secrets';
import { visitTexts } from '../facts/strings';

const REMEDY = 'declare the secret with cluster.expectSecret() and refer to it';

/** The messages contain the kinds, lengths and first characters of secrets, never their values. */
export const plainSecret: Rule = {
  id: 'plain-secret',
  group: 'security',
  title:
    'No secret value is in plain text: not in a Secret, and not in another object under the name of a secret, as a key or token of a common provider, or as a password in a URL.',
  protects: 'Everyone with access to the repository or its history knows the secret: it must be changed.',
  *check(cluster): Iterable<Finding> {
    const clean = new Set<string>();
    for (const object of cluster.objects) {
      if (object.kind === 'Secret') yield* inSecret(object as KubeObject<'Secret'>);
      else if (object.kind !== 'CustomResourceDefinition') yield* inTexts(cluster, object, clean);
    }
    yield* inNextArguments(cluster);
  },
};

function* inSecret(object: KubeObject<'Secret'>): Iterable<Finding> {
  const keys = Object.keys({ ...object.json.data, ...object.json.stringData });
  const problem = `the repository would contain its values: ${REMEDY}`;
  if (keys.length > 0) yield { object, field: 'data', value: keys, problem };
}

/** The secrets in arguments that follow their flags: `--password`, `abc`. */
function* inNextArguments(cluster: ClusterIndex): Iterable<Finding> {
  for (const { object, container, field } of cluster.containers)
    for (const list of ['command', 'args'] as const)
      for (const [index, value] of (container[list] ?? []).entries()) {
        const name = openFlag(container[list]?.[index - 1]) ?? '';
        if (value.startsWith('-') || !isNamedSecret(name, value) || secretNames(cluster).has(value)) continue;
        const description = describeSecret({ kind: `the secret "${name}" in plain text`, text: value });
        yield { object, field: `${field}.${list}[${index}]`, problem: `contains ${description}: ${REMEDY}` };
      }
}

/** @param clean the texts without a secret so far: those of like objects are checked once */
function inTexts(cluster: ClusterIndex, object: KubeObject, clean: Set<string>): Finding[] {
  const findings: Finding[] = [];
  visitTexts(object.json, (text, name, path) => {
    const [secret] = clean.has(text) ? [] : secretsIn(text);
    if (secret === undefined) clean.add(text);
    const description = secret ? describeSecret(secret) : namedSecret(cluster, text, name, path);
    if (description !== undefined)
      findings.push({ object, field: formatPath(path), problem: `contains ${description}: ${REMEDY}` });
  });
  return findings;
}

/** The description of a secret that has the name of one: in a variable, an argument, or the settings in a ConfigMap. */
function namedSecret(cluster: ClusterIndex, text: string, name: string, path: Path): string | undefined {
  if (!isSetting(path)) return undefined;
  const [, flag = name, argument = text] = /^--?([\w.-]+)=(.*)$/s.exec(text) ?? [];
  const [found] = isNamedSecret(flag, argument) ? [{ name: flag, value: argument }] : namedSecretsIn(text);
  if (found === undefined || secretNames(cluster).has(found.value)) return undefined;
  return describeSecret({ kind: `the secret "${found.name}" in plain text`, text: found.value });
}

function isSetting(path: Path): boolean {
  if (path[0] === 'data') return true;
  const [list, index, field] = path.slice(path.at(-1) === 'value' ? -3 : -2);
  if (typeof index !== 'number') return false;
  return field === undefined ? list === 'args' || list === 'command' : list === 'env';
}

/** The names of all Secrets: a variable may contain one. */
const secretNames = perCluster(
  (cluster) => new Set([...secretKeys(cluster).keys()].map((key) => key.split('/')[1])),
);
