import { intersection } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list, objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import type { Rule } from '../engine/rule';
import { allListeners, type Listener } from '../facts/listeners';
import { listenersOfRoute, parentsOf } from '../facts/routes';

export const routeParent: Rule = {
  id: 'route-parent',
  group: 'references',
  title:
    'A listener of every parent of an HTTPRoute accepts it: its name, its port, its kinds of routes, its namespaces and its host name fit, and every host of the route has a listener, to which no listener of another route is preferred.',
  protects: 'The Gateway responds with 404 to all requests for the host.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('HTTPRoute')) {
      const parents = parentsOf(cluster).get(object) ?? [];
      const field = 'spec.parentRefs';
      if (parents.length === 0)
        yield { object, field, problem: 'missing, so that no Gateway serves the route: name one' };
      const refused = parents.flatMap(({ field, attachment }) =>
        attachment !== undefined && 'refusal' in attachment ? [{ at: field, ...attachment.refusal }] : [],
      );
      for (const { at, field, value, problem } of refused)
        yield { object, field: field === undefined ? at : `${at}.${field}`, value, problem };
      const isKnown = parents.every(({ attachment }) => attachment !== undefined);
      if (isKnown && parents.length > 0 && refused.length === 0) yield* unservedHosts(cluster, object);
    }
  },
};

/** The hosts of a route for which no parent listens, although the parents accept the route for other hosts. */
function* unservedHosts(cluster: ClusterIndex, object: KubeObject<'HTTPRoute'>): Iterable<Finding> {
  const listeners = listenersOfRoute(cluster, object);
  const hosts = listeners.map(({ host }) => host);
  for (const [index, value] of (object.spec.hostnames ?? []).entries()) {
    const at = { object, field: `spec.hostnames[${index}]`, value };
    const serving = listeners.filter(({ host }) => intersection(host, value));
    const [other] = serving.flatMap(
      (listener) => exactListeners(cluster).get(hostKey(listener, value)) ?? [],
    );
    if (serving.length === 0) {
      const problem = `the listeners of its parents serve only ${list(hosts)}: correct the host, or add a listener`;
      yield { ...at, problem };
    } else if (other && !listeners.includes(other)) {
      const problem = `listener ${other.spec.name} of ${objectName(other.object)} is for this host, and receives its requests on port ${other.spec.port}: add it to parentRefs, or remove the listener`;
      yield { ...at, problem };
    }
  }
}

/**
 * The listeners of one host. A request goes to the most specific listener, also if the route is attached to another one.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec, "Listeners that are distinct only by Hostname"
 */
const exactListeners = perCluster(
  (cluster): ReadonlyMap<string, Listener> =>
    new Map(allListeners(cluster).map((listener) => [hostKey(listener, listener.host), listener])),
);

function hostKey({ gateway, spec }: Listener, host: string): string {
  return `${gateway?.namespace}/${gateway?.name} ${spec.port} ${host}`;
}
