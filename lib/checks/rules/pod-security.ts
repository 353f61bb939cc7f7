import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { containersOf, type Workload } from '../facts/workload';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** The kinds of volumes that the level `restricted` allows. */
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

export const podSecurity: Rule = {
  id: 'pod-security',
  group: 'security',
  title: 'Every namespace states a Pod Security level, and its pods comply with it.',
  protects: 'The API server rejects the pods, although the apply succeeds and the workload exists.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Namespace')) {
      const level = object.labels[ENFORCE];
      if (level === undefined) {
        const problem = 'missing, so that all pods are admitted: state restricted, baseline or privileged';
        yield { object, field: `metadata.labels["${ENFORCE}"]`, problem };
        continue;
      }
      if (level === 'privileged') continue;
      for (const workload of cluster.workloadsIn(object.name)) {
        for (const [field, requirement] of violations(workload, level)) {
          const problem = `${requirement} at Pod Security level ${level} of namespace ${object.name}`;
          yield { object: workload.object, field, problem };
        }
      }
    }
  },
};

type Violation = readonly [field: string, requirement: string];

function* violations(workload: Workload, level: string): Iterable<Violation> {
  const { pod, field } = workload;
  for (const name of ['hostNetwork', 'hostPID', 'hostIPC'] as const)
    if (pod[name]) yield [`${field}.${name}`, 'must be false'];
  for (const [index, volume] of (pod.volumes ?? []).entries()) {
    const kind = Object.keys(volume).find((key) => key !== 'name' && !VOLUMES.has(key));
    if (kind !== undefined && (level === 'restricted' || kind === 'hostPath'))
      yield [`${field}.volumes[${index}].${kind}`, 'must not be used'];
  }
  for (const { container, field: at } of containersOf(workload)) {
    if (container.securityContext?.privileged) yield [`${at}.securityContext.privileged`, 'must be false'];
    if (container.ports?.some(({ hostPort }) => hostPort !== undefined))
      yield [`${at}.ports`, 'must not contain a hostPort'];
    if (level === 'restricted') yield* restricted(container, pod, `${at}.securityContext`);
  }
}

function* restricted(container: IContainer, pod: IPodSpec, field: string): Iterable<Violation> {
  const { capabilities, allowPrivilegeEscalation, ...own } = container.securityContext ?? {};
  const { runAsNonRoot, seccompProfile } = { ...pod.securityContext, ...own };
  const added = (capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE');
  if (allowPrivilegeEscalation !== false) yield [`${field}.allowPrivilegeEscalation`, 'must be false'];
  if (!capabilities?.drop?.includes('ALL')) yield [`${field}.capabilities.drop`, 'must contain ALL'];
  if (added.length > 0) yield [`${field}.capabilities.add`, `must not contain ${added.join(', ')}`];
  if (runAsNonRoot !== true) yield [`${field}.runAsNonRoot`, 'must be true'];
  if (!['RuntimeDefault', 'Localhost'].includes(seccompProfile?.type ?? ''))
    yield [`${field}.seccompProfile.type`, 'must be RuntimeDefault or Localhost'];
}
