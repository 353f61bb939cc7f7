import { covers } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
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
    for (const object of cluster.ofKind('Ingress')) {
      for (const [index, { hosts = [], secretName }] of (object.spec.tls ?? []).entries()) {
        const secret = secretName ? `${object.namespace}/${secretName}` : defaultFor(cluster, object);
        const names = secret === 'none' ? [] : certificateNames(cluster).get(secret ?? '');
        // The content of a Secret that a person creates is unknown.
        if (names === undefined) continue;
        const problem =
          secret === 'none'
            ? 'the controller has no default certificate, only a self-signed one: set secretName'
            : `the certificate in Secret ${secret} is for ${list(names) || 'no name'}: add the host to the dnsNames of its Certificate`;
        for (const value of hosts.filter((host) => !covers(names, host)))
          yield { object, field: `spec.tls[${index}].hosts`, value, problem };
      }
    }
  },
};

function defaultFor(cluster: ClusterIndex, { spec }: KubeObject<'Ingress'>): string | undefined {
  return isProviderClass(cluster, spec.ingressClassName) ? undefined : defaultCertificate(cluster);
}
