import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { issuerReferences, misspeltGroups } from '../facts/issuers';
import { unresolved } from '../facts/references';

export const issuer: Rule = {
  id: 'issuer',
  group: 'references',
  title:
    'Every issuer of cert-manager that a Certificate or an Ingress names is made by this program, and no two Certificates have the same Secret. Issuers of other API groups are accepted.',
  protects: 'The certificate is never issued or renewed, which is noticed when the old one expires.',
  *check(cluster): Iterable<Finding> {
    yield* unresolved(cluster, issuerReferences(cluster));
    yield* misspeltGroups(cluster);
    yield* sharedSecrets(cluster);
  },
};

/** @see https://github.com/cert-manager/cert-manager/blob/v1.21.2/internal/controller/certificates/certificates.go */
function* sharedSecrets(cluster: ClusterIndex): Iterable<Finding> {
  const keyOf = ({ namespace, spec }: KubeObject<'Certificate'>) => `${namespace}/${spec.secretName}`;
  for (const [first, ...others] of groupBy(cluster.ofKind('Certificate'), keyOf).values())
    for (const object of others) {
      const value = object.spec.secretName;
      const problem = `Certificate ${first?.name} has the same Secret, and cert-manager issues only one of them: give each its own`;
      yield { object, field: 'spec.secretName', value, problem };
    }
}
