import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { labelAll } from '../../core/common-labels';
import { placeAllIn, Stage } from '../../core/placement';
import type { Resources } from '../../core/resources';
import { dnsLabelProblem, MAX_LABEL_LENGTH, toDnsLabel } from '../../kube/dns-names';
import { Application } from './workloads/application';

const NAMESPACE_PREFIX = 'preview-task-';

/** How long a task's id may be, so that its namespace is still a DNS label. */
export const MAX_TASK_ID_LENGTH = MAX_LABEL_LENGTH - NAMESPACE_PREFIX.length;

/** How long a preview lives where nothing else is said: seven days, as document 001 has it. */
export const DEFAULT_TTL = '168h';

/** How many characters of a task's id stand in its host. */
const HOST_ID_LENGTH = 8;

/** The namespaces of all previews of a cluster. */
export const PREVIEW_NAMESPACES = {
  matchLabels: { 'managed-by': 'aiworker', environment: 'preview' },
} as const;

/** Where a preview listens if nothing else is said. */
const DEFAULT_PORT = 3000;

/** Two of these fit the quota, as while the preview rolls out, beside a pod that states nothing. */
const RESOURCES = {
  requests: { cpu: '150m', memory: '320Mi' },
  limits: { cpu: '300m', memory: '640Mi' },
} satisfies Resources;

/** What a preview is of. */
export interface PreviewEnvProps {
  /**
   * The task's id; what no DNS label may hold becomes a hyphen, and of what is left at most {@link MAX_TASK_ID_LENGTH}
   * characters fit.
   */
  readonly taskId: string;
  /** The project's name, as its own namespaces bear it. */
  readonly project: string;
  /** What runs, with a pinned tag. */
  readonly image: string;
  /** Where it listens, 1024 or above. @default 3000 */
  readonly port?: number;
  /** When the preview was made, as an RFC 3339 time; its age counts from here. Never read from the clock. */
  readonly createdAt: string;
  /** How long it lives, in hours such as `168h`. @default '168h' */
  readonly ttl?: string;
}

/**
 * A short-lived namespace in which one task's work can be seen.
 *
 * Everything in it carries `environment: preview`, by which a pruning apply leaves it alone: a backend makes previews
 * that no configuration knows. It reaches no other preview and no environment of a project. All of it lies in one
 * file, `90-preview-task-<id>`.
 *
 * @see document 001, "Namespace: preview-task-{id}"
 */
export class PreviewEnv extends Construct {
  readonly namespace: ClusterNamespace;
  /** The task's id as the namespace bears it. */
  readonly taskId: string;
  /** The project's name. */
  readonly project: string;
  /** What there is to look at: `<project>-preview`. */
  readonly application: Application;

  /** @throws Error if no DNS label can be made of the task's id, or too long a one */
  constructor(scope: Construct, id: string, props: PreviewEnvProps) {
    super(scope, id);
    this.taskId = toDnsLabel(props.taskId);
    this.project = props.project;
    const problem = dnsLabelProblem(this.taskId, MAX_TASK_ID_LENGTH);
    if (problem) throw new Error(`task "${props.taskId}": ${problem}`);

    const name = previewNamespace(this.taskId);
    placeAllIn(this, Stage.preview, name);
    labelAll(this, { environment: 'preview' });
    const namespace = {
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
      podSecurity: 'restricted',
      prefix: 'preview',
    } as const;
    this.namespace = ClusterBase.of(this).addNamespace(namespace, this);
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

/** The namespace of a task's preview, of its id as a DNS label. */
export function previewNamespace(taskId: string): string {
  return `${NAMESPACE_PREFIX}${taskId}`;
}

/**
 * The part of a preview's host that tells it from others: the first eight characters of the task's id.
 *
 * Two ids may share them, and the host would then be one: whoever makes previews must say so.
 */
export function previewHostId(taskId: string): string {
  return taskId.slice(0, HOST_ID_LENGTH).replace(/-+$/, '');
}
