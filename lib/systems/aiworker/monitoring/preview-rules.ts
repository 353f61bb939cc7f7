import { type CronJobName, failedSinceSuccess } from '../../../addons/monitoring/rules/cron-job';
import type { RuleGroup } from '../../../addons/monitoring/rules/rule-group';

const PREVIEWS = 'kube_namespace_labels{label_environment="preview"}';

/** The digits of the hours of a ttl, as powers of ten: as many as the clean-up reads. */
const PLACES = [0, 1, 2, 3, 4, 5, 6];

/**
 * The alerts about previews: a preview is past its ttl, or the clean-up failed.
 *
 * The age of a preview counts from the creation of its namespace, because no metric contains the annotation
 * `created-at`. The two times are the same if `created-at` is correct.
 */
export function previewRules(cleanUp: CronJobName): readonly RuleGroup[] {
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
          // The clean-up runs once a day and may take two hours.
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
 * An expression for the value of the label `ttl`, such as `168h`, in seconds.
 *
 * PromQL cannot convert a label to a number. It can join each digit of the label with the series of the digit's value.
 */
function ttlSeconds(): string {
  // While kube-state-metrics is replaced, two replicas may report the same namespace.
  const ttls = `max by (namespace, label_ttl) (${PREVIEWS})`;
  const places = PLACES.map((place) => {
    const digit = `label_replace(${ttls}, "digit", "$1", "label_ttl", "[0-9]*([0-9])[0-9]{${place}}h")`;
    const digitAtPlace = `label_replace(${digit}, "place", "${place}", "", "")`;
    return `${digitAtPlace} * on (digit) group_left () digit:value * ${3600 * 10 ** place}`;
  });
  return `sum by (namespace) (\n  ${places.join('\n  or ')}\n)`;
}
