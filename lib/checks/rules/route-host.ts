import { NGINX_PREFIX } from '../../kube/annotations';
import { covers } from '../../kube/hostnames';
import { type Finding, objectName } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import { objectKey } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { type Route, routesOf } from '../facts/routes';

/** The annotation of an Ingress that receives a share of the requests of another one. */
const CANARY = `${NGINX_PREFIX}canary`;

export const routeHost: Rule = {
  id: 'route-host',
  group: 'references',
  title:
    'No two routes of an ingress class or of a listener have the same host, path and conditions, except canaries, and every host under `tls` of an Ingress has a route.',
  protects:
    'Of two routes, the older one receives all requests; a misspelt TLS host has the wrong certificate.',
  *check(cluster): Iterable<Finding> {
    const routes = routesOf(cluster);
    const main = routes.filter(({ object }) => object.annotations[CANARY] !== 'true');
    const reported = new Set<string>();
    for (const [first, ...others] of groupBy(main, routeKey).values())
      for (const { object, field, host, path } of others) {
        const owner = first?.object ?? object;
        const problem = `${objectName(owner)} (${owner.path}) has the same route: change one of them`;
        // A route of several listeners is one route.
        const key = `${objectKey(object)} ${field} ${host}`;
        if (!reported.has(key)) yield { object, field, value: `${host}${path}`, problem };
        reported.add(key);
      }
    const routed = groupBy(routes, ({ object }) => object);
    const problem = 'no rule of this Ingress routes the host: correct or remove it';
    for (const object of cluster.ofKind('Ingress')) {
      const hosts = (routed.get(object) ?? []).map(({ host }) => host);
      for (const [index, { hosts: secured = [] }] of (object.spec.tls ?? []).entries())
        for (const value of secured.filter((host) => !hosts.some((routed) => isServed(routed, host))))
          yield { object, field: `spec.tls[${index}].hosts`, value, problem };
    }
  },
};

/** Whether a TLS host is the host of a route, or a wildcard over it, or below the wildcard of the route. */
function isServed(routed: string, secured: string): boolean {
  return routed === '*' || covers([routed], secured) || covers([secured], routed);
}

/** Controllers of different classes, and different listeners, serve the same route independently. */
function routeKey({ className, listener, host, path, pathType, conditions = '' }: Route): string {
  const server = listener ? `${objectKey(listener.object)} ${listener.field}` : className;
  return `${server} ${host}${path} ${pathType} ${conditions}`;
}
