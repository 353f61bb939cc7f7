import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { servicePortProblem } from '../facts/ports';
import { backendsOf } from '../facts/routes';

export const routeBackend: Rule = {
  id: 'route-backend',
  group: 'references',
  title:
    'Every backend of an Ingress or an HTTPRoute is a Service that exists, and the Service has the port. Every rule of an HTTPRoute has a backend, unless a filter responds to the requests.',
  protects: 'The controller responds with 500, 503 or 404 to all requests for the host.',
  *check(cluster): Iterable<Finding> {
    for (const { object, namespace, name, port, field } of backendsOf(cluster)) {
      if (cluster.isForeign(namespace)) continue;
      const found = servicePortProblem(cluster, namespace, name, port);
      const value = found?.field === 'name' ? name : port;
      if (found) yield { object, field: `${field}.${found.field}`, value, problem: found.problem };
      // The rule `constraint` reports an HTTPRoute without the port.
      else if (port === undefined && object.kind === 'Ingress')
        yield { object, field: `${field}.port`, problem: 'missing: state a port of the Service' };
    }
    yield* withoutBackend(cluster);
  },
};

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule */
function* withoutBackend(cluster: ClusterIndex): Iterable<Finding> {
  for (const object of cluster.ofKind('HTTPRoute'))
    for (const [index, { backendRefs = [], filters = [] }] of (object.spec.rules ?? []).entries()) {
      const field = `spec.rules[${index}].backendRefs`;
      const responds = filters.some((filter) => 'requestRedirect' in filter || 'extensionRef' in filter);
      if (backendRefs.length === 0 && !responds)
        yield { object, field, problem: 'missing: add a backend, or a filter that redirects the requests' };
      else if (backendRefs.length > 0 && backendRefs.every(({ weight }) => weight === 0))
        yield {
          object,
          field,
          problem: 'every weight is 0, so that no request is served: raise one of them',
        };
    }
}
