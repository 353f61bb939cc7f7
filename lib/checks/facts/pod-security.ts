import type { IContainer } from '../../../imports/manifest-types';
import type { ClusterIndex } from '../engine/cluster-index';
import { type KubeObject, valueAt } from '../engine/kube-object';
import { containersOf, type Workload } from './workload';

/** A field of a pod template that violates a control. */
export interface Violation {
  readonly field: string;
  readonly value?: unknown;
}

export type Level = 'baseline' | 'restricted';

/** The pod template that a control judges, and the version of the standard by the minor version of Kubernetes. */
export interface Subject {
  readonly workload: Workload;
  readonly level: Level;
  readonly minor: number;
}

/** A requirement of the Pod Security Standards. */
export interface Control {
  readonly requirement: string;
  /** The violations of one pod template. */
  readonly violations: (subject: Subject) => readonly Violation[];
}

/** The violations of one control by a pod template, at the level of its namespace. */
export interface PodViolations {
  readonly requirement: string;
  readonly level: Level;
  /** At least one. */
  readonly violations: readonly Violation[];
}

/** The label with which a namespace states the level that the API server enforces. */
export const ENFORCE = 'pod-security.kubernetes.io/enforce';

const PROFILES = ['RuntimeDefault', 'Localhost'];
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** The capabilities that a level allows a container to add; container runtimes give those of `baseline` by default. */
export const CAPABILITIES: Readonly<Record<Level, readonly string[]>> = {
  baseline:
    'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
      ' ',
    ),
  restricted: ['NET_BIND_SERVICE'],
};

const SYSCTLS: readonly string[] = [
  'kernel.shm_rmid_forced',
  ...[
    'ip_local_port_range',
    'ip_local_reserved_ports',
    'ip_unprivileged_port_start',
    'ping_group_range',
    'tcp_fin_timeout',
    'tcp_keepalive_intvl',
    'tcp_keepalive_probes',
    'tcp_keepalive_time',
    'tcp_rmem',
    'tcp_syncookies',
    'tcp_wmem',
  ].map((name) => `net.ipv4.${name}`),
];

/** The kinds of volumes that the level `restricted` allows. */
const VOLUMES =
  'configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret'.split(' ');

/** The fields of a container in which a probe or a handler names a host. */
const HOSTS = [
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle.postStart',
  'lifecycle.preStop',
].flatMap((handler) => [`${handler}.httpGet.host`, `${handler}.tcpSocket.host`]);

/**
 * The controls of the Pod Security Standards. Those of `restricted` are in addition, or stricter.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const CONTROLS: readonly Control[] = [
  ...['hostNetwork', 'hostPID', 'hostIPC'].map((name) => podField(name, 'must be false', (value) => !value)),
  contextField('privileged', 'must be false', (value) => !value),
  contextField('windowsOptions.hostProcess', 'must be false', (value) => !value),
  contextField('seLinuxOptions.type', `must be one of ${SELINUX_TYPES.slice(1).join(', ')}`, (value) =>
    SELINUX_TYPES.includes(String(value)),
  ),
  contextField('seLinuxOptions.user', 'must be empty', (value) => value === ''),
  contextField('seLinuxOptions.role', 'must be empty', (value) => value === ''),
  contextField('appArmorProfile.type', 'must be RuntimeDefault or Localhost', isProfile),
  contextField(
    'procMount',
    'must be Default',
    (value, { level, ...subject }) =>
      value === 'Default' || (level === 'baseline' && hasUserNamespace(subject)),
  ),
  {
    requirement: 'must be runtime/default or localhost/*',
    violations: ({ workload: { annotations, field } }) =>
      Object.entries(annotations)
        .filter(
          ([key, value]) => key.startsWith(APP_ARMOR) && !/^($|runtime\/default$|localhost\/)/.test(value),
        )
        .map(([key, value]) => ({
          field: `${field.replace(/spec$/, 'metadata.annotations')}["${key}"]`,
          value,
        })),
  },
  {
    requirement: `must be one of ${SYSCTLS.join(', ')}`,
    violations: ({ workload: { pod, field } }) =>
      (pod.securityContext?.sysctls ?? []).flatMap(({ name }, index) =>
        SYSCTLS.includes(name)
          ? []
          : { field: `${field}.securityContext.sysctls[${index}].name`, value: name },
      ),
  },
  {
    requirement: 'must not be used',
    violations: ({ workload: { pod, field }, level }) =>
      (pod.volumes ?? []).flatMap((volume, index) => {
        const kind = Object.keys(volume).find((key) => key !== 'name' && !VOLUMES.includes(key));
        const isAllowed = kind === undefined || (level === 'baseline' && kind !== 'hostPath');
        return isAllowed ? [] : { field: `${field}.volumes[${index}].${kind}` };
      }),
  },
  ofContainers('must not be used', ({ ports = [] }) =>
    ports.flatMap(({ hostPort }, index) =>
      hostPort ? { field: `ports[${index}].hostPort`, value: hostPort } : [],
    ),
  ),
  ofContainers('must be empty: the kubelet connects to it', (container, { minor }) =>
    HOSTS.flatMap((field) => {
      const value = valueAt(container, field);
      return value && minor >= 34 ? { field, value } : [];
    }),
  ),
  ofContainers('must contain only capabilities that are allowed', ({ securityContext }, { level }) => {
    const value = (securityContext?.capabilities?.add ?? []).filter(
      (name) => !CAPABILITIES[level].includes(name),
    );
    return value.length > 0 ? [{ field: 'securityContext.capabilities.add', value }] : [];
  }),
  restricted(
    onLinux(
      ofContainers('must contain ALL', ({ securityContext }) =>
        securityContext?.capabilities?.drop?.includes('ALL')
          ? []
          : [{ field: 'securityContext.capabilities.drop' }],
      ),
    ),
  ),
  restricted(
    onLinux(
      ofContainers('must be false', ({ securityContext }) =>
        securityContext?.allowPrivilegeEscalation === false
          ? []
          : [{ field: 'securityContext.allowPrivilegeEscalation' }],
      ),
    ),
  ),
  onLinux(inherited('seccompProfile.type', 'must be RuntimeDefault or Localhost', isProfile)),
  restricted(
    inherited(
      'runAsNonRoot',
      'must be true',
      (value, subject) => value === true || hasUserNamespace(subject),
    ),
  ),
  restricted(
    contextField('runAsUser', 'must not be 0', (value, subject) => value !== 0 || hasUserNamespace(subject)),
  ),
];

/** The violations of a pod template at the level of its namespace; none if this program does not make the namespace. */
export function podViolations(cluster: ClusterIndex, workload: Workload): PodViolations[] {
  const namespace = cluster.find({ kind: 'Namespace', name: workload.namespace });
  const level = namespace?.labels[ENFORCE];
  if (namespace === undefined || (level !== 'baseline' && level !== 'restricted')) return [];
  const minor = minorOf(namespace, cluster.facts.kubernetesVersion);
  return CONTROLS.map(({ requirement, violations }) => ({
    requirement,
    level: level as Level,
    violations: violations({ workload, level, minor }),
  })).filter(({ violations }) => violations.length > 0);
}

/** The minor version of the standard: that of a label of the namespace, or of Kubernetes; the newest if both are unknown. */
function minorOf({ labels }: KubeObject, kubernetesVersion = '1.Infinity'): number {
  const text = labels[`${ENFORCE}-version`] ?? 'latest';
  return Number((text === 'latest' ? kubernetesVersion : text).split('.')[1]);
}

type Test = (value: unknown, subject: Subject) => boolean;

function isProfile(value: unknown): boolean {
  return PROFILES.includes(String(value));
}

/** Since Kubernetes 1.35, root in a user namespace counts as another user. */
function hasUserNamespace({ workload, minor }: Omit<Subject, 'level'>): boolean {
  return minor >= 35 && (workload.pod as { hostUsers?: boolean }).hostUsers === false;
}

function restricted({ requirement, violations }: Control): Control {
  return {
    requirement,
    violations: (subject) => (subject.level === 'restricted' ? violations(subject) : []),
  };
}

/** A control of fields that Windows does not have. */
function onLinux({ requirement, violations }: Control): Control {
  return {
    requirement,
    violations: (subject) => (subject.workload.pod.os?.name === 'windows' ? [] : violations(subject)),
  };
}

function podField(name: string, requirement: string, isAllowed: Test): Control {
  return {
    requirement,
    violations: (subject) => {
      const { pod, field } = subject.workload;
      const value = valueAt(pod, name);
      return isAllowed(value, subject) ? [] : [{ field: `${field}.${name}`, value }];
    },
  };
}

/** A control of each container. Its violations have paths from the container. */
function ofContainers(
  requirement: string,
  violations: (container: IContainer, subject: Subject) => readonly Violation[],
): Control {
  return {
    requirement,
    violations: (subject) =>
      containersOf(subject.workload).flatMap(({ container, field }) =>
        violations(container, subject).map((found) => ({ ...found, field: `${field}.${found.field}` })),
      ),
  };
}

/** A control of a field of every security context, that of the pod and those of containers. A missing field is allowed. */
function contextField(name: string, requirement: string, isAllowed: Test): Control {
  return {
    requirement,
    violations: (subject) =>
      [
        { container: subject.workload.pod, field: subject.workload.field },
        ...containersOf(subject.workload),
      ].flatMap(({ container, field }) => {
        const value = valueAt(container.securityContext ?? {}, name) ?? undefined;
        if (value === undefined || isAllowed(value, subject)) return [];
        return { field: `${field}.securityContext.${name}`, value };
      }),
  };
}

/** A control of a field of security contexts that containers inherit from their pod, and that `restricted` requires. */
function inherited(name: string, requirement: string, isAllowed: Test): Control {
  const explicit = contextField(name, requirement, isAllowed);
  const has = ({ securityContext = {} }: Pick<IContainer, 'securityContext'>) =>
    (valueAt(securityContext, name) ?? undefined) !== undefined;
  return {
    requirement,
    violations: (subject) => {
      const { pod, field } = subject.workload;
      const found = explicit.violations(subject);
      const isOptional = subject.level === 'baseline' || isAllowed(undefined, subject);
      if (found.length > 0 || isOptional || has(pod as Pick<IContainer, 'securityContext'>)) return found;
      const containers = containersOf(subject.workload);
      const without = containers.filter(({ container }) => !has(container));
      // One field of the pod is enough for all containers.
      if (without.length === containers.length) return [{ field: `${field}.securityContext.${name}` }];
      return without.map((container) => ({ field: `${container.field}.securityContext.${name}` }));
    },
  };
}
