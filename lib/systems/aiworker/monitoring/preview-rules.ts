import type { RuleGroup } from '../../../addons/monitoring/rules/rule-group';

/** The job that deletes previews past their ttl. */
export interface CleanUpJob {
  readonly namespace: string;
  /** The CronJob's name. */
  readonly name: string;
}

const PREVIEWS = 'kube_namespace_labels{label_environment="preview"}';

/** The places of a ttl's hours, as powers of ten: as many as the clean-up reads. */
const PLACES = [0, 1, 2, 3, 4, 5, 6];

/**
 * What previews leave behind: the ones past their ttl, and a clean-up that fails.
 *
 * A preview's age counts from the namespace's creation, as no metric tells the value of its annotation `created-at`;
 * the two are the same for a preview that is made when it says so.
 */
export function previewRules(cleanUp: CleanUpJob): readonly RuleGroup[] {
  return [
    {
      name: 'previews',
      rules: [
        ...Array.from({ length: 10 }, (_, digit) => ({
          record: 'digit:value',
          expr: `vector(${digit})`,
          labels: { digit: String(digit) },
        })),
        { record: 'preview:ttl_seconds', expr: ttlSeconds() },
        {
          record: 'preview:age_seconds',
          expr: `time() - max by (namespace) (kube_namespace_created and on (namespace) ${PREVIEWS})`,
        },
        {
          alert: 'PreviewPastTtl',
          // The clean-up runs once a day: 26 hours are its day, and time to do its work.
          expr: 'preview:age_seconds > preview:ttl_seconds + 26 * 3600',
          for: '15m',
          severity: 'warning',
          summary: 'preview {{ $labels.namespace }} should have been deleted',
          description: `It is {{ $value | humanizeDuration }} old. See the log of the last job of the CronJob ${cleanUp.name} in ${cleanUp.namespace}.`,
        },
      ],
    },
    {
      name: 'clean-up',
      rules: [
        {
          alert: 'CleanUpFailed',
          expr: failedSinceSuccess(cleanUp),
          for: '5m',
          severity: 'warning',
          summary: 'the clean-up of previews failed',
          description: `A job of the CronJob ${cleanUp.name} in ${cleanUp.namespace} failed, and none has succeeded since. Its log names the namespaces.`,
        },
      ],
    },
  ];
}

/**
 * The label `ttl`, such as `168h`, as a number: PromQL cannot read one off a label, but it can match a digit to the
 * series of its value, place by place.
 */
function ttlSeconds(): string {
  // While kube-state-metrics is replaced, two of it may tell of the same namespace.
  const ttls = `max by (namespace, label_ttl) (${PREVIEWS})`;
  const places = PLACES.map((place) => {
    const digit = `label_replace(${ttls}, "digit", "$1", "label_ttl", "[0-9]*([0-9])[0-9]{${place}}h")`;
    const told = `label_replace(${digit}, "place", "${place}", "", "")`;
    return `${told} * on (digit) group_left () digit:value * ${3600 * 10 ** place}`;
  });
  return `sum by (namespace) (\n  ${places.join('\n  or ')}\n)`;
}

/** A failed job whose start is later than the last success, or than the CronJob where none succeeded yet. */
function failedSinceSuccess({ namespace, name }: CleanUpJob): string {
  const cronJob = `namespace="${namespace}", cronjob="${name}"`;
  const own = `kube_job_owner{namespace="${namespace}", owner_kind="CronJob", owner_name="${name}"}`;
  const failed = `kube_job_failed{namespace="${namespace}", condition="true"} == 1`;
  return [
    `max by (namespace) (kube_job_status_start_time and on (namespace, job_name) ${own} and on (namespace, job_name) (${failed}))`,
    '>',
    `(max by (namespace) (kube_cronjob_status_last_successful_time{${cronJob}}) or max by (namespace) (kube_cronjob_created{${cronJob}}))`,
  ].join('\n');
}
