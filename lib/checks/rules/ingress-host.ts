import { objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { routesOf } from '../facts/routes';

export const ingressHost: Rule = {
  id: 'ingress-host',
  group: 'references',
  title: 'No two Ingresses of a cluster have the same host and path, and every host under `tls` has a route.',
  protects:
    'Of two Ingresses, the older one receives all requests; a misspelt TLS host has the wrong certificate.',
  *check(cluster) {
    const owners = new Map<string, KubeObject>();
    for (const object of cluster.ofKind('Ingress')) {
      const hosts = new Set<string>();
      for (const { host, path, pathType, field } of routesOf(object)) {
        hosts.add(host);
        const key = `${host}${path} ${pathType}`;
        const owner = owners.get(key);
        if (owner) {
          const problem = `${objectName(owner)} (${owner.path}) has the same route: change one of them`;
          yield { object, field, value: `${host}${path}`, problem };
        } else owners.set(key, object);
      }
      const problem = 'no rule of this Ingress routes the host: correct or remove it';
      for (const [index, { hosts: secured = [] }] of (object.spec.tls ?? []).entries())
        for (const value of secured.filter((host) => !hosts.has(host)))
          yield { object, field: `spec.tls[${index}].hosts`, value, problem };
    }
  },
};
