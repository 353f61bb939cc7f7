import { objectName } from '../engine/finding';
import { type KubeObject, specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { type IngressSpec, routesOf } from '../facts/routes';

/** One owner for each host and path, and TLS for no host that is not routed. */
export const ingressHost: Rule = {
  id: 'ingress-host',
  group: 'references',
  title: 'One host and path stands in one Ingress of a cluster, and every host under `tls` is routed.',
  protects:
    'Of two Ingresses the older one wins, and the other team looks for its traffic; a misspelt TLS host serves the wrong certificate.',
  *check(cluster) {
    const owners = new Map<string, KubeObject>();
    for (const object of cluster.ofKind('Ingress')) {
      const hosts = new Set<string>();
      for (const { host, path, pathType, field } of routesOf(object)) {
        hosts.add(host);
        const key = `${host}${path} ${pathType}`;
        const owner = owners.get(key);
        if (owner) {
          const where = `${objectName(owner)} (${owner.path})`;
          yield {
            object,
            field,
            value: `${host}${path}`,
            problem: `${where} routes it already: change one of them`,
          };
        } else owners.set(key, object);
      }
      for (const [index, { hosts: secured = [] }] of (specOf<IngressSpec>(object).tls ?? []).entries()) {
        for (const host of secured.filter((it) => !hosts.has(it))) {
          yield {
            object,
            field: `spec.tls[${index}].hosts`,
            value: host,
            problem: 'no rule of this Ingress routes that host: correct it, or take it out',
          };
        }
      }
    }
  },
};
