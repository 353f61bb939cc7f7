import { type Constraints, check } from './constraint';
import {
  atMostOne,
  COUNT_OR_PERCENT,
  COUNT_OR_SHARE,
  exactlyOne,
  filled,
  forbidden,
  LABEL,
  needs,
  oneOf,
  QUALIFIED_NAME,
  range,
  SUBDOMAIN,
  unique,
} from './predicates';

type Count = number | string;

const isZero = (count: Count | undefined) => count !== undefined && Number.parseInt(String(count), 10) === 0;

interface Strategy {
  readonly type?: string;
  readonly rollingUpdate?: { readonly maxSurge?: Count; readonly maxUnavailable?: Count };
}

const strategy = (types: readonly string[]) =>
  check<Strategy>(({ type = 'RollingUpdate', rollingUpdate }) => {
    if (rollingUpdate && type !== 'RollingUpdate' && types.includes(type))
      return {
        at: 'rollingUpdate',
        value: rollingUpdate,
        problem: `not allowed with type ${type}: remove it`,
      };
    return undefined;
  });

const PROGRESSES = check<{ maxSurge?: Count; maxUnavailable?: Count }>(({ maxSurge, maxUnavailable }) =>
  isZero(maxSurge) && isZero(maxUnavailable)
    ? {
        at: 'maxUnavailable',
        value: maxUnavailable,
        problem: 'no pod can be replaced if maxSurge is 0, too: raise one of them',
      }
    : undefined,
);

/** A DaemonSet replaces a pod before or after it starts another, not both. The default of maxUnavailable is 1. */
const ONE_WAY = check<{ maxSurge?: Count; maxUnavailable?: Count }>(
  ({ maxSurge = 0, maxUnavailable = 1 }) => {
    if (isZero(maxSurge) && isZero(maxUnavailable))
      return {
        at: 'maxUnavailable',
        value: maxUnavailable,
        problem: 'no pod can be replaced if maxSurge is 0, too: raise one of them',
      };
    if (!isZero(maxSurge) && !isZero(maxUnavailable))
      return {
        at: 'maxSurge',
        value: maxSurge,
        problem: 'not allowed unless maxUnavailable is 0: set that to 0, or remove maxSurge',
      };
    return undefined;
  },
);

const ALWAYS = check<string>((policy) =>
  policy === 'Always' || policy === ''
    ? undefined
    : 'the controller always restarts its containers: remove it',
);
const FOR_EVER = {
  'template.spec.restartPolicy': ALWAYS,
  'template.spec.activeDeadlineSeconds': forbidden(
    'the controller would replace the pod again and again: remove it',
  ),
  minReadySeconds: range(0),
  revisionHistoryLimit: range(0),
  replicas: range(0),
  selector: check<{ matchLabels?: object; matchExpressions?: readonly object[] }>(
    ({ matchLabels = {}, matchExpressions = [] }) =>
      Object.keys(matchLabels).length + matchExpressions.length === 0 ? 'empty: add a label' : undefined,
  ),
};

interface DeploymentSpec {
  readonly minReadySeconds?: number;
  readonly progressDeadlineSeconds?: number;
}

const RUN_ONCE = check<{ template: { spec?: { restartPolicy?: string } } }>(({ template }) => {
  const policy = template.spec?.restartPolicy;
  return policy === 'OnFailure' || policy === 'Never'
    ? undefined
    : {
        at: 'template.spec.restartPolicy',
        value: policy,
        problem: 'a Job cannot restart its containers always: use OnFailure or Never',
      };
});

/** A field of a cron expression: lists of numbers, ranges and steps, or names. */
const CRON_FIELDS: readonly (readonly [string, number, number, readonly string[]])[] = [
  ['minute', 0, 59, []],
  ['hour', 0, 23, []],
  ['day of the month', 1, 31, []],
  ['month', 1, 12, ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']],
  ['day of the week', 0, 6, ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']],
];

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax */
const CRON = check<string>((schedule) => {
  if (/(^|\s)(TZ|CRON_TZ)=/.test(schedule)) return 'contains a time zone: use the field timeZone';
  if (
    /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(schedule) ||
    /^@every (\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(schedule)
  )
    return undefined;
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== 5) return 'not a valid cron expression: write five fields, such as "0 3 * * *"';
  for (const [index, [what, low, high, names]] of CRON_FIELDS.entries()) {
    const part = parts[index] ?? '';
    const number = (value: string) =>
      names.includes(value.toLowerCase())
        ? names.indexOf(value.toLowerCase()) + low
        : /^\d+$/.test(value)
          ? Number(value)
          : Number.NaN;
    const isValid = part.split(',').every((item) => {
      const [span = '', step, ...rest] = item.split('/');
      const [from = '', to = from, ...more] = span.split('-');
      const [start, end] = span === '*' || span === '?' ? [low, high] : [number(from), number(to)];
      return (
        rest.length === 0 &&
        more.length === 0 &&
        (step === undefined || /^[1-9]\d*$/.test(step)) &&
        start >= low &&
        end <= high &&
        start <= end
      );
    });
    if (!isValid) return `"${part}" is not a valid ${what}: use numbers from ${low} to ${high}, ranges or *`;
  }
  return undefined;
});

const TIME_ZONE = check<string>((zone) => {
  // Usual, and the first use of Intl takes 20 ms.
  if (zone === 'Etc/UTC' || zone === 'UTC') return undefined;
  if (/^local$/i.test(zone))
    return 'the time zone of the controller is unknown: use a name such as Europe/Berlin';
  try {
    // JavaScript accepts offsets such as +01:00, which are not names.
    if (/^[A-Za-z]/.test(zone)) {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return undefined;
    }
  } catch {}
  return 'unknown time zone: use a name such as Europe/Berlin or Etc/UTC';
});

interface JobSpec {
  readonly completionMode?: string;
  readonly completions?: number;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly manualSelector?: boolean;
  readonly selector?: object;
  readonly podFailurePolicy?: {
    readonly rules: readonly { readonly onExitCodes?: { readonly containerName?: string } }[];
  };
  readonly podReplacementPolicy?: string;
  readonly template: { readonly spec?: { readonly restartPolicy?: string } };
}

const JOB = check<JobSpec>((spec) => {
  const isIndexed = spec.completionMode === 'Indexed';
  if (isIndexed && spec.completions === undefined)
    return { at: 'completions', problem: 'required with completionMode Indexed: set it' };
  for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy'] as const)
    if ((spec as unknown as Record<string, unknown>)[field] !== undefined && !isIndexed)
      return {
        at: field,
        problem: 'only allowed with completionMode Indexed: remove it, or set completionMode',
      };
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined)
    return { at: 'backoffLimitPerIndex', problem: 'required with maxFailedIndexes: set it' };
  if (spec.podFailurePolicy && spec.template.spec?.restartPolicy !== 'Never')
    return {
      at: 'template.spec.restartPolicy',
      value: spec.template.spec?.restartPolicy,
      problem: 'must be Never with podFailurePolicy: change it',
    };
  if (spec.podFailurePolicy && spec.podReplacementPolicy && spec.podReplacementPolicy !== 'Failed')
    return {
      at: 'podReplacementPolicy',
      value: spec.podReplacementPolicy,
      problem: 'must be Failed with podFailurePolicy: change it',
    };
  const names = ['initContainers', 'containers'].flatMap((field) =>
    (
      (spec.template.spec as Readonly<Record<string, readonly { name: string }[]>> | undefined)?.[field] ?? []
    ).map(({ name }) => name),
  );
  const strange = spec.podFailurePolicy?.rules.find(
    ({ onExitCodes }) => onExitCodes?.containerName && !names.includes(onExitCodes.containerName),
  );
  if (strange)
    return {
      at: 'podFailurePolicy',
      value: strange.onExitCodes?.containerName,
      problem: `no container has this name: use one of ${names.join(', ')}`,
    };
  if (spec.selector && !spec.manualSelector)
    return { at: 'selector', problem: 'Kubernetes sets it unless manualSelector is true: remove it' };
  return undefined;
});

/** Controllers of pods: how they replace, count and schedule them. */
export const WORKLOADS: Constraints = {
  ...Object.fromEntries(
    ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'HorizontalPodAutoscaler'].map((kind) => [
      kind,
      { '': needs('spec') },
    ]),
  ),
  JobTemplateSpec: { '': needs('spec') },
  DeploymentSpec: {
    ...FOR_EVER,
    progressDeadlineSeconds: range(1),
    '': check<DeploymentSpec>(({ minReadySeconds = 0, progressDeadlineSeconds = 600 }) =>
      progressDeadlineSeconds <= minReadySeconds
        ? {
            at: 'progressDeadlineSeconds',
            value: progressDeadlineSeconds,
            problem: `must be more than minReadySeconds (${minReadySeconds}): raise it`,
          }
        : undefined,
    ),
  },
  DeploymentStrategy: { '': strategy(['Recreate']), type: oneOf('Recreate', 'RollingUpdate') },
  RollingUpdateDeployment: { '': PROGRESSES, maxSurge: COUNT_OR_PERCENT, maxUnavailable: COUNT_OR_SHARE },
  DaemonSetSpec: FOR_EVER,
  DaemonSetUpdateStrategy: { type: oneOf('OnDelete', 'RollingUpdate') },
  RollingUpdateDaemonSet: { '': ONE_WAY, maxSurge: COUNT_OR_SHARE, maxUnavailable: COUNT_OR_SHARE },
  StatefulSetSpec: {
    ...FOR_EVER,
    'volumeClaimTemplates[*]': check<{ metadata?: { name?: string } }>(({ metadata }) => {
      const problem = LABEL(metadata?.name ?? '');
      return typeof problem === 'string'
        ? { at: 'metadata.name', value: metadata?.name, problem }
        : undefined;
    }),
    podManagementPolicy: oneOf('OrderedReady', 'Parallel'),
    'ordinals.start': range(0),
    serviceName: check<string>((name) => (name === '' ? undefined : SUBDOMAIN(name))),
  },
  StatefulSetUpdateStrategy: { '': strategy(['OnDelete']), type: oneOf('OnDelete', 'RollingUpdate') },
  RollingUpdateStatefulSetStrategy: { partition: range(0), maxUnavailable: COUNT_OR_SHARE },
  StatefulSetPersistentVolumeClaimRetentionPolicy: {
    whenDeleted: oneOf('Retain', 'Delete'),
    whenScaled: oneOf('Retain', 'Delete'),
  },
  JobSpec: {
    '': [RUN_ONCE, JOB],
    parallelism: range(0),
    completions: range(0),
    activeDeadlineSeconds: range(0),
    backoffLimit: range(0),
    backoffLimitPerIndex: range(0),
    maxFailedIndexes: range(0),
    ttlSecondsAfterFinished: range(0),
    completionMode: oneOf('NonIndexed', 'Indexed'),
    podReplacementPolicy: oneOf('Failed', 'TerminatingOrFailed'),
    managedBy: check<string>((name) =>
      /^[^/]+\/[^/]+$/.test(name)
        ? undefined
        : 'not a valid name of a controller: write it like example.com/controller',
    ),
  },
  PodFailurePolicyRule: {
    '': exactlyOne('onExitCodes', 'onPodConditions'),
    action: [filled, oneOf('Count', 'FailIndex', 'FailJob', 'Ignore')],
  },
  PodFailurePolicyOnExitCodesRequirement: {
    operator: [filled, oneOf('In', 'NotIn')],
    values: [filled, unique()],
  },
  PodFailurePolicyOnPodConditionsPattern: { type: [filled, QUALIFIED_NAME] },
  SuccessPolicy: { rules: filled },
  CronJobSpec: {
    schedule: CRON,
    timeZone: TIME_ZONE,
    concurrencyPolicy: oneOf('Allow', 'Forbid', 'Replace'),
    startingDeadlineSeconds: range(0),
    successfulJobsHistoryLimit: range(0),
    failedJobsHistoryLimit: range(0),
    'jobTemplate.spec.manualSelector': check<boolean>((manual) =>
      manual ? 'a CronJob creates the selectors of its Jobs: remove it' : undefined,
    ),
  },
  PodDisruptionBudgetSpec: {
    '': atMostOne('minAvailable', 'maxUnavailable'),
    minAvailable: COUNT_OR_SHARE,
    maxUnavailable: COUNT_OR_SHARE,
    unhealthyPodEvictionPolicy: oneOf('AlwaysAllow', 'IfHealthyBudget'),
  },
};
