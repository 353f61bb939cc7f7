import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { apiServerCalls, DEFAULT_PORT } from '../facts/api-server-calls';
import { flagReferences } from '../facts/flags';
import { brokenLinks } from '../facts/links';
import { servicePortProblem } from '../facts/ports';
import { type Reference, unresolved } from '../facts/references';

export const objectReference: Rule = {
  id: 'object-reference',
  group: 'references',
  title:
    'Every object that another object names exists, if no other rule is about the reference: Services of StatefulSets, APIServices, webhooks and routes of a mesh with their ports, gateways of routes, targets of policies with their parts, parameters of classes, admission policies, owners, sources of volume claims, Secrets of accounts and issuers, and objects of metrics.',
  protects:
    'Pods have no DNS names, an API does not respond, a route is not served, or an object is deleted.',
  *check(cluster): Iterable<Finding> {
    yield* brokenLinks(cluster);
    yield* unresolved(cluster, publishedServices(cluster));
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

/** The ingress controller writes the address of this Service into the Ingresses. */
function publishedServices(cluster: ClusterIndex): Reference[] {
  return [...flagReferences(cluster, 'publish-service')].map((flag) => ({ ...flag, kind: 'Service' }));
}
