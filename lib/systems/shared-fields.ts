import type { BackupStore } from '../addons/backup/restic-backup';
import { ALERT_RECEIVERS } from '../addons/monitoring/alertmanager';
import { acmeEmailProblem } from '../certificates/acme';
import { isNamedSecret } from '../checks/facts/named-secrets';
import {
  described,
  type Field,
  type Infer,
  integer,
  invalid,
  list,
  map,
  object,
  oneOf,
  optional,
  type Report,
  string,
} from '../config/fields';
import { bucketName, cidr, emailAddress, port, quantity, schedule, url } from '../config/formats';
import type { Path } from '../config/problem';
import { CONTROLLER_CHOICES, CONTROLLER_KINDS, type IngressSetting, NGINX_ONLY } from '../ingress/setting';
import { cidrsOverlap } from '../kube/cidr';
import { hostProblem } from '../kube/hostnames';
import type { Labels } from '../kube/labels';
import { quote } from '../kube/text';

/**
 * The address of an account at Let's Encrypt.
 *
 * @see https://letsencrypt.org/2025/06/26/expiration-notification-service-has-ended
 */
export const acmeEmail = described(
  "The e-mail address of the account at Let's Encrypt, which sends no messages about certificates that expire.",
  emailAddress(acmeEmailProblem),
);

/** The receiver of a cluster's alerts. */
export const alerts = described(
  'The receiver of alerts. Default: none, alerts are only shown in Grafana and Prometheus',
  optional(
    object({
      receiver: described(
        "webhook: a program that accepts Alertmanager's JSON. slack: an incoming webhook of Slack. Its address is in the Secret alertmanager-receiver.",
        oneOf(...ALERT_RECEIVERS),
      ),
    }),
  ),
);

/** The ingress controllers of a cluster. Every field has a default, so that a file need not state them. */
export const ingressFields = {
  controllers: described(
    'nginx, gateway (Gateway API), or both while hosts move from one to the other: see docs/migration.md.',
    optional(oneOf(...CONTROLLER_CHOICES), NGINX_ONLY.controllers),
  ),
  published: described(
    'With both: the controller to which DNS records lead. Default: nginx',
    optional(oneOf(...CONTROLLER_KINDS)),
  ),
  exceptions: described(
    'With both: the hosts whose DNS records lead to the other controller. Default: none',
    optional(list(string({ check: hostProblem }))),
  ),
};

/** Reports fields that matter only while two controllers run side by side. */
export function reportIngress({ controllers, ...others }: Partial<IngressSetting>, report: Report): void {
  // An invalid value is reported separately.
  if (controllers === 'both' || controllers === undefined) return;
  for (const field of ['published', 'exceptions'] as const)
    if (others[field] !== undefined)
      report([field], `is only for two controllers, but controllers is ${controllers}: remove it`);
}

/** The ingress of a cluster whose only controller matters. */
export const ingressField = described(
  'The ingress controllers. Default: nginx',
  optional(object(ingressFields, { check: reportIngress })),
);

/** The setting of an ingress that a file states. */
export function ingressSetting(fields?: Partial<IngressSetting>): IngressSetting {
  const { controllers, published, exceptions } = { ...NGINX_ONLY, ...fields };
  return { controllers, published, exceptions };
}

const SHOW_API_SERVER = 'kubectl get endpointslices -n default -l kubernetes.io/service-name=kubernetes';
const SHOW_NODES = 'kubectl get nodes -o wide';

/** The largest range that a network has, `10.0.0.0/8`. A larger one would open policies to the internet. */
const MIN_PREFIX = 8;

/** The addresses of a cluster's network, for systems whose nodes are declared as ranges. */
export const networkFields = {
  podCidr: described('The addresses of pods.', cidr(undefined, MIN_PREFIX)),
  serviceCidr: described('The addresses of Services.', cidr(undefined, MIN_PREFIX)),
  nodeCidrs: described(
    `The addresses of nodes: ${SHOW_NODES}`,
    list(cidr(`the range of the nodes' addresses (${SHOW_NODES})`, MIN_PREFIX), {
      ifEmpty: `add the addresses of the nodes (${SHOW_NODES})`,
    }),
  ),
  apiServer: described(
    `The endpoints of the API server: ${SHOW_API_SERVER}`,
    object({
      cidrs: described(
        'Their addresses.',
        list(cidr(`the API server's address (${SHOW_API_SERVER})`, MIN_PREFIX), {
          ifEmpty: `add the API server's address (${SHOW_API_SERVER})`,
        }),
      ),
      port: described('Their port.', port()),
    }),
  ),
};

/** The ranges of a network; invalid ones are undefined. */
interface Ranges {
  readonly podCidr?: string;
  readonly serviceCidr?: string;
  readonly nodeCidrs?: readonly string[];
  readonly apiServer?: { readonly cidrs: readonly string[] };
}

/** Reports ranges that overlap the range of pods or of Services: packets would take the wrong way. */
export function reportOverlaps(
  { podCidr, serviceCidr, nodeCidrs = [], apiServer }: Ranges,
  report: Report,
): void {
  const own = { podCidr, serviceCidr };
  const ranges: [Path, string | undefined][] = [
    [['serviceCidr'], serviceCidr],
    ...nodeCidrs.map((range, index): [Path, string] => [['nodeCidrs', index], range]),
    ...(apiServer?.cidrs ?? []).map((range, index): [Path, string] => [['apiServer', 'cidrs', index], range]),
  ];
  for (const [path, range] of ranges)
    for (const [name, other] of Object.entries(own))
      if (path[0] !== name && range !== undefined && other !== undefined && cidrsOverlap(range, other))
        report(path, `${quote(range)} overlaps ${name}, ${quote(other)}: use separate ranges`);
}

/**
 * The allocatable resources of a node. The kubelet evicts pods as long as less than 100Mi of memory is free.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#hard-eviction-thresholds
 */
export const nodeSize = { cpu: quantity('100m'), memory: quantity('100Mi'), disk: quantity('1Gi') };

/** Reports environment variables with the names of secrets. Secrets are also recognized by their values, in every file. */
export function reportSecrets(
  settings: ReadonlyMap<string, string> | undefined,
  report: Report,
  remedy: string,
): void {
  for (const [name, value] of settings ?? [])
    if (isNamedSecret(name, value))
      report(
        ['settings', name],
        `the value looks like a secret, by the name of its variable, which everyone with access to the repository could read: ${remedy}`,
      );
}

/** Backups in an S3-compatible store. */
export const backupFields = object({
  schedule: described('The schedule of backups, in UTC.', schedule()),
  endpoint: described('The S3-compatible store.', url()),
  bucket: described('The bucket of the store.', bucketName()),
  keepLast: described(
    'The number of most recent backups to keep, whenever they were made. Older ones are thinned out.',
    integer({ min: 1 }),
  ),
  keepDaily: described('The number of daily backups to keep.', integer({ min: 1 })),
  keepWeekly: described('The number of weekly backups to keep.', integer({ min: 0 })),
  keepMonthly: described('The number of monthly backups to keep.', integer({ min: 0 })),
});

/** The store of the configured backups. @param folder the folder of the repository @default the root of the bucket */
export function backupStore(fields: Infer<typeof backupFields>, folder?: string): BackupStore {
  const { endpoint, bucket, keepLast, keepDaily, keepWeekly, keepMonthly } = fields;
  const keep = { last: keepLast, daily: keepDaily, weekly: keepWeekly, monthly: keepMonthly };
  return { endpoint, bucket, folder, keep };
}

/**
 * Environment variables, by name.
 *
 * @param value the value of a variable
 * @param reserved the variables that this program sets @default none
 */
export function variables<T>(
  value: Field<T>,
  reserved: readonly string[] = [],
): Field<ReadonlyMap<string, T>> {
  return map(value, {
    keyProblem(name) {
      if (!/^[A-Z][A-Z0-9_]*$/.test(name))
        return invalid(name, 'environment variable', 'write it like LOG_LEVEL');
      if (name.startsWith('KUBERNETES_'))
        return `${name} is reserved, because Kubernetes sets it: use another name`;
      return reserved.includes(name)
        ? `${name} is reserved, because cluster-topology sets it: remove it`
        : undefined;
    },
  });
}

/** The labels of the nodes of a pool, in the notation of `kubectl get nodes --show-labels`. */
export const nodeLabels = described(
  'The labels of the nodes that pods may select, besides those of every node such as kubernetes.io/os, each as key=value. Default: none',
  optional(list(string({ noun: 'a label', example: 'disk=ssd', pattern: /^[^=\s]+=[^=\s]*$/ }))),
);

/** Labels in the notation of {@link nodeLabels}, by key. */
export function parseNodeLabels(labels: readonly string[] = []): Labels {
  return Object.fromEntries(labels.map((label): [string, string] => label.split('=') as [string, string]));
}
