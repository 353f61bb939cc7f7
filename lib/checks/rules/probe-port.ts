import { orUse } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { portNames } from '../facts/ports';

export const probePort: Rule = {
  id: 'probe-port',
  group: 'references',
  title: 'Every probe uses a port that its container declares, if the container declares any.',
  protects: 'The kubelet restarts the container again and again, or the container never receives traffic.',
  *check(cluster) {
    for (const { object, container, field } of cluster.containers) {
      const { ports = [] } = container;
      for (const kind of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
        for (const type of ['httpGet', 'tcpSocket', 'grpc'] as const) {
          const value = container[kind]?.[type]?.port;
          if (value === undefined || ports.some((it) => it.containerPort === value || it.name === value))
            continue;
          // A container need not declare its ports, but a name refers to a declared one.
          if (ports.length === 0 && typeof value === 'number') continue;
          const problem = `the container does not declare the port: declare it${orUse(portNames(ports))}`;
          yield { object, field: `${field}.${kind}.${type}.port`, value, problem };
        }
      }
    }
  },
};
