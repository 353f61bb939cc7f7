import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { apiServerCalls, DEFAULT_PORT } from '../facts/api-server-calls';
import { flagReferences } from '../facts/flags';
import { servicePortProblem } from '../facts/ports';
import { type Reference, unresolved } from '../facts/references';

export const objectReference: Rule = {
  id: 'object-reference',
  group: 'references',
  title:
    'Every Service that a StatefulSet, an APIService, a webhook or a flag of the ingress controller names is made by this program and has the port, and so is every bound admission policy.',
  protects: 'Pods have no DNS names, an API does not respond, or an admission policy has no effect.',
  *check(cluster): Iterable<Finding> {
    yield* unresolved(cluster, references(cluster));
    yield* unresolvedCalls(cluster);
  },
};

/** The Services to which the API server cannot connect. */
function* unresolvedCalls(cluster: ClusterIndex): Iterable<Finding> {
  for (const { object, field, config } of apiServerCalls(cluster)) {
    const { namespace = '', name = '', port = DEFAULT_PORT } = config.service ?? {};
    if (config.service === undefined || cluster.isForeign(namespace)) continue;
    const found = servicePortProblem(cluster, namespace, name, port);
    if (found === undefined) continue;
    const value = found.field === 'name' ? name : port;
    yield { object, field: `${field}.service.${found.field}`, value, problem: found.problem };
  }
}

function* references(cluster: ClusterIndex): Iterable<Reference> {
  for (const object of cluster.ofKind('StatefulSet'))
    yield { object, field: 'spec.serviceName', kind: 'Service', name: object.spec.serviceName };
  for (const object of cluster.ofKind('ValidatingAdmissionPolicyBinding')) {
    const kind = 'ValidatingAdmissionPolicy';
    yield { object, field: 'spec.policyName', kind, name: object.spec.policyName };
  }
  // The ingress controller writes the address of this Service into the Ingresses.
  for (const { object, field, namespace, name } of flagReferences(cluster, 'publish-service'))
    yield { object, field, kind: 'Service', namespace, name };
}
