import type { ConnectionEnd } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list, objectName, orUse } from '../engine/finding';
import { objectKey } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { containerPorts, deafPorts, listensOn, portNames } from '../facts/ports';
import { isUnmatched } from '../facts/selected-pods';
import { namespacesOf } from '../facts/traffic';
import type { Workload } from '../facts/workload';

export const connectionEnds: Rule = {
  id: 'connection-ends',
  group: 'isolation',
  title: 'The labels of every declared connection match pods, and the destination pods listen on its ports.',
  protects: 'The policy allows a connection that nothing uses, and the intended connection is blocked.',
  *check(cluster): Iterable<Finding> {
    const reported = new Set<string>();
    for (const { from, to, because } of cluster.facts.connections) {
      yield* missing(cluster, from, `isolation: from of "${because}"`);
      yield* missing(cluster, to, `isolation: to of "${because}"`);
      const pods = podsOf(cluster, to);
      for (const { port, protocol } of to.ports) {
        if (pods.length === 0 || pods.some((pod) => listensOn(pod, port, protocol))) continue;
        const key = JSON.stringify([pods.map(({ object }) => objectKey(object)), port, protocol]);
        // Several connections may have the same destination, and a Service may forward to it.
        if (reported.has(key) || pods.some((pod) => isDeaf(cluster, pod, port, protocol))) continue;
        reported.add(key);
        const known = pods.flatMap((pod) => portNames(containerPorts(pod)));
        const problem = `none of the pods declares the port: add it${orUse(known)}`;
        yield { field: `isolation: to of "${because}"`, value: port, problem };
      }
    }
  },
};

function* missing(cluster: ClusterIndex, end: ConnectionEnd, field: string): Iterable<Finding> {
  const { podLabels } = end;
  if (!isUnmatched(cluster, end)) return;
  const namespaces = namespacesOf(cluster, end);
  const all = namespaces.flatMap((name) => cluster.workloadsIn(name));
  const known = list(all.map(({ object }) => objectName(object)));
  const problem = `no pod template in ${list(namespaces)} has these labels: use the labels of one of ${known}`;
  yield { field, value: podLabels, problem };
}

/** Whether the rule `service-pods` reports that a pod does not listen on a port. */
function isDeaf(cluster: ClusterIndex, pod: Workload, port: number, protocol = 'TCP'): boolean {
  const names = containerPorts(pod).flatMap(({ containerPort, name }) =>
    containerPort === port ? name : [],
  );
  const found = deafPorts(cluster).get(pod) ?? [];
  return found.some((it) => it.protocol === protocol && [port, ...names].includes(it.target));
}

function podsOf(cluster: ClusterIndex, end: ConnectionEnd): Workload[] {
  const { podLabels = {} } = end;
  return namespacesOf(cluster, end).flatMap((name) => cluster.selected(name, { matchLabels: podLabels }));
}
