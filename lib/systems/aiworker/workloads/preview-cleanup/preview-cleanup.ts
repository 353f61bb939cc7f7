import { Construct } from 'constructs';
import * as k8s from '../../../../../imports/k8s';
import { readSourceFile } from '../../../../../imports/read-source-file';
import type { CronJobName } from '../../../../addons/monitoring/rules/cron-job';
import { ClusterBase } from '../../../../core/cluster-base';
import type { ClusterNamespace } from '../../../../core/cluster-namespace';
import { placeIn, Stage } from '../../../../core/placement';
import { IMAGES } from '../../../../core/versions';
import { hardenedPod } from '../../../../workloads/hardened-pod';
import { ScheduledJob } from '../../../../workloads/scheduled-job';
import type { ServiceAccount } from '../../../../workloads/service-account';

/** The properties of the clean-up. */
export interface PreviewCleanupProps {
  readonly namespace: ClusterNamespace;
  /** The account, which can list namespaces and delete previews. */
  readonly account: ServiceAccount;
}

const NAME = 'preview-cleanup';
const SCRIPT = 'cleanup.cjs';
const SCRIPT_FOLDER = '/script';
/** Read once at the start, so that constructing a cluster reads no file. */
const SCRIPT_TEXT = readSourceFile(`lib/systems/aiworker/workloads/preview-cleanup/${SCRIPT}`);

/** The user `node` of the official Node.js images. */
const NODE_USER = 1000;

/**
 * A CronJob that deletes the previews that are past their `ttl`, once a day.
 *
 * It runs the script `cleanup.cjs` in an official Node.js image. A failed deletion fails the job, which is retried twice.
 * An alert reports a failed job.
 *
 * @see document 001, "Limpieza automática"
 */
export class PreviewCleanup extends Construct {
  /** The CronJob, for alerts and dashboards. */
  readonly job: CronJobName;

  constructor(scope: Construct, id: string, { namespace, account }: PreviewCleanupProps) {
    super(scope, id);
    placeIn(this, Stage.workloads, NAME);
    this.job = { namespace: namespace.name, name: NAME };
    new k8s.KubeConfigMap(this, 'script', {
      metadata: { name: NAME, namespace: namespace.name },
      data: { [SCRIPT]: SCRIPT_TEXT },
    });
    const { pods } = new ScheduledJob(this, 'cron-job', {
      namespace,
      name: NAME,
      schedule: '17 3 * * *',
      deadlineSeconds: 600,
      pod: hardenedPod({
        name: NAME,
        image: IMAGES.node,
        user: NODE_USER,
        serviceAccount: account,
        command: ['node', `${SCRIPT_FOLDER}/${SCRIPT}`],
        mounts: [{ name: 'script', mountPath: SCRIPT_FOLDER, readOnly: true }],
        volumes: [{ name: 'script', configMap: { name: NAME } }],
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '200m', memory: '256Mi' } },
      }),
    });
    ClusterBase.of(this).isolation.allowApiServer({
      from: pods,
      because: 'the clean-up lists namespaces and deletes old previews',
    });
  }
}
