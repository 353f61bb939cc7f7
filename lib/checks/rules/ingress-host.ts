import { NGINX_PREFIX } from '../../kube/annotations';
import { covers } from '../../kube/hostnames';
import { type Finding, objectName } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { Rule } from '../engine/rule';
import { type Route, routesOf } from '../facts/routes';

/** The annotation of an Ingress that receives a share of the requests of another one. */
const CANARY = `${NGINX_PREFIX}canary`;

export const ingressHost: Rule = {
  id: 'ingress-host',
  group: 'references',
  title:
    'No two Ingresses of a class have the same host and path, except canaries, and every host under `tls` has a route.',
  protects:
    'Of two Ingresses, the older one receives all requests; a misspelt TLS host has the wrong certificate.',
  *check(cluster): Iterable<Finding> {
    const routes = routesOf(cluster);
    const main = routes.filter(({ object }) => object.annotations[CANARY] !== 'true');
    for (const [first, ...others] of groupBy(main, routeKey).values())
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
        for (const value of secured.filter((host) => !hosts.some((routed) => isServed(routed, host))))
          yield { object, field: `spec.tls[${index}].hosts`, value, problem };
    }
  },
};

/** Whether a TLS host is the host of a route, or a wildcard over it, or below the wildcard of the route. */
function isServed(routed: string, secured: string): boolean {
  return routed === '*' || covers([routed], secured) || covers([secured], routed);
}

/** Controllers of different classes serve the same route independently. */
function routeKey({ className, host, path, pathType }: Route): string {
  return `${className} ${host}${path} ${pathType}`;
}
