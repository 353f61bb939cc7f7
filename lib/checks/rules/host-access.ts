import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { CAPABILITIES, podViolations } from '../facts/pod-security';
import { containersOf, type Workload } from '../facts/workload';

const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

const REMEDY = 'remove it, or accept the risk with acceptRisk()';

export const hostAccess: Rule = {
  id: 'host-access',
  group: 'security',
  title:
    'No pod is privileged, shares namespaces or ports with its node, mounts paths of its node, or adds capabilities that container runtimes do not give by default.',
  protects: 'An attacker in the pod controls the node, and reads the secrets of all pods on it.',
  *check(cluster): Iterable<Finding> {
    for (const workload of cluster.workloads) {
      const found = [...accesses(workload)];
      if (found.length === 0) continue;
      // The API server refuses the pods, and the rule `pod-security` reports it.
      const refused = podViolations(cluster, workload).flatMap(({ violations }) => violations);
      const isRefused = (at: string) =>
        refused.some(({ field }) => at === field || at.startsWith(`${field}.`));
      yield* found.filter(({ field }) => !isRefused(field));
    }
  },
};

function* accesses(workload: Workload): Iterable<Finding & { readonly field: string }> {
  const { object, pod, field } = workload;
  for (const name of HOST_NAMESPACES) {
    const problem = `the pod shares this namespace with its node: ${REMEDY}`;
    if (pod[name]) yield { object, field: `${field}.${name}`, value: true, problem };
  }
  for (const [index, { hostPath }] of (pod.volumes ?? []).entries()) {
    const at = `${field}.volumes[${index}].hostPath.path`;
    const problem = `the pod has access to files of its node: ${REMEDY}`;
    if (hostPath) yield { object, field: at, value: hostPath.path, problem };
  }
  for (const { container, field } of containersOf(workload)) {
    const { privileged, capabilities } = container.securityContext ?? {};
    if (privileged) {
      const problem = `the container has all permissions of its node: ${REMEDY}`;
      yield { object, field: `${field}.securityContext.privileged`, value: true, problem };
    }
    const added = capabilities?.add?.filter((name) => !CAPABILITIES.baseline.includes(name)) ?? [];
    if (added.length > 0) {
      const problem = `the container has more permissions than the default: ${REMEDY}`;
      yield {
        object,
        field: `${field}.securityContext.capabilities.add`,
        value: added,
        problem,
      };
    }
    for (const [index, { hostPort }] of (container.ports ?? []).entries()) {
      if (hostPort === undefined || pod.hostNetwork) continue;
      const problem = `the container opens a port of the node, to which no Service and no policy applies: ${REMEDY}`;
      yield { object, field: `${field}.ports[${index}].hostPort`, value: hostPort, problem };
    }
  }
}
