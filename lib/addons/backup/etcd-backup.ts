import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { acceptRisk } from '../../core/accept-risk';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { envVars, type SecretKey } from '../../workloads/env';
import { restrictedContainer } from '../../workloads/hardening';
import { ScheduledJob } from '../../workloads/scheduled-job';

/** The name of the CronJob. Alerts select its metrics by this name. */
export const ETCD_BACKUP = 'etcd-backup';

const ETCD_PORT = 2379;
const ETCD_CERTIFICATES = '/etc/kubernetes/pki/etcd';
const SNAPSHOT = '/snapshot/etcd.db';

/** The properties of the backup. */
export interface EtcdBackupProps {
  readonly namespace: ClusterNamespace;
  /** A cron schedule of five fields, in UTC. */
  readonly schedule: string;
  /** The IPv4 address of the control-plane node, on which etcd listens. */
  readonly address: string;
  /** The URL of an S3-compatible store, such as `https://fsn1.your-objectstorage.com`. */
  readonly endpoint: string;
  /** The bucket, which must exist. */
  readonly bucket: string;
  /** The number of most recent days, weeks and months for which one backup each is kept. */
  readonly keep: { readonly daily: number; readonly weekly: number; readonly monthly: number };
}

/**
 * A CronJob that backs up a control-plane node to an S3-compatible store: a snapshot of etcd, and `/etc/kubernetes`
 * with its certificates, its keys and the encryption key of Secrets.
 *
 * Four containers run one after the other, and a run ends with the first failure:
 *
 * 1. etcdctl takes a snapshot through etcd's port, with a client certificate of etcd, and verifies it. Its image has
 *    no shell.
 * 2. restic creates the repository, if it does not exist.
 * 3. restic encrypts and uploads the snapshot and the directory.
 * 4. restic deletes backups that are too old, and frees their space.
 *
 * The temporary files of a run are in volumes of its pod, and are deleted with the pod.
 *
 * Only root can read the files, which are mounted from the node. The containers therefore run as root, without
 * capabilities, in a namespace with the Pod Security level `privileged`.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#backing-up-an-etcd-cluster
 * @see https://restic.readthedocs.io/en/stable/030_preparing_a_new_repo.html#s3-compatible-storage
 */
export class EtcdBackup extends Construct {
  constructor(scope: Construct, id: string, props: EtcdBackupProps) {
    super(scope, id);
    const { namespace } = props;
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
    const { pods } = new ScheduledJob(this, 'cron-job', {
      namespace,
      name: ETCD_BACKUP,
      schedule: props.schedule,
      deadlineSeconds: 3600,
      pod: podSpec(cluster.name, secret, props),
    });
    acceptRisk(this, {
      rule: 'host-access',
      because: "only the node has etcd's certificates and the configuration of the control plane",
    });
    cluster.isolation.allowToNodes({
      from: pods,
      ports: [ETCD_PORT],
      because: "the backup takes a snapshot through etcd's port",
    });
    cluster.isolation.allowInternet({
      from: pods,
      ports: [storePort(props.endpoint)],
      because: 'the backup is uploaded to an S3-compatible store',
    });
  }
}

function podSpec(cluster: string, secret: SecretKey['secret'], props: EtcdBackupProps): k8s.PodSpec {
  const { keep } = props;
  const env = envVars({
    RESTIC_REPOSITORY: `s3:${props.endpoint}/${props.bucket}`,
    RESTIC_PASSWORD: { secret, key: 'restic-password' },
    RESTIC_CACHE_DIR: '/cache',
    AWS_ACCESS_KEY_ID: { secret, key: 'access-key-id' },
    AWS_SECRET_ACCESS_KEY: { secret, key: 'secret-access-key' },
  });
  const cache: k8s.VolumeMount = { name: 'cache', mountPath: '/cache' };
  const restic = (name: string, command: string[], mounts: k8s.VolumeMount[] = []) =>
    container({ name, image: IMAGES.restic, command, env, volumeMounts: [cache, ...mounts] });
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
    tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
    securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
    initContainers: [
      container({
        name: 'snapshot',
        image: IMAGES.etcd,
        command: ['/usr/local/bin/etcdctl', ...snapshotArguments(props.address)],
        volumeMounts: [
          { name: 'etcd-certificates', mountPath: ETCD_CERTIFICATES, readOnly: true },
          { name: 'snapshot', mountPath: '/snapshot' },
        ],
      }),
      // `restic init` runs only if there is no repository. It fails if there is one, and changes nothing.
      restic('repository', ['/bin/sh', '-c', 'restic cat config >/dev/null || restic init']),
      restic(
        'send',
        ['/usr/bin/restic', 'backup', '--host', cluster, '--tag', ETCD_BACKUP, SNAPSHOT, '/etc/kubernetes'],
        [
          { name: 'snapshot', mountPath: '/snapshot', readOnly: true },
          { name: 'kubernetes', mountPath: '/etc/kubernetes', readOnly: true },
        ],
      ),
    ],
    containers: [
      restic('forget', [
        '/usr/bin/restic',
        'forget',
        ...['--host', cluster, '--tag', ETCD_BACKUP],
        ...['--keep-daily', `${keep.daily}`],
        ...['--keep-weekly', `${keep.weekly}`],
        ...['--keep-monthly', `${keep.monthly}`],
        '--prune',
      ]),
    ],
    volumes: [
      { name: 'etcd-certificates', hostPath: { path: ETCD_CERTIFICATES, type: 'Directory' } },
      { name: 'kubernetes', hostPath: { path: '/etc/kubernetes', type: 'Directory' } },
      { name: 'snapshot', emptyDir: { sizeLimit: k8s.Quantity.fromString('8Gi') } },
      { name: 'cache', emptyDir: { sizeLimit: k8s.Quantity.fromString('1Gi') } },
    ],
  };
}

/** The arguments of etcdctl, which verifies the hash of the snapshot before it exits successfully. */
function snapshotArguments(address: string): string[] {
  return [
    `--endpoints=https://${address}:${ETCD_PORT}`,
    `--cacert=${ETCD_CERTIFICATES}/ca.crt`,
    `--cert=${ETCD_CERTIFICATES}/healthcheck-client.crt`,
    `--key=${ETCD_CERTIFICATES}/healthcheck-client.key`,
    'snapshot',
    'save',
    SNAPSHOT,
  ];
}

/** A container with the resources and restrictions of every step. */
function container(step: k8s.Container): k8s.Container {
  return {
    ...step,
    resources: resources({ requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '1Gi' } }),
    securityContext: restrictedContainer(),
  };
}

function storePort(endpoint: string): number {
  const { port, protocol } = new URL(endpoint);
  if (port !== '') return Number(port);
  return protocol === 'http:' ? 80 : 443;
}
