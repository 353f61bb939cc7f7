import type { ConnectionEnd } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { listensOn, portsOf } from '../facts/service';
import { namespacesOf } from '../facts/traffic';
import type { Workload } from '../facts/workload';

/** Labels of pods that a controller makes while the cluster runs, so that no template here has them. */
const MADE_LATER = ['acme.cert-manager.io/http01-solver'];

/** Both ends of every declared connection are pods that are there, and listen where it goes. */
export const connectionEnds: Rule = {
  id: 'connection-ends',
  group: 'isolation',
  title: 'The labels of every declared connection pick out pods, and these listen on its ports.',
  protects: 'The policy opens a door that nobody uses, and the connection that was meant stays closed.',
  *check(cluster): Iterable<Finding> {
    for (const { from, to, because } of cluster.facts.connections) {
      const value = `"${because}"`;
      yield* missing(cluster, from, `isolation: from of ${value}`);
      yield* missing(cluster, to, `isolation: to of ${value}`);
      const pods = podsOf(cluster, to);
      for (const { port, protocol } of to.ports) {
        if (pods.length === 0 || pods.some((pod) => listensOn(pod, port, protocol))) continue;
        const known = list(pods.flatMap(portsOf));
        yield {
          field: `isolation: to of ${value}`,
          value: port,
          problem: `none of its pods declares that port: use one of ${known}`,
        };
      }
    }
  },
};

function* missing(cluster: ClusterIndex, group: ConnectionEnd, field: string): Iterable<Finding> {
  const { podLabels } = group;
  if (podLabels === undefined || Object.keys(podLabels).some((key) => MADE_LATER.includes(key))) return;
  const namespaces = namespacesOf(cluster, group);
  if (namespaces.length === 0 || namespaces.some((name) => cluster.isForeign(name))) return;
  const all = namespaces.flatMap((name) => cluster.workloadsIn(name));
  // Namespaces without a single pod template wait for pods that others bring.
  if (all.length === 0 || podsOf(cluster, group).length > 0) return;
  const known = list(all.map(({ object }) => `${object.kind} ${object.name}`));
  yield {
    field,
    value: podLabels,
    problem: `no pod template in ${list(namespaces)} has these labels: correct them to those of one of ${known}`,
  };
}

function podsOf(cluster: ClusterIndex, group: ConnectionEnd): Workload[] {
  const { podLabels = {} } = group;
  return namespacesOf(cluster, group).flatMap((name) => cluster.selected(name, { matchLabels: podLabels }));
}
