import type { AcmeSolver } from '../../../imports/cert-manager';
import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { groupBy } from '../../checks/engine/group-by';
import type { KubeObject } from '../../checks/engine/kube-object';
import { perCluster } from '../../checks/engine/per-cluster';
import { issuerOf, issuerReferences, namesOf, solverOf } from '../../checks/facts/issuers';
import type { Reference } from '../../checks/facts/references';
import { secretKey, tlsOf } from '../../checks/facts/tls';
import { shared, sharedName } from '../names';

/** The ways in which an ACME issuer validates a name. */
type Challenge = 'HTTP-01' | 'DNS-01';

/** The certificate of a host. */
export interface Certificate {
  /** The Secret that contains it, as `namespace/name`. */
  readonly secret: string;
  /**
   * The object for which cert-manager issues it, such as `Certificate shop/web`, or the Ingress or the Gateway with the
   * annotation; undefined if a person creates the Secret.
   */
  readonly object: string | undefined;
  /** Such as `ClusterIssuer letsencrypt`; undefined if the object names none, or one of another API group. */
  readonly issuer: string | undefined;
  /** The names for which it is issued. */
  readonly dnsNames: readonly string[];
  /** Empty if the issuer is not an ACME issuer, or if its object is unknown. */
  readonly challenges: readonly Challenge[];
}

/** The certificate in a Secret, by `namespace/name`: that of cert-manager, or that of a person. */
export function certificateIn(cluster: ClusterIndex, secret: string): Certificate {
  const [namespace = ''] = secret.split('/');
  const found = issued(cluster).get(secret) ?? BY_A_PERSON;
  return { secret: shared(cluster, namespace, secret), ...found };
}

const BY_A_PERSON = { object: undefined, issuer: undefined, dnsNames: [], challenges: [] };

/** The certificates that cert-manager issues, by `namespace/name` of their Secrets. */
const issued = perCluster((cluster): ReadonlyMap<string, Omit<Certificate, 'secret'>> => {
  const named = [...issuerReferences(cluster)].filter(({ name }) => name !== undefined);
  const references = new Map(named.map((reference) => [reference.object, reference]));
  const entries = groupBy(tlsOf(cluster), ({ object }) => object);
  const ofAnnotations = [...references].flatMap(([object, reference]) =>
    (entries.get(object) ?? []).flatMap(({ secrets }) =>
      secrets.map((secret) => [secretKey(secret), orderOf(cluster, object, reference)] as const),
    ),
  );
  const ofCertificates = cluster.ofKind('Certificate').map((object) => {
    const key = `${object.namespace}/${object.spec.secretName}`;
    return [key, orderOf(cluster, object, references.get(object))] as const;
  });
  return new Map([...ofAnnotations, ...ofCertificates]);
});

function orderOf(cluster: ClusterIndex, object: KubeObject, reference: Reference | undefined) {
  const { namespace } = object;
  const names = namesOf(cluster, object);
  const issuer = reference && issuerOf(cluster, reference);
  return {
    object: sharedName(cluster, object),
    issuer: reference && shared(cluster, namespace, `${reference.kind} ${reference.name}`),
    dnsNames: [...new Set(names)].map((name) => shared(cluster, namespace, name)).sort(),
    challenges: [
      ...new Set(names.flatMap((name) => challengeOf(issuer && solverOf(issuer, object, name)) ?? [])),
    ].sort(),
  };
}

function challengeOf(solver: AcmeSolver | undefined): Challenge | undefined {
  if (solver === undefined) return undefined;
  return solver.dns01 === undefined ? 'HTTP-01' : 'DNS-01';
}
