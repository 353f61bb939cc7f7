import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { containersOf } from '../facts/workload';

const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

/** No pod gets at its node. */
export const hostAccess: Rule = {
  id: 'host-access',
  group: 'security',
  title:
    'No pod is privileged, shares namespaces or ports with its node, mounts its paths, or adds capabilities.',
  protects: 'Whoever breaks into the pod has the node, and with it every secret of the pods there.',
  *check(cluster): Iterable<Finding> {
    for (const workload of cluster.workloads) {
      const { object, pod, field } = workload;
      for (const name of HOST_NAMESPACES) {
        if (pod[name])
          yield {
            object,
            field: `${field}.${name}`,
            value: true,
            problem: `the pod would share it with its node: ${REMEDY}`,
          };
      }
      for (const [index, { hostPath }] of (pod.volumes ?? []).entries()) {
        if (hostPath)
          yield {
            object,
            field: `${field}.volumes[${index}].hostPath.path`,
            value: hostPath.path,
            problem: `the pod would see its node's files: ${REMEDY}`,
          };
      }
      for (const { container, field: at } of containersOf(workload)) {
        const { securityContext, ports = [] } = container;
        if (securityContext?.privileged)
          yield {
            object,
            field: `${at}.securityContext.privileged`,
            value: true,
            problem: `the container could do whatever its node can: ${REMEDY}`,
          };
        const added = securityContext?.capabilities?.add ?? [];
        if (added.length > 0)
          yield {
            object,
            field: `${at}.securityContext.capabilities.add`,
            value: added,
            problem: `the container could do more than its program needs: ${REMEDY}`,
          };
        for (const [index, { hostPort }] of ports.entries()) {
          if (hostPort !== undefined && !pod.hostNetwork)
            yield {
              object,
              field: `${at}.ports[${index}].hostPort`,
              value: hostPort,
              problem: `it takes a port of the node, past Services and policies: ${REMEDY}`,
            };
        }
      }
    }
  },
};

const REMEDY = 'take it out, or state why it must be with acceptRisk()';
