import { Construct } from 'constructs';
import * as k8s from '../../../../../imports/k8s';
import { readSourceFile } from '../../../../../imports/read-source-file';
import { type BackupStore, ResticBackup } from '../../../../addons/backup/restic-backup';
import type { CronJobName } from '../../../../addons/monitoring/rules/cron-job';
import type { ClusterNamespace } from '../../../../core/cluster-namespace';
import { placeIn, Stage } from '../../../../core/placement';
import { IMAGES } from '../../../../core/versions';
import { emptyDir } from '../../../../workloads/empty-dir';
import { restrictedPod } from '../../../../workloads/hardening';
import { GITEA_FILES, GITEA_LABELS, GITEA_USER, GITEA_VOLUME } from '../gitea';

const NAME = 'gitea-backup';
const SCRIPT = 'snapshot.cjs';
const SCRIPT_FOLDER = '/script';
/** Read once at the start, so that constructing a cluster reads no file. */
const SCRIPT_TEXT = readSourceFile(`lib/systems/aiworker/workloads/gitea-backup/${SCRIPT}`);
const SNAPSHOT = '/snapshot';

/** The properties of the backup. */
export interface GiteaBackupProps {
  /** The namespace of Gitea. */
  readonly namespace: ClusterNamespace;
  /** A cron schedule of five fields, in UTC. */
  readonly schedule: string;
  readonly store: BackupStore;
}

/**
 * A {@link ResticBackup} of Gitea's volume, while Gitea runs: repositories, LFS objects, packages and images,
 * attachments, and the database.
 *
 * The script `snapshot.cjs` first copies the database, and then the references of all repositories. restic uploads these
 * copies in place of the originals, together with the other files, to which git and the registry only add: every
 * object to which the database or a reference points is in the backup. The search index and the queues are left out,
 * because Gitea creates them again.
 *
 * The volume can be mounted on one node only, so the pod runs on the node of Gitea. It mounts the volume read-only.
 *
 * @see docs/decisions/0016-backups.md
 */
export class GiteaBackup extends Construct {
  /** The CronJob, for alerts. */
  readonly job: CronJobName;

  constructor(scope: Construct, id: string, { namespace, schedule, store }: GiteaBackupProps) {
    super(scope, id);
    placeIn(this, Stage.backup, 'backup');
    this.job = { namespace: namespace.name, name: NAME };
    new k8s.KubeConfigMap(this, 'script', {
      metadata: { name: NAME, namespace: namespace.name },
      data: { [SCRIPT]: SCRIPT_TEXT },
    });
    const { claim, subPath, path } = GITEA_VOLUME;
    const { database, repositories } = GITEA_FILES;
    const data: k8s.VolumeMount = { name: 'data', mountPath: path, subPath, readOnly: true };
    new ResticBackup(this, 'restic', {
      namespace,
      name: NAME,
      schedule,
      // The first backup uploads the whole volume.
      deadlineSeconds: 4 * 3600,
      store,
      prepare: {
        name: 'snapshot',
        image: IMAGES.node,
        command: ['node', `${SCRIPT_FOLDER}/${SCRIPT}`, path, SNAPSHOT, database, repositories],
        volumeMounts: [
          data,
          { name: 'snapshot', mountPath: SNAPSHOT },
          { name: 'script', mountPath: SCRIPT_FOLDER, readOnly: true },
        ],
      },
      source: {
        paths: [SNAPSHOT, path],
        exclude: excluded(path),
        mounts: [data, { name: 'snapshot', mountPath: SNAPSHOT, readOnly: true }],
      },
      pod: {
        affinity: {
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { ...GITEA_LABELS } } },
            ],
          },
        },
        securityContext: restrictedPod(GITEA_USER),
        volumes: [
          { name: 'data', persistentVolumeClaim: { claimName: claim } },
          { name: 'script', configMap: { name: NAME } },
          emptyDir('snapshot', '8Gi'),
        ],
      },
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '2Gi' } },
      cache: '4Gi',
    });
  }
}

/** What the snapshot contains instead, what Gitea creates again, and temporary files, which may disappear at any time. */
function excluded(volume: string): string[] {
  const { database, repositories } = GITEA_FILES;
  const repository = `${volume}/${repositories}/*/*.git`;
  return [
    ...['', '-journal', '-shm', '-wal'].map((suffix) => `${volume}/${database}${suffix}`),
    ...['HEAD', 'packed-refs', 'refs', '*.lock'].map((part) => `${repository}/${part}`),
    ...['indexers', 'queues', 'tmp'].map((folder) => `${volume}/${folder}`),
    ...['tmp_*', '.tmp-*', '*.lock'].map((temporary) => `${repository}/objects/**/${temporary}`),
  ];
}
