import {
  type BackupFiles,
  type BackupStream,
  ResticBackup,
  type ResticBackupProps,
} from '../../../lib/addons/backup/restic-backup';
import { emptyDir } from '../../../lib/workloads/empty-dir';
import { addedObjects, RESOURCES } from '../../support/added-objects';

const STREAM: Required<BackupStream> = {
  image: 'registry.example/db:1.0',
  command: ['dump', '--all'],
  env: { DB_USER: 'reader' },
  fileName: 'all.sql',
};

test('with the required props, for a stream', () => {
  const objects = addedObjects((cluster, namespace) => {
    const { env: _, ...source } = STREAM;
    new ResticBackup(cluster, 'backup', {
      namespace,
      name: 'db-backup',
      schedule: '15 */6 * * *',
      deadlineSeconds: 600,
      store: {
        endpoint: 'https://store.example',
        bucket: 'backups',
        keep: { last: 12, daily: 7, weekly: 4, monthly: 6 },
      },
      source,
      pod: {},
    });
  });
  expect(objects).toMatchSnapshot();
});

test('with all props, for files', () => {
  const objects = addedObjects((cluster, namespace) => {
    const source: Required<BackupFiles> = {
      paths: ['/snapshot', '/data'],
      exclude: ['/data/tmp'],
      mounts: [{ name: 'snapshot', mountPath: '/snapshot', readOnly: true }],
    };
    const all: Required<ResticBackupProps> = {
      namespace,
      name: 'files-backup',
      schedule: '15 */6 * * *',
      deadlineSeconds: 600,
      store: {
        endpoint: 'http://store.example:9000',
        bucket: 'backups',
        folder: 'files',
        keep: { last: 1, daily: 7, weekly: 0, monthly: 0 },
      },
      source,
      prepare: { name: 'snapshot', image: 'registry.example/snapshot:1.0', command: ['snapshot'] },
      pod: { securityContext: { runAsUser: 1000 }, volumes: [emptyDir('snapshot', '1Gi')] },
      resources: RESOURCES,
      cache: '2Gi',
    };
    new ResticBackup(cluster, 'backup', all);
  });
  expect(objects).toMatchSnapshot();
});
