import { MAX_LABEL_LENGTH } from '../../kube/dns-names';
import type { Finding } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const QUALIFIED = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const PORT_NAME = /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;
const PATH_SEGMENT = /^(?!\.{1,2}$)[^/%]+$/;

/** The maximum lengths of names that are less than 253 characters. */
const MAX_LENGTH: Readonly<Record<string, number>> = {
  Namespace: MAX_LABEL_LENGTH,
  Service: MAX_LABEL_LENGTH,
  // The controller adds 11 characters for each run.
  CronJob: 52,
  // The label controller-revision-hash of the pods is the name, a hyphen and ten characters.
  StatefulSet: 52,
  DaemonSet: 52,
};

const INVALID_LABEL =
  'not a valid DNS label: use at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends';
const INVALID_NAME = 'not a valid DNS name: use lower-case letters, digits, hyphens and dots';
const INVALID_KEY = 'not a valid key of a label or annotation: write name or example.com/name';
const INVALID_VALUE =
  'not a valid label value: use at most 63 letters, digits, hyphens, dots and underscores, with a letter or digit at both ends';

export const names: Rule = {
  id: 'names',
  group: 'objects',
  title: 'Names, labels and annotations are accepted by the API server.',
  protects: 'The API server rejects the object, or the pods that a controller creates for it.',
  *check(cluster) {
    for (const object of cluster.objects) {
      yield* ofObject(object);
      yield* keys(object, 'metadata.annotations', object.annotations);
      yield* labels(object, 'metadata.labels', object.labels);
    }
    for (const object of cluster.ofKind('Service'))
      yield* portNames(object, 'spec.ports', DNS_LABEL, MAX_LABEL_LENGTH, object.spec.ports);
    for (const { object, field, labels: own } of cluster.workloads)
      yield* labels(object, `${field}: the pod's labels`, own);
    for (const { object, container, field } of cluster.containers) {
      // The rule schema reports a missing name.
      const { name = 'unnamed', ports } = container;
      if (name.length > MAX_LABEL_LENGTH || !DNS_LABEL.test(name))
        yield { object, field: `${field}.name`, value: name, problem: INVALID_LABEL };
      yield* portNames(object, `${field}.ports`, PORT_NAME, 15, ports);
    }
  },
};

function* ofObject(object: KubeObject): Iterable<Finding> {
  const { kind, name } = object;
  const maximum = MAX_LENGTH[kind] ?? 253;
  const isRbac = object.apiVersion.startsWith('rbac.authorization.k8s.io/');
  const isLabel = kind === 'Namespace' || kind === 'Service';
  const pattern = isRbac ? PATH_SEGMENT : isLabel ? DNS_LABEL : SUBDOMAIN;
  const at = { object, field: 'metadata.name', value: name };
  if (name.length > maximum)
    yield { ...at, problem: `${name.length} characters; the maximum is ${maximum}: shorten it` };
  else if (!pattern.test(name)) yield { ...at, problem: isLabel ? INVALID_LABEL : INVALID_NAME };
}

type Entries = Readonly<Record<string, unknown>>;

function* labels(object: KubeObject, field: string, all: Entries): Iterable<Finding> {
  yield* keys(object, field, all);
  for (const [key, value] of Object.entries(all)) {
    const text = String(value);
    if (text === '' || (text.length <= MAX_LABEL_LENGTH && QUALIFIED.test(text))) continue;
    yield { object, field: `${field}["${key}"]`, value, problem: INVALID_VALUE };
  }
}

function* keys(object: KubeObject, field: string, all: Entries): Iterable<Finding> {
  for (const key of Object.keys(all)) {
    const slash = key.indexOf('/');
    const prefix = slash < 0 ? undefined : key.slice(0, slash);
    const name = key.slice(slash + 1);
    const isValid =
      name.length <= MAX_LABEL_LENGTH &&
      QUALIFIED.test(name) &&
      (prefix === undefined || (prefix.length <= 253 && SUBDOMAIN.test(prefix)));
    if (!isValid) yield { object, field, value: key, problem: INVALID_KEY };
  }
}

function* portNames(
  object: KubeObject,
  field: string,
  pattern: RegExp,
  maximum: number,
  ports: readonly { readonly name?: string }[] = [],
): Iterable<Finding> {
  const seen = new Set<string>();
  for (const [index, { name }] of ports.entries()) {
    if (name === undefined) continue;
    const at = { object, field: `${field}[${index}].name`, value: name };
    const more = pattern === PORT_NAME ? 'single hyphens, with at least one letter' : 'hyphens';
    const rule = `use at most ${maximum} lower-case letters, digits and ${more}`;
    if (name.length > maximum || !pattern.test(name))
      yield { ...at, problem: `not a valid port name: ${rule}` };
    if (seen.has(name)) yield { ...at, problem: 'duplicate port name: rename one of the ports' };
    seen.add(name);
  }
}
