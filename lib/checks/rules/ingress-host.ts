import { type Finding, objectName } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { Rule } from '../engine/rule';
import { type Route, routesOf } from '../facts/routes';

export const ingressHost: Rule = {
  id: 'ingress-host',
  group: 'references',
  title: 'No two Ingresses of a cluster have the same host and path, and every host under `tls` has a route.',
  protects:
    'Of two Ingresses, the older one receives all requests; a misspelt TLS host has the wrong certificate.',
  *check(cluster): Iterable<Finding> {
    const routes = routesOf(cluster);
    for (const [first, ...others] of groupBy(routes, routeKey).values())
      for (const { object, field, host, path } of others) {
        const owner = first?.object ?? object;
        const problem = `${objectName(owner)} (${owner.path}) has the same route: change one of them`;
        yield { object, field, value: `${host}${path}`, problem };
      }
    const routed = groupBy(routes, ({ object }) => object);
    const problem = 'no rule of this Ingress routes the host: correct or remove it';
    for (const object of cluster.ofKind('Ingress')) {
      const hosts = (routed.get(object) ?? []).map(({ host }) => host);
      for (const [index, { hosts: secured = [] }] of (object.spec.tls ?? []).entries())
        for (const value of secured.filter((host) => !hosts.includes(host)))
          yield { object, field: `spec.tls[${index}].hosts`, value, problem };
    }
  },
};

function routeKey({ host, path, pathType }: Route): string {
  return `${host}${path} ${pathType}`;
}
