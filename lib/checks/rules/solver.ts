import { AWAITS_CONTROLLER } from '../../kube/annotations';
import { isWildcard } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list, objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { issuerOf, issuerReferences, namesOf, solverClass, solverOf } from '../facts/issuers';
import { type Reference, unresolved } from '../facts/references';
import { solverListeners } from '../facts/solver-listeners';

export const solver: Rule = {
  id: 'solver',
  group: 'references',
  title:
    'Every ACME issuer has a solver for each name of its certificates, with DNS-01 for a wildcard, and the ingress class of every HTTP-01 solver exists, or a listener for HTTP accepts its route.',
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
    yield* unreachable(cluster);
  },
};

/** The issuers whose challenges no listener forwards: most often one parent is wrong for many certificates. */
function* unreachable(cluster: ClusterIndex): Iterable<Finding> {
  const found = new Map<string, { readonly issuer: KubeObject; readonly certificates: string[] }>();
  for (const reference of issuerReferences(cluster)) {
    const issuer = issuerOf(cluster, reference);
    if (issuer === undefined || issuer.annotations[AWAITS_CONTROLLER] !== undefined) continue;
    const { object } = reference;
    for (const name of namesOf(cluster, object)) {
      const http01 = solverOf(issuer, object, name)?.http01;
      if (http01?.gatewayHTTPRoute === undefined) continue;
      const [problem] = solverListeners(cluster, http01, object, name).problems;
      if (problem === undefined) continue;
      const entry = found.get(`${issuer.name} ${problem}`) ?? { issuer, certificates: [] };
      entry.certificates.push(objectName(object));
      found.set(`${issuer.name} ${problem}`, entry);
    }
  }
  for (const [key, { issuer, certificates }] of found) {
    const reason = key.slice(issuer.name.length + 1);
    const problem = `no listener forwards the HTTP-01 challenges of ${list(certificates)}: ${reason}`;
    yield { object: issuer, field: 'spec.acme.solvers', problem };
  }
}

function* solverClasses(cluster: ClusterIndex): Iterable<Reference> {
  for (const object of cluster.ofKind('ClusterIssuer', 'Issuer' as 'ClusterIssuer')) {
    if (object.annotations[AWAITS_CONTROLLER] !== undefined) continue;
    for (const [index, { http01 }] of (object.spec.acme?.solvers ?? []).entries()) {
      const field = `spec.acme.solvers[${index}].http01.ingress.ingressClassName`;
      yield { object, field, kind: 'IngressClass', name: http01?.ingress && solverClass(http01.ingress) };
    }
  }
}
