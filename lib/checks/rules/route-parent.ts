import { intersection } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { listenersOfRoute, parentsOf } from '../facts/routes';

export const routeParent: Rule = {
  id: 'route-parent',
  group: 'references',
  title:
    'A listener of every parent of an HTTPRoute accepts it: its name, its port, its kinds of routes, its namespaces and its host name fit, and every host of the route has a listener.',
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
  const hosts = listenersOfRoute(cluster, object).map(({ host }) => host);
  for (const [index, value] of (object.spec.hostnames ?? []).entries()) {
    if (hosts.some((host) => intersection(host, value))) continue;
    const problem = `the listeners of its parents serve only ${list(hosts)}: correct the host, or add a listener`;
    yield { object, field: `spec.hostnames[${index}]`, value, problem };
  }
}
