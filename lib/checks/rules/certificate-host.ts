import { covers } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { certificateNames, defaultCertificate, isProviderClass } from '../facts/certificates';

export const certificateHost: Rule = {
  id: 'certificate-host',
  group: 'references',
  title:
    'The certificate of every TLS host is valid for the host. An Ingress without `secretName` has the default certificate of the controller.',
  protects: 'Browsers refuse the certificate.',
  *check(cluster): Iterable<Finding> {
    // Most often one certificate lacks a name that many Ingresses use.
    for (const [secret, [first, ...others]] of groupBy(uncovered(cluster), ({ secret }) => secret)) {
      const { object, field, host } = first as Uncovered;
      const names = certificateNames(cluster).get(secret) ?? [];
      const problem =
        secret === 'none'
          ? 'the controller has no default certificate, only a self-signed one: set secretName'
          : `the certificate in Secret ${secret} is for ${list(names) || 'no server'}: add the host to the dnsNames of its Certificate${names.length > 0 ? '' : ', and server auth to its usages'}`;
      yield { object, field, value: list([host, ...others.map((it) => it.host)]), problem };
    }
  },
};

interface Uncovered {
  readonly object: KubeObject;
  readonly field: string;
  readonly host: string;
  /** As `namespace/name`. */
  readonly secret: string;
}

/** The TLS hosts for which the certificate is not valid. The content of a Secret that a person creates is unknown. */
function* uncovered(cluster: ClusterIndex): Iterable<Uncovered> {
  for (const object of cluster.ofKind('Ingress')) {
    for (const [index, { hosts = [], secretName }] of (object.spec.tls ?? []).entries()) {
      const secret = secretName ? `${object.namespace}/${secretName}` : defaultFor(cluster, object);
      const names = secret === 'none' ? [] : certificateNames(cluster).get(secret ?? '');
      if (names === undefined || secret === undefined) continue;
      for (const host of hosts)
        if (!covers(names, host)) yield { object, field: `spec.tls[${index}].hosts`, host, secret };
    }
  }
}

function defaultFor(cluster: ClusterIndex, { spec }: KubeObject<'Ingress'>): string | undefined {
  return isProviderClass(cluster, spec.ingressClassName) ? undefined : defaultCertificate(cluster);
}
