import { distance } from 'fastest-levenshtein';
import type { AcmeSolver, Http01Solver } from '../../../imports/cert-manager';
import { ISSUER_ANNOTATIONS } from '../../kube/annotations';
import { isInZone, isWildcard } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import type { Reference } from './references';
import { tlsOf } from './tls';

/** The API group of cert-manager's own issuers. */
const GROUP = 'cert-manager.io';

/** The annotations with the API group and the kind of the issuer, besides its name. */
const ISSUER_GROUP = `${GROUP}/issuer-group`;
const ISSUER_KIND = `${GROUP}/issuer-kind`;

/** The issuers to which Certificates and the annotations of Ingresses, Gateways and ListenerSets refer. */
export function* issuerReferences(cluster: ClusterIndex): Iterable<Reference> {
  for (const object of cluster.ofKind('Certificate')) {
    const { kind = 'Issuer', name, group } = object.spec.issuerRef ?? {};
    if (!isExternal(group)) yield { object, field: 'spec.issuerRef.name', kind, name };
  }
  for (const object of annotated(cluster)) {
    if (isExternal(object.annotations[ISSUER_GROUP])) continue;
    for (const [annotation, kind] of Object.entries(ISSUER_ANNOTATIONS)) {
      const field = `metadata.annotations["${annotation}"]`;
      const named = kind === 'Issuer' ? object.annotations[ISSUER_KIND] : undefined;
      yield { object, field, kind: named ?? kind, name: object.annotations[annotation] };
    }
  }
}

/** The objects with annotations of cert-manager, which orders their certificates. */
function annotated(cluster: ClusterIndex): readonly KubeObject[] {
  return cluster.ofKind<string>('Ingress', 'Gateway', 'ListenerSet');
}

/**
 * Whether an issuer is an object of a controller outside cert-manager: its kind is unknown.
 *
 * @see https://cert-manager.io/docs/configuration/issuers/#external-issuers
 */
function isExternal(group = ''): boolean {
  return group !== '' && group !== GROUP && !isMisspelt(group);
}

/** Whether an API group is a misspelling of cert-manager's, or the one that it had before v0.11. */
function isMisspelt(group: string): boolean {
  return group === 'certmanager.k8s.io' || (group !== GROUP && distance(group, GROUP) <= 2);
}

/** The references to issuers whose API group is misspelt. */
export function* misspeltGroups(cluster: ClusterIndex): Iterable<Finding> {
  const problem = `cert-manager's API group is ${GROUP}: correct it`;
  for (const object of cluster.ofKind('Certificate')) {
    const value = object.spec.issuerRef?.group;
    if (value && isMisspelt(value)) yield { object, field: 'spec.issuerRef.group', value, problem };
  }
  for (const object of annotated(cluster)) {
    const value = object.annotations[ISSUER_GROUP];
    const field = `metadata.annotations["${ISSUER_GROUP}"]`;
    if (value && isMisspelt(value)) yield { object, field, value, problem };
  }
}

/** The issuer of a reference; undefined if it does not exist, which the rule `issuer` reports. */
export function issuerOf(
  cluster: ClusterIndex,
  { object, kind, name = '' }: Reference,
): KubeObject<'ClusterIssuer'> | undefined {
  const namespace = kind === 'Issuer' ? object.namespace : undefined;
  // An Issuer has the same fields.
  return cluster.find({ kind: kind as 'ClusterIssuer', namespace, name });
}

/** The names for which an issuer is asked: those of a Certificate, or the TLS hosts of an Ingress or of listeners. */
export function namesOf(cluster: ClusterIndex, object: KubeObject): readonly string[] {
  if (object.kind === 'Certificate') return (object as KubeObject<'Certificate'>).spec.dnsNames ?? [];
  return (tlsByObject(cluster).get(object) ?? []).flatMap(({ stated, secrets }) =>
    secrets.length > 0 ? stated : [],
  );
}

const tlsByObject = perCluster((cluster) => groupBy(tlsOf(cluster), ({ object }) => object));

/**
 * The solver that cert-manager takes for a name: of those that match, the most specific one, by its names, its zones and
 * its labels; the first of equals. Only DNS-01 validates a wildcard.
 *
 * @see https://cert-manager.io/docs/configuration/acme/#adding-multiple-solver-types
 */
export function solverOf(
  issuer: KubeObject<'ClusterIssuer'>,
  certificate: KubeObject,
  name: string,
): AcmeSolver | undefined {
  let best: { readonly solver: AcmeSolver; readonly rank: number } | undefined;
  for (const solver of issuer.spec.acme?.solvers ?? []) {
    const rank = rankOf(solver, certificate, name);
    if (rank !== undefined && rank > (best?.rank ?? -1)) best = { solver, rank };
  }
  return best?.solver;
}

/** The ingress class of an HTTP-01 solver; undefined if it edits an existing Ingress. */
export function solverClass(ingress: NonNullable<Http01Solver['ingress']>): string | undefined {
  return ingress.ingressClassName ?? ingress.class;
}

/** The priority class of the pods of an HTTP-01 solver. */
export function solverPodClass({ ingress, gatewayHTTPRoute }: Http01Solver): string | undefined {
  return (ingress ?? gatewayHTTPRoute)?.podTemplate?.spec?.priorityClassName;
}

/** How specific a solver is for a name; undefined if it does not match. */
function rankOf(
  { selector = {}, dns01 }: AcmeSolver,
  { labels }: KubeObject,
  name: string,
): number | undefined {
  if (isWildcard(name) && dns01 === undefined) return undefined;
  const { dnsNames = [], dnsZones = [], matchLabels = {} } = selector;
  const pairs = Object.entries(matchLabels);
  if (!pairs.every(([key, value]) => labels[key] === value)) return undefined;
  if (dnsNames.length > 0 && !dnsNames.includes(name)) return undefined;
  const zones = dnsZones.filter((zone) => isInZone(name, zone));
  if (dnsZones.length > 0 && zones.length === 0) return undefined;
  const depth = Math.max(0, ...zones.map((zone) => zone.split('.').length));
  return (dnsNames.length > 0 ? 1e6 : 0) + depth * 1e3 + pairs.length;
}
