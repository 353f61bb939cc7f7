import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import type { ExpectedSecret } from '../../checks/engine/cluster-facts';
import { acceptRisk } from '../../core/accept-risk';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { type Env, envVars } from '../../workloads/env';
import { restrictedContainer } from '../../workloads/hardening';
import { ScheduledJob } from '../../workloads/scheduled-job';

/** The CronJob's name, by which an alert asks for its last success. */
export const ETCD_BACKUP = 'etcd-backup';

const ETCD_PORT = 2379;
const ETCD_CERTIFICATES = '/etc/kubernetes/pki/etcd';
const SNAPSHOT = '/snapshot/etcd.db';

/** What is saved, when, where to, and for how long. */
export interface EtcdBackupProps {
  readonly namespace: ClusterNamespace;
  /** Five cron fields, in UTC. */
  readonly schedule: string;
  /** The control-plane node's IPv4 address, where etcd listens. */
  readonly address: string;
  /** The web address of an S3-compatible store, such as `https://fsn1.your-objectstorage.com`. */
  readonly endpoint: string;
  /** The bucket, which must be there. */
  readonly bucket: string;
  /** How many of the last days, weeks and months keep one backup each. */
  readonly keep: { readonly daily: number; readonly weekly: number; readonly monthly: number };
}

/**
 * A CronJob that saves a control-plane node off the machine: a snapshot of etcd, and `/etc/kubernetes` with its
 * certificates, its keys and the key of the secrets.
 *
 * Four programs, one after the other, and the first that fails ends the run: etcdctl takes the snapshot over etcd's own
 * port with etcd's own certificate, and verifies it (its image has no shell, nor needs one); restic makes the repository
 * where there is none; restic encrypts and sends; restic forgets what is too old and frees its room. What a run leaves on
 * the node goes with its pod.
 *
 * It runs as root, though without any capability, as those files are root's alone, and mounts them from the node: hence
 * a namespace whose Pod Security is `privileged`.
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
    const labels = { app: ETCD_BACKUP };
    const secret = expectStoreSecret(cluster, namespace);
    new ScheduledJob(this, 'cron-job', {
      namespace,
      name: ETCD_BACKUP,
      schedule: props.schedule,
      labels,
      deadlineSeconds: 3600,
      pod: podSpec(cluster.name, secret, props),
    });
    acceptRisk(this, {
      rule: 'host-access',
      because: "etcd's certificates and the control plane's settings lie on the node alone",
    });
    const from = namespace.pods(labels);
    const { isolation } = cluster;
    isolation.allowToNodes({ from, ports: [ETCD_PORT], because: "etcd's snapshot comes over its own port" });
    isolation.allowInternet({
      from,
      ports: [storePort(props.endpoint)],
      because: 'backups leave the machine for an S3-compatible store',
    });
  }
}

function expectStoreSecret(cluster: ClusterBase, namespace: ClusterNamespace): ExpectedSecret {
  return cluster.expectSecret({
    namespace,
    name: 'backup-store',
    keys: {
      'restic-password':
        'the password that encrypts the backups: keep a copy elsewhere, because no backup can be read without it',
      'access-key-id': 'the access key of the store, with permission to read, write and delete in the bucket',
      'secret-access-key': 'the secret of the access key',
    },
    purpose: 'encrypts the backups and authenticates at the store',
  });
}

function podSpec(cluster: string, secret: ExpectedSecret, props: EtcdBackupProps): k8s.PodSpec {
  const repository: Env = {
    RESTIC_REPOSITORY: `s3:${props.endpoint}/${props.bucket}`,
    RESTIC_PASSWORD: { secret, key: 'restic-password' },
    RESTIC_CACHE_DIR: '/cache',
    AWS_ACCESS_KEY_ID: { secret, key: 'access-key-id' },
    AWS_SECRET_ACCESS_KEY: { secret, key: 'secret-access-key' },
  };
  const cache: k8s.VolumeMount = { name: 'cache', mountPath: '/cache' };
  const { daily, weekly, monthly } = props.keep;
  const restic = (name: string, command: readonly string[], mounts: readonly k8s.VolumeMount[] = []) =>
    container({ name, image: IMAGES.restic, command, env: repository, mounts: [cache, ...mounts] });
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: 'Never',
    nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
    tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
    securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
    initContainers: [
      container({
        name: 'snapshot',
        image: IMAGES.etcd,
        command: ['/usr/local/bin/etcdctl', ...snapshotArguments(props.address)],
        mounts: [
          { name: 'etcd-certificates', mountPath: ETCD_CERTIFICATES, readOnly: true },
          { name: 'snapshot', mountPath: '/snapshot' },
        ],
      }),
      // Where there is a repository the second half does not run, and would refuse if it did.
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
        ...[
          '--keep-daily',
          String(daily),
          '--keep-weekly',
          String(weekly),
          '--keep-monthly',
          String(monthly),
        ],
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

/** What etcdctl is called with; it verifies the snapshot's hash before it ends well. */
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

interface ContainerProps {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env?: Env;
  readonly mounts: readonly k8s.VolumeMount[];
}

function container({ name, image, command, env, mounts }: ContainerProps): k8s.Container {
  return {
    name,
    image,
    command: [...command],
    ...(env && { env: envVars(env) }),
    resources: resources({ requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '1Gi' } }),
    securityContext: restrictedContainer(),
    volumeMounts: [...mounts],
  };
}

function storePort(endpoint: string): number {
  const { port, protocol } = new URL(endpoint);
  if (port !== '') return Number(port);
  return protocol === 'http:' ? 80 : 443;
}
