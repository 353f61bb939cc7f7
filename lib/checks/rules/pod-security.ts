import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { type Container, containersOf, type PodSpec, type Workload } from '../facts/workload';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** The volumes that the level `restricted` admits. */
const VOLUMES: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** Every pod passes the Pod Security level of its namespace. */
export const podSecurity: Rule = {
  id: 'pod-security',
  group: 'security',
  title: 'Every namespace states a Pod Security level, and its pods pass it.',
  protects: 'The pods are refused one by one, while the apply and the workload look well.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Namespace')) {
      const level = object.labels[ENFORCE];
      if (level === undefined) {
        const problem = 'it is missing, so that any pod is admitted: say restricted, baseline or privileged';
        yield { object, field: `metadata.labels["${ENFORCE}"]`, problem };
        continue;
      }
      if (level === 'privileged') continue;
      for (const workload of cluster.workloadsIn(object.name)) {
        for (const [field, problem] of violations(workload, level))
          yield {
            object: workload.object,
            field,
            problem: `${problem}, which level ${level} of ${object.name} refuses`,
          };
      }
    }
  },
};

function* violations(workload: Workload, level: string): Iterable<[string, string]> {
  const { pod, field } = workload;
  for (const name of ['hostNetwork', 'hostPID', 'hostIPC'] as const)
    if (pod[name]) yield [`${field}.${name}`, 'shared with the node'];
  for (const [index, volume] of (pod.volumes ?? []).entries()) {
    const refused = Object.keys(volume).find((key) => key !== 'name' && !VOLUMES.has(key));
    if (refused !== undefined && (level === 'restricted' || refused === 'hostPath'))
      yield [`${field}.volumes[${index}].${refused}`, `a volume of kind ${refused}`];
  }
  for (const { container, field: at } of containersOf(workload)) {
    const context = container.securityContext ?? {};
    if (context.privileged) yield [`${at}.securityContext.privileged`, 'privileged'];
    if ((container.ports ?? []).some(({ hostPort }) => hostPort !== undefined))
      yield [`${at}.ports`, 'a port of the node'];
    if (level === 'restricted') yield* restricted(container, pod, at);
  }
}

function* restricted(
  { securityContext = {} }: Container,
  pod: PodSpec,
  at: string,
): Iterable<[string, string]> {
  const { capabilities, allowPrivilegeEscalation, runAsNonRoot, seccompProfile } = securityContext;
  const field = `${at}.securityContext`;
  if (allowPrivilegeEscalation !== false) yield [`${field}.allowPrivilegeEscalation`, 'not false'];
  if (!capabilities?.drop?.includes('ALL')) yield [`${field}.capabilities.drop`, 'without ALL'];
  const added = (capabilities?.add ?? []).filter((it) => it !== 'NET_BIND_SERVICE');
  if (added.length > 0) yield [`${field}.capabilities.add`, `adds ${added.join(', ')}`];
  if ((runAsNonRoot ?? pod.securityContext?.runAsNonRoot) !== true)
    yield [`${field}.runAsNonRoot`, 'not true'];
  const seccomp = (seccompProfile ?? pod.securityContext?.seccompProfile)?.type;
  if (seccomp !== 'RuntimeDefault' && seccomp !== 'Localhost')
    yield [`${field}.seccompProfile.type`, 'not RuntimeDefault'];
}
