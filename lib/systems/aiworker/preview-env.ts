import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { labelAll } from '../../core/common-labels';
import { placeAllIn, Stage } from '../../core/placement';
import type { PriorityClass } from '../../core/priority-class';
import type { Resources } from '../../core/resources';
import { dnsLabelProblem, MAX_LABEL_LENGTH, toDnsLabel } from '../../kube/dns-names';
import { Application } from './workloads/application';

const NAMESPACE_PREFIX = 'preview-task-';

/** The maximum length of the id of a task, so that the name of its namespace is a DNS label. */
export const MAX_TASK_ID_LENGTH = MAX_LABEL_LENGTH - NAMESPACE_PREFIX.length;

/** The default lifetime of a preview: seven days. @see document 001 */
export const DEFAULT_TTL = '168h';

/** The number of characters of the id of a task that its host contains. */
const HOST_ID_LENGTH = 8;

/** The namespaces of all previews of a cluster. */
export const PREVIEW_NAMESPACES = {
  matchLabels: { 'managed-by': 'aiworker', environment: 'preview' },
} as const;

/** The default port of a preview, and of a project that is not in the configuration. */
export const DEFAULT_PORT = 3000;

/** The quota has room for two such pods, as during a rollout, and for a pod with the default resources. */
const RESOURCES = {
  requests: { cpu: '150m', memory: '320Mi' },
  limits: { cpu: '300m', memory: '640Mi' },
} satisfies Resources;

/** The properties of a preview. */
export interface PreviewEnvProps {
  /** The id of the task. It is converted to a DNS label of at most {@link MAX_TASK_ID_LENGTH} characters. */
  readonly taskId: string;
  /** The name of the project, as a DNS label. */
  readonly project: string;
  /** The image, with a pinned tag. */
  readonly image: string;
  /** The port of the preview, 1024 or above. @default 3000 */
  readonly port?: number;
  /**
   * The time from which the age of the preview counts, in RFC 3339 format, such as `2026-01-19T12:00:00Z`. It is never
   * read from the clock.
   */
  readonly createdAt: string;
  /** The age at which the preview is deleted, in hours. @default '168h' */
  readonly ttl?: string;
  /** @default none: the priority of its pods is 0 */
  readonly priorityClass?: PriorityClass;
}

/**
 * A preview: a short-lived namespace with an application that shows the work of one task.
 *
 * All objects have the label `environment: preview`, which excludes them from pruning, because the backend creates
 * previews that are not in the configuration. A preview cannot connect to other previews or to the environments of
 * projects. All objects are in one file, `90-preview-task-<id>`.
 *
 * @see document 001, "Namespace: preview-task-{id}"
 */
export class PreviewEnv extends Construct {
  readonly namespace: ClusterNamespace;
  /** The id of the task, as a DNS label. */
  readonly taskId: string;
  /** The name of the project. */
  readonly project: string;
  /** The application of the preview, `<project>-preview`. */
  readonly application: Application;

  /** @throws Error if the id of the task cannot be converted to a DNS label, or is too long */
  constructor(scope: Construct, id: string, props: PreviewEnvProps) {
    super(scope, id);
    this.taskId = toDnsLabel(props.taskId);
    this.project = props.project;
    const problem = dnsLabelProblem(this.taskId, MAX_TASK_ID_LENGTH);
    if (problem) throw new Error(`task "${props.taskId}": ${problem}`);

    const name = previewNamespace(this.taskId);
    placeAllIn(this, Stage.preview, name);
    labelAll(this, { environment: 'preview' });
    this.namespace = ClusterBase.of(this).addNamespace(
      {
        name,
        labels: {
          project: props.project,
          environment: 'preview',
          'task-id': this.taskId,
          'managed-by': 'aiworker',
          ttl: props.ttl ?? DEFAULT_TTL,
        },
        annotations: { 'created-at': props.createdAt },
        quota: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' }, pods: 3 },
        priorityClass: props.priorityClass,
        podSecurity: 'restricted',
        prefix: 'preview',
      },
      this,
    );
    this.application = new Application(this, 'application', {
      namespace: this.namespace,
      name: `${props.project}-preview`,
      image: props.image,
      port: props.port ?? DEFAULT_PORT,
      replicas: 1,
      resources: RESOURCES,
    });
  }
}

/** The name of the namespace of a preview. @param taskId the id of the task, as a DNS label */
export function previewNamespace(taskId: string): string {
  return `${NAMESPACE_PREFIX}${taskId}`;
}

/**
 * The part of the host of a preview that comes from the id of its task: the first eight characters, without hyphens at the
 * end.
 *
 * Two previews whose ids start with the same eight characters would have the same host: callers must check this.
 */
export function previewHostId(taskId: string): string {
  return taskId.slice(0, HOST_ID_LENGTH).replace(/-+$/, '');
}
