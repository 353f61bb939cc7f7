import { Construct } from 'constructs';
import type * as k8s from '../../../imports/k8s';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { PodGroup } from '../../core/isolation/connection';
import { placeIn, Stage } from '../../core/placement';
import { type Resources, resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { emptyDir } from '../../workloads/empty-dir';
import { type Env, envVars } from '../../workloads/env';
import { restrictedContainer } from '../../workloads/hardening';
import { ScheduledJob } from '../../workloads/scheduled-job';

const CACHE = '/cache';
const TOOLS = '/tools';

/**
 * Creates the repository, or waits up to 35 minutes until no lock is left.
 *
 * The lock of a killed pod blocks other processes. restic refreshes its locks every 5 minutes. After 30 minutes without a
 * refresh, `restic unlock` deletes a lock of another host, and every pod is another host.
 *
 * `restic init` fails if there is a repository, and changes nothing.
 *
 * @see https://restic.readthedocs.io/en/stable/100_references.html#locks
 */
const OPEN_REPOSITORY = `restic unlock || restic init
for _ in $(seq 35); do
  test -z "$(restic list locks)" && exit
  sleep 60
  restic unlock
done
`;

/** A restic repository in an S3-compatible store, and the number of backups to keep in it. */
export interface BackupStore {
  /** The URL of the store, such as `https://fsn1.your-objectstorage.com`. */
  readonly endpoint: string;
  /** The bucket, which must exist. */
  readonly bucket: string;
  /** The folder of the repository. @default the root of the bucket */
  readonly folder?: string;
  /** The number of most recent backups that are kept, and of days, weeks and months for which one backup each is kept. */
  readonly keep: {
    readonly last: number;
    readonly daily: number;
    readonly weekly: number;
    readonly monthly: number;
  };
}

/** Files and directories of the pod's volumes. */
export interface BackupFiles {
  readonly paths: readonly string[];
  /** Patterns of paths that are not uploaded. @default none */
  readonly exclude?: readonly string[];
  readonly mounts: readonly k8s.VolumeMount[];
}

/** The standard output of a command, which is uploaded while it is written. */
export interface BackupStream {
  /** The image with the command. restic runs in it. */
  readonly image: string;
  /** The command. If it fails, the backup fails and nothing is kept. */
  readonly command: readonly string[];
  /** @default none */
  readonly env?: Env;
  /** The name of the file in the backup. */
  readonly fileName: string;
}

/** The properties of a backup. */
export interface ResticBackupProps {
  readonly namespace: ClusterNamespace;
  /** The name of the CronJob, and the tag of its backups. */
  readonly name: string;
  /** A cron schedule of five fields, in UTC. */
  readonly schedule: string;
  /** The maximum duration of a run, in seconds. */
  readonly deadlineSeconds: number;
  readonly store: BackupStore;
  readonly source: BackupFiles | BackupStream;
  /** A container that runs first and writes files to a volume. @default none */
  readonly prepare?: Omit<k8s.Container, 'resources' | 'securityContext'>;
  /** The user, the node and the volumes of the pod. */
  readonly pod: Pick<
    k8s.PodSpec,
    'affinity' | 'nodeSelector' | 'securityContext' | 'tolerations' | 'volumes'
  >;
  /** The resources of each container. They run one after the other. @default 100m to 1 CPU, 128Mi to 1Gi */
  readonly resources?: Resources;
  /** The maximum size of restic's cache and temporary files, as a quantity. @default 1Gi */
  readonly cache?: string;
}

/**
 * A CronJob that backs up to an S3-compatible store with restic, which encrypts the data before it leaves the pod.
 *
 * Its containers run one after the other, and a run ends with the first failure:
 *
 * 1. `prepare`, if there is one, writes files to a volume.
 * 2. `repository` creates the repository if it does not exist. Otherwise it waits for other runs, and deletes the locks of
 *    killed runs.
 * 3. `send` uploads files or a stream. For a stream, `tools` first copies restic, which is a static binary, into a volume,
 *    because the image of the command does not contain it: the stream needs no disk space.
 * 4. `check` verifies the repository, and reads a random sample of its data.
 * 5. `forget` deletes backups that are too old, and frees their space.
 *
 * A Secret `backup-store` of the namespace has the password and the keys of the store.
 *
 * @see https://restic.readthedocs.io/en/stable/030_preparing_a_new_repo.html#s3-compatible-storage
 * @see https://restic.readthedocs.io/en/stable/040_backup.html#reading-data-from-a-command
 */
export class ResticBackup extends Construct {
  /** The pods: an end of a connection. */
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, props: ResticBackupProps) {
    super(scope, id);
    const { namespace, name, schedule, deadlineSeconds } = props;
    const cluster = ClusterBase.of(this);
    placeIn(this, Stage.backup, 'backup');
    const secret = cluster.expectSecret({
      namespace,
      name: 'backup-store',
      keys: {
        'restic-password':
          'the password that encrypts the backups: keep a copy elsewhere, because no backup can be read without it',
        'access-key-id':
          'the access key of the store, with permission to read, write and delete in the bucket',
        'secret-access-key': 'the secret of the access key',
      },
      purpose: 'encrypts the backups and authenticates at the store',
    });
    const { endpoint, bucket, folder } = props.store;
    const env = {
      RESTIC_REPOSITORY: `s3:${[endpoint, bucket, ...(folder === undefined ? [] : [folder])].join('/')}`,
      RESTIC_PASSWORD: { secret, key: 'restic-password' },
      RESTIC_CACHE_DIR: CACHE,
      // restic writes temporary files, and the root file system is read-only.
      TMPDIR: CACHE,
      AWS_ACCESS_KEY_ID: { secret, key: 'access-key-id' },
      AWS_SECRET_ACCESS_KEY: { secret, key: 'secret-access-key' },
    };
    this.pods = new ScheduledJob(this, 'cron-job', {
      namespace,
      name,
      schedule,
      deadlineSeconds,
      pod: podSpec(cluster.name, env, props),
    }).pods;
    cluster.isolation.allowInternet({
      from: this.pods,
      ports: [storePort(endpoint)],
      because: 'the backup is uploaded to an S3-compatible store',
    });
  }
}

function podSpec(cluster: string, env: Env, props: ResticBackupProps): k8s.PodSpec {
  const { name, source, prepare, pod } = props;
  const { keep } = props.store;
  const container = (step: k8s.Container): k8s.Container => ({
    ...step,
    resources: resources(
      props.resources ?? {
        requests: { cpu: '100m', memory: '128Mi' },
        limits: { cpu: '1', memory: '1Gi' },
      },
    ),
    securityContext: restrictedContainer(),
  });
  const cache: k8s.VolumeMount = { name: 'cache', mountPath: CACHE };
  const restic = (step: string, command: string[]) =>
    container({ name: step, image: IMAGES.restic, command, env: envVars(env), volumeMounts: [cache] });
  const own = ['--host', cluster, '--tag', name];
  const stream = 'command' in source;
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...pod,
    initContainers: [
      ...(prepare ? [container(prepare)] : []),
      restic('repository', ['/bin/sh', '-e', '-c', OPEN_REPOSITORY]),
      ...(stream
        ? sendStream(source, own, env, cache).map(container)
        : [container(sendFiles(source, own, env, cache))]),
      restic('check', ['/usr/bin/restic', 'check', '--with-cache', '--read-data-subset=1%']),
    ],
    containers: [
      restic('forget', [
        '/usr/bin/restic',
        'forget',
        ...own,
        ...['--keep-last', `${keep.last}`],
        ...['--keep-daily', `${keep.daily}`],
        ...['--keep-weekly', `${keep.weekly}`],
        ...['--keep-monthly', `${keep.monthly}`],
        '--prune',
      ]),
    ],
    volumes: [
      ...(pod.volumes ?? []),
      ...(stream ? [emptyDir('tools', '128Mi')] : []),
      emptyDir('cache', props.cache ?? '1Gi'),
    ],
  };
}

function sendFiles(
  { paths, exclude = [], mounts }: BackupFiles,
  own: string[],
  env: Env,
  cache: k8s.VolumeMount,
): k8s.Container {
  const excluded = exclude.map((pattern) => `--exclude=${pattern}`);
  return {
    name: 'send',
    image: IMAGES.restic,
    command: ['/usr/bin/restic', 'backup', ...own, ...excluded, ...paths],
    env: envVars(env),
    volumeMounts: [cache, ...mounts],
  };
}

/** The containers of a stream: one copies restic and the certificate authorities, the other runs the command. */
function sendStream(
  { image, command, env: own = {}, fileName }: BackupStream,
  selection: string[],
  env: Env,
  cache: k8s.VolumeMount,
): k8s.Container[] {
  const tools: k8s.VolumeMount = { name: 'tools', mountPath: TOOLS };
  const authorities = '/etc/ssl/certs/ca-certificates.crt';
  return [
    {
      name: 'tools',
      image: IMAGES.restic,
      command: ['/bin/cp', '/usr/bin/restic', authorities, TOOLS],
      volumeMounts: [tools],
    },
    {
      name: 'send',
      image,
      command: [
        `${TOOLS}/restic`,
        'backup',
        ...selection,
        ...['--stdin-filename', fileName],
        ...['--stdin-from-command', '--', ...command],
      ],
      env: envVars({ ...env, SSL_CERT_FILE: `${TOOLS}/ca-certificates.crt`, ...own }),
      volumeMounts: [cache, { ...tools, readOnly: true }],
    },
  ];
}

function storePort(endpoint: string): number {
  const { port, protocol } = new URL(endpoint);
  if (port !== '') return Number(port);
  return protocol === 'http:' ? 80 : 443;
}
