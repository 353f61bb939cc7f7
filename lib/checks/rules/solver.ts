import { AWAITS_CONTROLLER } from '../../kube/annotations';
import { isWildcard } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, objectName } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { issuerOf, issuerReferences, namesOf, solverClass, solverOf } from '../facts/issuers';
import { type Reference, unresolved } from '../facts/references';

export const solver: Rule = {
  id: 'solver',
  group: 'references',
  title:
    'Every ACME issuer has a solver for each name of its certificates, with DNS-01 for a wildcard, and the ingress class of every HTTP-01 solver exists.',
  protects: 'The certificate is never issued or renewed, which is noticed when the old one expires.',
  *check(cluster): Iterable<Finding> {
    for (const reference of issuerReferences(cluster)) {
      const issuer = issuerOf(cluster, reference);
      if (issuer?.spec.acme === undefined) continue;
      const { object, field } = reference;
      for (const name of namesOf(cluster, object)) {
        if (solverOf(issuer, object, name)) continue;
        const remedy = isWildcard(name)
          ? 'a wildcard needs a DNS-01 solver whose zones contain the name'
          : 'add its zone to the selector of a solver';
        const problem = `no solver of ${objectName(issuer)} validates "${name}": ${remedy}, or name another issuer`;
        yield { object, field, value: reference.name, problem };
      }
    }
    yield* unresolved(cluster, solverClasses(cluster));
  },
};

function* solverClasses(cluster: ClusterIndex): Iterable<Reference> {
  for (const object of cluster.ofKind('ClusterIssuer', 'Issuer' as 'ClusterIssuer')) {
    if (object.annotations[AWAITS_CONTROLLER] !== undefined) continue;
    for (const [index, { http01 }] of (object.spec.acme?.solvers ?? []).entries()) {
      const field = `spec.acme.solvers[${index}].http01.ingress.ingressClassName`;
      yield { object, field, kind: 'IngressClass', name: http01?.ingress && solverClass(http01.ingress) };
    }
  }
}
