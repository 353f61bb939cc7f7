import { covers } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { certificateNames, servedSecrets } from '../facts/certificates';
import { tlsOf } from '../facts/tls';

export const certificateHost: Rule = {
  id: 'certificate-host',
  group: 'references',
  title:
    'The certificate of every TLS host of an Ingress or a listener is valid for the host; for a listener of many hosts, those of its routes count. An Ingress without `secretName` has the default certificate of the controller.',
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

/** The TLS hosts for which no certificate is valid. The content of a Secret that a person creates is unknown. */
function* uncovered(cluster: ClusterIndex): Iterable<Uncovered> {
  for (const entry of tlsOf(cluster)) {
    const { object, field, hosts } = entry;
    const secrets = servedSecrets(cluster, entry);
    const known = secrets.map((secret) => (secret === 'none' ? [] : certificateNames(cluster).get(secret)));
    const names = known.flatMap((names) => names ?? []);
    const [secret] = secrets;
    if (secret === undefined || known.includes(undefined)) continue;
    for (const host of hosts) if (!covers(names, host)) yield { object, field, host, secret };
  }
}
