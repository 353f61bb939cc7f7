import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, objectName, orUse } from '../engine/finding';
import type { KubeObject, ObjectName } from '../engine/kube-object';
import { groupOf } from './api-resources';
import { hasClaim } from './claims';
import { compilePath } from './constraints/constraint';
import { kindProblem, mayBeUnknown } from './kind-names';
import { LINKS, type Link } from './link-table';
import { servicePortProblem } from './ports';
import { type Reference, unresolved } from './references';

/** The value of a link that is an object. */
interface Target {
  readonly name?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly apiVersion?: string;
  readonly apiGroup?: string;
  readonly group?: string;
  readonly port?: number;
  readonly key?: string;
  readonly sectionName?: string;
}

const COMPILED = LINKS.map((link) => ({ ...link, partsOf: compilePath(link.at) }));

/** The findings about links to objects that do not exist, or that the API server cannot have. */
export function* brokenLinks(cluster: ClusterIndex): Iterable<Finding> {
  for (const link of COMPILED)
    for (const object of cluster.ofKind(...link.in))
      for (const { field, value } of link.partsOf({ field: '', value: object.json })) {
        const target = typeof value === 'string' ? { name: value } : (value as Target);
        yield* ofTarget(cluster, object, field, typeof value === 'string', link, target);
      }
  yield* ofOwners(cluster);
  yield* ofMesh(cluster);
}

function* ofTarget(
  cluster: ClusterIndex,
  object: KubeObject,
  field: string,
  isName: boolean,
  link: Link,
  {
    name,
    kind = link.kind,
    namespace = object.namespace ?? link.namespace,
    port,
    key,
    sectionName,
    ...target
  }: Target,
): Iterable<Finding> {
  const group = groupFor(link, target);
  const invalid = kindProblem(group, kind);
  if (invalid) {
    yield { object, field: `${field}.kind`, value: kind, problem: invalid };
    return;
  }
  if (mayBeUnknown(group, kind) || name === undefined || name === '') return;
  if (link.isFollowed && kind === link.kind) return;
  if (kind === 'PersistentVolumeClaim' && hasClaim(cluster)(namespace ?? '', name)) return;
  const keys = link.keys ?? (key === undefined ? [] : [key]);
  const reference: Reference = {
    object,
    field: isName ? field : `${field}.name`,
    kind,
    namespace,
    name,
    keys,
  };
  const problems = [...unresolved(cluster, [reference])];
  yield* problems;
  if (sectionName !== undefined && problems.length === 0 && !link.isAttachment)
    yield* unknownSection(cluster, { kind, namespace, name }, sectionName, { object, field });
  if (kind !== 'Service' || port === undefined || problems.length > 0 || cluster.isForeign(namespace ?? ''))
    return;
  const found = servicePortProblem(cluster, namespace ?? 'default', name, port);
  if (found) yield { object, field: `${field}.port`, value: port, problem: found.problem };
}

/** The API group that a target states, or that of the link. */
function groupFor(link: Link, { apiVersion, apiGroup, group }: Target): string {
  const stated = apiVersion === undefined ? (apiGroup ?? group) : groupOf(apiVersion);
  return stated ?? link.group ?? '';
}

/** A part of an object that a policy names: a listener, a rule of a route, or a port of a Service. */
function* unknownSection(
  cluster: ClusterIndex,
  target: ObjectName,
  sectionName: string,
  { object, field }: Pick<Finding, 'object' | 'field'>,
): Iterable<Finding> {
  const { spec } = cluster.find(target) ?? {};
  const { listeners, rules, ports } = (spec ?? {}) as Readonly<Record<string, readonly Target[] | undefined>>;
  const parts = listeners ?? rules ?? ports;
  if (parts === undefined || parts.some(({ name }) => name === sectionName)) return;
  const known = orUse(parts.flatMap(({ name }) => name ?? []));
  const problem = `${objectName(target)} has no part of this name: add it${known}`;
  yield { object, field: `${field}.sectionName`, value: sectionName, problem };
}

/** The references to objects of other namespaces that must be permitted there. */
export function* crossReferences(cluster: ClusterIndex): Iterable<CrossReference> {
  for (const link of COMPILED.filter(({ needsGrant }) => needsGrant))
    for (const object of cluster.ofKind(...link.in))
      for (const { field, value } of link.partsOf({ field: '', value: object.json })) {
        const { name = '', kind = link.kind, namespace, ...target } = value as Target;
        if (namespace === undefined || namespace === object.namespace) continue;
        yield { object, field, group: groupFor(link, target), kind, namespace, name };
      }
}

/** A reference to an object of another namespace. */
export interface CrossReference {
  readonly object: KubeObject;
  readonly field: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * The owners of objects. Without its owner, an object is deleted. Files that were read from a cluster name owners that are
 * in no file.
 *
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents
 */
function* ofOwners(cluster: ClusterIndex): Iterable<Finding> {
  if (cluster.mayHave('Namespace')) return;
  for (const object of cluster.objects) {
    const { ownerReferences = [] } = (object.json.metadata ?? {}) as { ownerReferences?: readonly Target[] };
    for (const [index, { apiVersion, kind = '', name }] of ownerReferences.entries()) {
      const link = { in: [], at: '', kind };
      yield* ofTarget(cluster, object, `metadata.ownerReferences[${index}]`, false, link, {
        apiVersion,
        kind,
        name,
      });
    }
  }
}

const DESTINATIONS = [
  ...['http', 'tcp', 'tls'].map((protocol) => `spec.${protocol}[*].route[*].destination`),
  'spec.http[*].mirror',
].map(compilePath);

/** A host of the mesh: a name without dots is a Service of the same namespace. */
const MESH_HOST = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?)?$/;

/** The Services of Istio's routes. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
function* ofMesh(cluster: ClusterIndex): Iterable<Finding> {
  for (const object of cluster.ofKind('VirtualService'))
    for (const partsOf of DESTINATIONS)
      for (const { field, value } of partsOf({ field: '', value: object.json })) {
        const { host = '', port } = value as {
          readonly host?: string;
          readonly port?: { readonly number?: number };
        };
        const [, name, namespace = object.namespace ?? 'default'] = MESH_HOST.exec(host) ?? [];
        if (name === undefined || cluster.isForeign(namespace)) continue;
        const found = servicePortProblem(cluster, namespace, name, port?.number);
        if (found?.field === 'name')
          yield { object, field: `${field}.host`, value: host, problem: found.problem };
        else if (found)
          yield { object, field: `${field}.port.number`, value: port?.number, problem: found.problem };
      }
}
