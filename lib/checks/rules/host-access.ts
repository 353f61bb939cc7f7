import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';

const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

const REMEDY = 'remove it, or accept the risk with acceptRisk()';

export const hostAccess: Rule = {
  id: 'host-access',
  group: 'security',
  title:
    'No pod is privileged, shares namespaces or ports with its node, mounts paths of its node, or adds capabilities.',
  protects: 'An attacker in the pod controls the node, and reads the secrets of all pods on it.',
  *check(cluster): Iterable<Finding> {
    for (const { object, pod, field } of cluster.workloads) {
      for (const name of HOST_NAMESPACES) {
        const problem = `the pod shares this namespace with its node: ${REMEDY}`;
        if (pod[name]) yield { object, field: `${field}.${name}`, value: true, problem };
      }
      for (const [index, { hostPath }] of (pod.volumes ?? []).entries()) {
        const at = `${field}.volumes[${index}].hostPath.path`;
        const problem = `the pod has access to files of its node: ${REMEDY}`;
        if (hostPath) yield { object, field: at, value: hostPath.path, problem };
      }
    }
    for (const { object, workload, container, field } of cluster.containers) {
      const { privileged, capabilities } = container.securityContext ?? {};
      if (privileged) {
        const problem = `the container has all permissions of its node: ${REMEDY}`;
        yield { object, field: `${field}.securityContext.privileged`, value: true, problem };
      }
      if (capabilities?.add?.length) {
        const problem = `the container has more permissions than the default: ${REMEDY}`;
        yield {
          object,
          field: `${field}.securityContext.capabilities.add`,
          value: capabilities.add,
          problem,
        };
      }
      for (const [index, { hostPort }] of (container.ports ?? []).entries()) {
        if (hostPort === undefined || workload.pod.hostNetwork) continue;
        const problem = `the container opens a port of the node, to which no Service and no policy applies: ${REMEDY}`;
        yield { object, field: `${field}.ports[${index}].hostPort`, value: hostPort, problem };
      }
    }
  },
};
