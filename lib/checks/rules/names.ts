import { MAX_LABEL_LENGTH } from '../../kube/dns-names';
import type { Finding } from '../engine/finding';
import { type KubeObject, specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { containersOf, workloadOf } from '../facts/workload';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const QUALIFIED = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const PORT_NAME = /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

/** How long names may be where the API server, or a controller that adds to them, takes fewer characters than 253. */
const LONGEST: Readonly<Record<string, number>> = {
  Namespace: MAX_LABEL_LENGTH,
  Service: MAX_LABEL_LENGTH,
  // The controller adds 11 characters for each run.
  CronJob: 52,
  // The pods' label controller-revision-hash is the name, a hyphen and ten characters.
  StatefulSet: 52,
  DaemonSet: 52,
};

/** Names, label keys and values, annotation keys, container and port names. */
export const names: Rule = {
  id: 'names',
  group: 'objects',
  title: 'Names, labels and annotations are such as the API server takes.',
  protects: 'The API server rejects the object, or the pods that a controller makes for it.',
  *check(cluster) {
    for (const object of cluster.objects) {
      yield* nameOf(object);
      yield* keys(object, 'metadata.annotations', object.annotations);
      yield* labels(object, 'metadata.labels', object.labels);
      if (object.kind === 'Service')
        yield* portNames(object, 'spec.ports', specOf<Ports>(object).ports ?? []);
      const workload = workloadOf(object);
      if (workload === undefined) continue;
      yield* labels(object, `${workload.field}: the pod's labels`, workload.labels);
      for (const { container, field } of containersOf(workload)) {
        if (!isDnsLabel(container.name))
          yield {
            object,
            field: `${field}.name`,
            value: container.name,
            problem: `no DNS label: ${RULE_OF_LABELS}`,
          };
        yield* portNames(object, `${field}.ports`, container.ports ?? []);
      }
    }
  },
};

interface Ports {
  readonly ports: readonly { readonly name?: string }[];
}

const RULE_OF_LABELS =
  'use lower-case letters, digits and hyphens, the first and the last no hyphen, at most 63 characters';

function* nameOf(object: KubeObject): Iterable<Finding> {
  const { kind, name } = object;
  const longest = LONGEST[kind] ?? 253;
  const isRbac = object.apiVersion.startsWith('rbac.authorization.k8s.io/');
  const isLabel = kind === 'Namespace' || kind === 'Service';
  const at = { object, field: 'metadata.name', value: name };
  if (name.length > longest)
    yield { ...at, problem: `${name.length} characters, and ${longest} fit: shorten it` };
  else if (
    isRbac
      ? !/^[^/%]+$/.test(name) || name === '.' || name === '..'
      : !(isLabel ? DNS_LABEL : SUBDOMAIN).test(name)
  )
    yield {
      ...at,
      problem: isLabel
        ? `no DNS label: ${RULE_OF_LABELS}`
        : 'no DNS name: use lower-case letters, digits, hyphens and dots',
    };
}

function* labels(
  object: KubeObject,
  field: string,
  all: Readonly<Record<string, unknown>>,
): Iterable<Finding> {
  yield* keys(object, field, all);
  for (const [key, value] of Object.entries(all)) {
    const text = String(value);
    if (text === '' || (text.length <= MAX_LABEL_LENGTH && QUALIFIED.test(text))) continue;
    yield {
      object,
      field: `${field}["${key}"]`,
      value,
      problem:
        "no label's value: at most 63 letters, digits, hyphens, dots and underscores, the first and the last a letter or digit",
    };
  }
}

function* keys(object: KubeObject, field: string, all: Readonly<Record<string, unknown>>): Iterable<Finding> {
  for (const key of Object.keys(all)) {
    const slash = key.indexOf('/');
    const [prefix, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
    const sound =
      name.length <= MAX_LABEL_LENGTH &&
      QUALIFIED.test(name) &&
      (prefix === undefined || (prefix.length <= 253 && SUBDOMAIN.test(prefix)));
    if (!sound)
      yield {
        object,
        field,
        value: key,
        problem: 'no key of a label or annotation: write name or example.com/name',
      };
  }
}

function* portNames(object: KubeObject, field: string, ports: Ports['ports']): Iterable<Finding> {
  const seen = new Set<string>();
  for (const [index, { name }] of ports.entries()) {
    if (name === undefined) continue;
    const at = { object, field: `${field}[${index}].name`, value: name };
    const longest = object.kind === 'Service' ? MAX_LABEL_LENGTH : 15;
    if (name.length > longest || !PORT_NAME.test(name)) {
      yield {
        ...at,
        problem: `no port's name: at most ${longest} lower-case letters, digits and single hyphens, with a letter among them`,
      };
    }
    if (seen.has(name)) yield { ...at, problem: 'another port here is called the same: rename one' };
    seen.add(name);
  }
}

function isDnsLabel(name: string): boolean {
  return name.length <= MAX_LABEL_LENGTH && DNS_LABEL.test(name);
}
