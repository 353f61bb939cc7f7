import { spawnSync } from 'node:child_process';
import { documented } from '../../support/documented';
import { waitFor } from './aks';
import { runJob } from './jobs';
import { getAll, kubectl } from './kubectl';

interface Pod {
  readonly spec: { readonly nodeName: string };
}

/** The pods of the jobs of Gitea's backup, and the pod of Gitea. */
function podsOf(app: string): Pod[] {
  return getAll<Pod>('pods', '--namespace=gitea', `--selector=app=${app}`);
}

/** Tests of the backups of aiworker, as far as they need no store. */
export function describeBackups(): void {
  describe('the backups', () => {
    test.each([
      ['backup', 'mysql-backup'],
      ['gitea', 'gitea-backup'],
    ])('the API server admits the job of namespace %s, %s', (namespace, name) => {
      runJob(namespace, name);
    });

    test('the backup of Gitea runs on the node of Gitea', () => {
      kubectl(['create', 'job', 'node', '--namespace=gitea', '--from=cronjob/gitea-backup']);
      kubectl(['wait', '--for=condition=Complete', 'job/node', '--namespace=gitea', '--timeout=60s']);
      const nodes = (app: string) => podsOf(app).map(({ spec }) => spec.nodeName);
      expect(nodes('gitea-backup')).toEqual(nodes('gitea'));
      kubectl(['delete', 'job', 'node', '--namespace=gitea']);
    });

    test('the documented commands stop Gitea, start a pod for the restore, and start Gitea again', () => {
      // test/restic runs the commands of restic.
      const commands = documented('aiworker', 'Restore everything in Gitea').filter(
        (command) => !command.startsWith('kubectl exec'),
      );
      for (const command of commands) {
        const { status, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', command], {
          encoding: 'utf8',
        });
        expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
      }
      waitFor('statefulset', { namespace: 'gitea', name: 'gitea' });
      expect(podsOf('gitea')).toHaveLength(1);
      expect(kubectl(['diff', '-f', 'dist/aiworker/75-backup.k8s.yaml'])).toBe('');
    });
  });
}
