import { list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { containersOf } from '../facts/workload';

/** Every probe asks on a port that its container declares. */
export const probePort: Rule = {
  id: 'probe-port',
  group: 'references',
  title: 'Every probe asks on a port that its container declares.',
  protects: 'The container is restarted again and again, or never gets traffic.',
  *check(cluster) {
    for (const workload of cluster.workloads) {
      for (const { container, field } of containersOf(workload)) {
        const ports = container.ports ?? [];
        // On the node's network a declared port is one that the scheduler keeps free: a program may leave it undeclared.
        if (ports.length === 0 && workload.pod.hostNetwork) continue;
        for (const kind of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
          const probe = container[kind];
          const how = (['httpGet', 'tcpSocket', 'grpc'] as const).find((it) => probe?.[it] !== undefined);
          if (how === undefined) continue;
          const port = probe?.[how]?.port;
          if (ports.some(({ containerPort, name }) => containerPort === port || name === port)) continue;
          const known = list(
            ports.map(({ containerPort, name }) => `${containerPort}${name ? ` (${name})` : ''}`),
          );
          yield {
            object: workload.object,
            field: `${field}.${kind}.${how}.port`,
            value: port,
            problem: `the container declares no such port: use one of ${known}`,
          };
        }
      }
    }
  },
};
