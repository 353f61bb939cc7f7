import { Construct } from 'constructs';
import { acceptRisk } from '../../core/accept-risk';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { IMAGES } from '../../core/versions';
import { emptyDir } from '../../workloads/empty-dir';
import { type BackupStore, ResticBackup } from './restic-backup';

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
  readonly store: BackupStore;
}

/**
 * A {@link ResticBackup} of a control-plane node: a snapshot of etcd, and `/etc/kubernetes` with its certificates, its
 * keys and the encryption key of Secrets.
 *
 * etcdctl takes the snapshot through etcd's port, with a client certificate of etcd, and verifies it. Its image has no
 * shell.
 *
 * Only root can read the files, which are mounted from the node. The containers therefore run as root, without
 * capabilities, in a namespace with the Pod Security level `privileged`.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#backing-up-an-etcd-cluster
 */
export class EtcdBackup extends Construct {
  constructor(scope: Construct, id: string, { namespace, schedule, address, store }: EtcdBackupProps) {
    super(scope, id);
    const certificates = { name: 'etcd-certificates', mountPath: ETCD_CERTIFICATES, readOnly: true };
    const configuration = { name: 'kubernetes', mountPath: '/etc/kubernetes', readOnly: true };
    const snapshot = { name: 'snapshot', mountPath: '/snapshot' };
    const { pods } = new ResticBackup(this, 'restic', {
      namespace,
      name: ETCD_BACKUP,
      schedule,
      deadlineSeconds: 3600,
      store,
      prepare: {
        name: 'snapshot',
        image: IMAGES.etcd,
        command: ['/usr/local/bin/etcdctl', ...snapshotArguments(address)],
        volumeMounts: [certificates, snapshot],
      },
      source: {
        paths: [SNAPSHOT, configuration.mountPath],
        mounts: [{ ...snapshot, readOnly: true }, configuration],
      },
      pod: {
        nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
        tolerations: [
          { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
        ],
        securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
        volumes: [
          { name: certificates.name, hostPath: { path: ETCD_CERTIFICATES, type: 'Directory' } },
          { name: configuration.name, hostPath: { path: configuration.mountPath, type: 'Directory' } },
          emptyDir(snapshot.name, '8Gi'),
        ],
      },
    });
    acceptRisk(this, {
      rule: 'host-access',
      because: "only the node has etcd's certificates and the configuration of the control plane",
    });
    ClusterBase.of(this).isolation.allowToNodes({
      from: pods,
      ports: [ETCD_PORT],
      because: "the backup takes a snapshot through etcd's port",
    });
  }
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
