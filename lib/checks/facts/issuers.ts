import type { IClusterIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer';
import { ISSUER_ANNOTATIONS } from '../../kube/annotations';
import { isInZone, isWildcard } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import type { Reference } from './references';

/** A solver of an ACME issuer. */
export type Solver = NonNullable<NonNullable<IClusterIssuer['spec']['acme']>['solvers']>[number];

/** The issuers to which Certificates and the annotations of Ingresses refer. */
export function* issuerReferences(cluster: ClusterIndex): Iterable<Reference> {
  for (const object of cluster.ofKind('Certificate')) {
    const { kind = 'Issuer', name } = object.spec.issuerRef ?? {};
    yield { object, field: 'spec.issuerRef.name', kind, name };
  }
  for (const object of cluster.ofKind('Ingress')) {
    for (const [annotation, kind] of Object.entries(ISSUER_ANNOTATIONS)) {
      const field = `metadata.annotations["${annotation}"]`;
      yield { object, field, kind, name: object.annotations[annotation] };
    }
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

/** The names for which an issuer is asked: those of a Certificate, or the TLS hosts of an Ingress. */
export function namesOf(cluster: ClusterIndex, { kind, namespace, name }: KubeObject): readonly string[] {
  if (kind === 'Certificate')
    return cluster.find({ kind: 'Certificate', namespace, name })?.spec.dnsNames ?? [];
  const { tls = [] } = cluster.find({ kind: 'Ingress', namespace, name })?.spec ?? {};
  return tls.flatMap(({ hosts = [], secretName }) => (secretName ? hosts : []));
}

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
): Solver | undefined {
  let best: { readonly solver: Solver; readonly rank: number } | undefined;
  for (const solver of issuer.spec.acme?.solvers ?? []) {
    const rank = rankOf(solver, certificate, name);
    if (rank !== undefined && rank > (best?.rank ?? -1)) best = { solver, rank };
  }
  return best?.solver;
}

/** The Ingress of an HTTP-01 solver; its type lacks the newer field. */
type SolverIngress = NonNullable<NonNullable<Solver['http01']>['ingress']> & {
  readonly ingressClassName?: string;
};

/** The ingress class of an HTTP-01 solver; undefined if it edits an existing Ingress. */
export function solverClass(ingress: SolverIngress): string | undefined {
  return ingress.ingressClassName ?? ingress.class;
}

/** How specific a solver is for a name; undefined if it does not match. */
function rankOf({ selector = {}, dns01 }: Solver, { labels }: KubeObject, name: string): number | undefined {
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
