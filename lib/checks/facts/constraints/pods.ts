import { parseQuantity } from '../../../kube/quantity';
import { type Constraints, check } from './constraint';
import {
  exactlyOne,
  filled,
  forbidden,
  IP,
  isMissing,
  LABEL,
  LABEL_VALUE,
  needs,
  OPTIONAL_NAME,
  oneOf,
  PORT,
  QUALIFIED_NAME,
  range,
  SUBDOMAIN,
  text,
  unique,
  unlessEmpty,
} from './predicates';

interface Container {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly lifecycle?: object;
  readonly livenessProbe?: object;
  readonly readinessProbe?: object;
  readonly startupProbe?: object;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly { readonly name: string }[];
  readonly dnsPolicy?: string;
  readonly dnsConfig?: { readonly nameservers?: readonly string[] };
  readonly hostNetwork?: boolean;
  readonly terminationGracePeriodSeconds?: number;
}

const NAMES_DIFFER = check<PodSpec>(({ containers, initContainers = [] }) => {
  const inner = unique('name')(initContainers);
  if (typeof inner === 'object') return { ...inner, at: `initContainers${inner.at}.name` };
  const all = unique('name')([...initContainers, ...containers]);
  if (typeof all !== 'object') return undefined;
  const index = Number(/\d+/.exec(all.at ?? '')?.[0]) - initContainers.length;
  return {
    ...all,
    at: `containers[${index}].name`,
    problem: 'another container of the pod has the same name: rename one of them',
  };
});

const DNS_SERVERS = check<PodSpec>(({ dnsPolicy, dnsConfig }) =>
  dnsPolicy === 'None' && isMissing(dnsConfig?.nameservers)
    ? { at: 'dnsConfig.nameservers', problem: 'required for dnsPolicy None: add a name server' }
    : undefined,
);

/** Init containers end before the next one starts, unless they are sidecars with `restartPolicy: Always`. */
const RUN_ONCE = check<Container>((container) => {
  if (container.restartPolicy === 'Always') return undefined;
  for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
    if (container[field])
      return {
        at: field,
        problem: 'an init container without restartPolicy Always cannot have it: remove it',
      };
  return undefined;
});

/** The fields with which an environment variable can refer to its pod. */
const ENV_FIELDS =
  /^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;

interface SecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly add?: readonly string[] };
}

const ESCALATION = check<SecurityContext>(({ privileged, allowPrivilegeEscalation, capabilities }) => {
  if (allowPrivilegeEscalation !== false) return undefined;
  const cause = privileged
    ? 'privileged'
    : capabilities?.add?.includes('CAP_SYS_ADMIN')
      ? 'the capability CAP_SYS_ADMIN'
      : undefined;
  return (
    cause && {
      at: 'allowPrivilegeEscalation',
      value: false,
      problem: `contradicts ${cause}: remove one of them`,
    }
  );
});

const LOCAL_PROFILE = check<{ type?: string; localhostProfile?: string }>(({ type, localhostProfile }) => {
  if (type === 'Localhost')
    return isMissing(localhostProfile)
      ? { at: 'localhostProfile', problem: 'required for type Localhost: set it' }
      : undefined;
  return localhostProfile === undefined
    ? undefined
    : {
        at: 'localhostProfile',
        value: localhostProfile,
        problem: 'only allowed for type Localhost: remove it',
      };
});

const TOLERATION = check<{
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}>(({ key, operator = 'Equal', value, effect, tolerationSeconds }) => {
  if (isMissing(key) && operator !== 'Exists')
    return {
      at: 'operator',
      value: operator,
      problem: 'must be Exists without a key: add a key, or change it',
    };
  if (operator === 'Exists' && !isMissing(value))
    return { at: 'value', value, problem: 'not allowed with operator Exists: remove it' };
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    return {
      at: 'effect',
      value: effect,
      problem: 'must be NoExecute with tolerationSeconds: change it, or remove tolerationSeconds',
    };
  return undefined;
});

const ID = range(0, 2_147_483_647);

/** The resources of containers: those of Kubernetes, and extended ones such as `example.com/gpu`. */
const RESOURCE = check<string>(
  (name) =>
    QUALIFIED_NAME(name) ??
    (/^(cpu|memory|ephemeral-storage|hugepages-.+)$|\//.test(name)
      ? undefined
      : 'not a resource of containers: use cpu, memory, ephemeral-storage or one such as example.com/gpu'),
);

type Quantities = Readonly<Record<string, string | number>>;

/** Resources besides CPU and memory, which the rule limit-range compares. */
const WITHIN_LIMITS = check<{ requests?: Quantities; limits?: Quantities }>(
  ({ requests = {}, limits = {} }) => {
    for (const [name, request] of Object.entries(requests)) {
      const limit = limits[name];
      if (name === 'cpu' || name === 'memory' || limit === undefined) continue;
      const [asked, most] = [parseQuantity(String(request)), parseQuantity(String(limit))];
      const at = { at: `requests["${name}"]`, value: request };
      if (asked > most) return { ...at, problem: `exceeds the limit ${limit}: lower it, or raise the limit` };
      if (asked < most && name !== 'ephemeral-storage')
        return {
          ...at,
          problem: `must be the limit ${limit}, because the resource cannot be overcommitted: correct it`,
        };
    }
    return undefined;
  },
);

interface Mounting {
  readonly securityContext?: SecurityContext;
  readonly volumeMounts?: readonly { readonly mountPropagation?: string }[];
}

const PROPAGATION = check<Mounting>(({ securityContext, volumeMounts = [] }) => {
  const index = volumeMounts.findIndex(({ mountPropagation }) => mountPropagation === 'Bidirectional');
  if (index < 0 || securityContext?.privileged) return undefined;
  return {
    at: `volumeMounts[${index}].mountPropagation`,
    value: 'Bidirectional',
    problem: 'only allowed for privileged containers: use HostToContainer',
  };
});

const CONTAINER: Constraints[string] = {
  image: check<string>((image) =>
    image === image.trim() ? undefined : 'starts or ends with a space: remove it',
  ),
  imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
  terminationMessagePolicy: oneOf('File', 'FallbackToLogsOnError'),
  ports: check<readonly { hostPort?: number; containerPort: number; protocol?: string; hostIP?: string }[]>(
    (ports) => {
      const found = unique(
        'hostPort',
        'protocol',
        'hostIP',
      )(
        ports.map(({ hostPort, protocol = 'TCP', hostIP = '' }) =>
          hostPort ? { hostPort, protocol, hostIP } : {},
        ),
      );
      return found;
    },
  ),
  volumeDevices: unique('devicePath'),
  resizePolicy: unique('resourceName'),
  restartPolicy: oneOf('Always', 'OnFailure', 'Never'),
  '': [
    PROPAGATION,
    check<{ restartPolicy?: string; restartPolicyRules?: readonly object[] }>(
      ({ restartPolicy, restartPolicyRules = [] }) =>
        restartPolicyRules.length > 0 && isMissing(restartPolicy)
          ? { at: 'restartPolicy', problem: 'required with restartPolicyRules: set it' }
          : undefined,
    ),
  ],
};

/** Pod templates of every kind: names, variables, resources, placement and security. */
export const PODS: Constraints = {
  PodSpec: {
    '': [NAMES_DIFFER, DNS_SERVERS],
    containers: filled,
    'initContainers[*]': RUN_ONCE,
    ephemeralContainers: forbidden('add them to a running pod with "kubectl debug"'),
    restartPolicy: oneOf('Always', 'OnFailure', 'Never'),
    activeDeadlineSeconds: range(1, 2_147_483_647),
    dnsPolicy: oneOf('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
    'nodeSelector{key}': QUALIFIED_NAME,
    'nodeSelector{*}': LABEL_VALUE,
    serviceAccountName: OPTIONAL_NAME,
    nodeName: OPTIONAL_NAME,
    priorityClassName: OPTIONAL_NAME,
    runtimeClassName: SUBDOMAIN,
    hostname: unlessEmpty(LABEL),
    hostnameOverride: text(
      'host name',
      /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
      'lower-case letters, digits, hyphens and dots',
      64,
    ),
    subdomain: unlessEmpty(LABEL),
    preemptionPolicy: oneOf('PreemptLowerPriority', 'Never'),
    topologySpreadConstraints: unique('topologyKey', 'whenUnsatisfiable'),
    'readinessGates[*].conditionType': QUALIFIED_NAME,
    'schedulingGates[*].name': QUALIFIED_NAME,
    'os.name': oneOf('linux', 'windows'),
  },
  PodDNSConfig: {
    'nameservers[*]': IP,
    nameservers: check<readonly string[]>((all) =>
      all.length > 3 ? 'more than 3 name servers: keep at most 3' : undefined,
    ),
    'searches[*]': check<string>((name) =>
      name === '.' ? undefined : SUBDOMAIN(name.replace(/\.$/, '').replaceAll('_', '-')),
    ),
    'options[*]': needs('name'),
  },
  HostAlias: { ip: IP, 'hostnames[*]': SUBDOMAIN },
  Container: CONTAINER,
  ContainerPort: { containerPort: PORT, hostPort: range(0, 65_535), protocol: oneOf('TCP', 'UDP', 'SCTP') },
  ContainerResizePolicy: {
    '': needs('resourceName', 'restartPolicy'),
    resourceName: oneOf('cpu', 'memory'),
    restartPolicy: oneOf('NotRequired', 'RestartContainer'),
  },
  ContainerRestartRule: {
    '': needs('action', 'exitCodes'),
    action: oneOf('Restart', 'RestartAllContainers'),
  },
  ContainerRestartRuleOnExitCodes: {
    '': needs('operator'),
    operator: oneOf('In', 'NotIn'),
    'values[*]': range(0, 255),
    values: unique(),
  },
  EnvVar: {
    '': [
      needs('name'),
      check<{ value?: string; valueFrom?: object }>(({ value, valueFrom }) =>
        valueFrom && !isMissing(value)
          ? { at: 'valueFrom', problem: 'the variable has a value, too: remove one of them' }
          : undefined,
      ),
    ],
    name: check<string>((name) =>
      /^[ -<>-~]*$/.test(name)
        ? undefined
        : 'not a valid name of a variable: use printable ASCII characters without =',
    ),
  },
  EnvVarSource: {
    '': exactlyOne('fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'),
    'fieldRef.fieldPath': check<string>((path) =>
      ENV_FIELDS.test(path)
        ? undefined
        : "not a field that a variable can refer to: use one such as metadata.name, metadata.labels['key'], spec.nodeName or status.podIP",
    ),
  },
  EnvFromSource: {
    '': exactlyOne('configMapRef', 'secretRef'),
    configMapRef: needs('name'),
    secretRef: needs('name'),
    'configMapRef.name': OPTIONAL_NAME,
    'secretRef.name': OPTIONAL_NAME,
  },
  ResourceFieldSelector: {
    resource: check<string>((resource) =>
      /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/.test(resource)
        ? undefined
        : 'not a resource that a pod can refer to: use limits or requests of cpu, memory or ephemeral-storage, such as limits.cpu',
    ),
  },
  ResourceRequirements: {
    'limits{key}': RESOURCE,
    'requests{key}': RESOURCE,
    '': WITHIN_LIMITS,
  },
  ResourceClaim: { name: LABEL },
  SecurityContext: { '': ESCALATION, runAsUser: ID, runAsGroup: ID, procMount: oneOf('Default', 'Unmasked') },
  PodSecurityContext: {
    runAsUser: ID,
    runAsGroup: ID,
    fsGroup: ID,
    'supplementalGroups[*]': ID,
    fsGroupChangePolicy: oneOf('Always', 'OnRootMismatch'),
    supplementalGroupsPolicy: oneOf('Merge', 'Strict'),
    seLinuxChangePolicy: oneOf('Recursive', 'MountOption'),
    sysctls: unique('name'),
    'sysctls[*].name': check<string>((name) =>
      /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/.test(name)
        ? undefined
        : 'not a valid name of a kernel parameter: write it like net.core.somaxconn',
    ),
  },
  SeccompProfile: {
    '': [needs('type'), LOCAL_PROFILE],
    type: oneOf('Localhost', 'RuntimeDefault', 'Unconfined'),
  },
  AppArmorProfile: {
    '': [needs('type'), LOCAL_PROFILE],
    type: oneOf('Localhost', 'RuntimeDefault', 'Unconfined'),
  },
  Toleration: {
    '': TOLERATION,
    key: unlessEmpty(QUALIFIED_NAME),
    operator: oneOf('Equal', 'Exists'),
    effect: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
    value: LABEL_VALUE,
  },
  TopologySpreadConstraint: {
    maxSkew: range(1),
    minDomains: range(1),
    topologyKey: filled,
    whenUnsatisfiable: [filled, oneOf('DoNotSchedule', 'ScheduleAnyway')],
    nodeAffinityPolicy: oneOf('Honor', 'Ignore'),
    nodeTaintsPolicy: oneOf('Honor', 'Ignore'),
    '': check<{ minDomains?: number; whenUnsatisfiable: string }>(({ minDomains, whenUnsatisfiable }) =>
      minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule'
        ? {
            at: 'minDomains',
            value: minDomains,
            problem: 'only allowed with whenUnsatisfiable DoNotSchedule: remove it',
          }
        : undefined,
    ),
  },
  PodAffinityTerm: { topologyKey: [filled, QUALIFIED_NAME], 'namespaces[*]': LABEL },
  WeightedPodAffinityTerm: { weight: range(1, 100) },
  PreferredSchedulingTerm: { weight: range(1, 100) },
};
