import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { QuotaFigures } from '../../core/limit-range';
import { placeAllIn, Stage } from '../../core/placement';
import type { Resources } from '../../core/resources';
import { dnsLabelProblem, MAX_LABEL_LENGTH, toDnsLabel } from '../../kube/dns-names';
import type { Labels } from '../../kube/labels';
import { Application } from './workloads/application';

/** The environments of a project, in the order in which a change goes through them. */
export const ENVIRONMENTS = ['dev', 'staging', 'production'] as const;

export type Environment = (typeof ENVIRONMENTS)[number];

/** How long a project's name may be, so that its longest namespace is still a DNS label. */
export const MAX_PROJECT_LENGTH = MAX_LABEL_LENGTH - '-production'.length;

/** The namespaces of all projects of a cluster: its own too carry `environment: production`, but no `project`. */
export const PROJECT_NAMESPACES = {
  matchLabels: { 'managed-by': 'aiworker' },
  matchExpressions: [
    { key: 'environment', operator: 'In', values: [...ENVIRONMENTS] },
    { key: 'project', operator: 'Exists' },
  ],
} as const;

/** @see document 001: the three quotas of its YAML, not the one of its code */
const QUOTAS: Readonly<Record<Environment, QuotaFigures>> = {
  dev: { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' }, pods: 5 },
  staging: { requests: { cpu: '2', memory: '4Gi' }, limits: { cpu: '4', memory: '8Gi' }, pods: 10 },
  production: { requests: { cpu: '4', memory: '8Gi' }, limits: { cpu: '8', memory: '16Gi' }, pods: 20 },
};

/** Labels of one environment on top of those that all have. */
const LABELS: Readonly<Record<Environment, Labels>> = {
  dev: {},
  staging: {},
  production: { protected: 'true' },
};

/** What one pod of an application gets in any environment: no more than a pod that states nothing, so that as many fit. */
const RESOURCES = {
  requests: { cpu: '200m', memory: '384Mi' },
  limits: { cpu: '400m', memory: '768Mi' },
} satisfies Resources;

/** How many pods production may have, so that twice as many fit its quota while a rollout's old ones still stop. */
export const MAX_REPLICAS = 10;

/** A project's application. */
export interface ProjectApplication {
  /** What runs in each environment, each with a pinned tag. */
  readonly images: Readonly<Record<Environment, string>>;
  /** Where it listens, 1024 or above. */
  readonly port: number;
  /**
   * How many pods run in production, from 2, so that one may go with its node, to {@link MAX_REPLICAS}. The other
   * environments have one.
   *
   * @default 2
   */
  readonly replicas?: number;
}

/** Whose environments they are. */
export interface ProjectEnvironmentsProps {
  /**
   * The project's name; what no DNS label may hold becomes a hyphen, and of what is left at most
   * {@link MAX_PROJECT_LENGTH} characters fit.
   */
  readonly name: string;
  /** @default none: the namespaces are there for what others deploy */
  readonly application?: ProjectApplication;
}

/**
 * A project's dev, staging and production: a namespace each, with its own quota, and in production a
 * PodDisruptionBudget that keeps one pod of the application running while a node is drained.
 *
 * All of it lies in one file, `80-project-<name>`.
 *
 * @see document 001, "Namespaces por Proyecto"
 */
export class ProjectEnvironments extends Construct {
  /** The name as the namespaces bear it. */
  readonly name: string;
  readonly namespaces: Readonly<Record<Environment, ClusterNamespace>>;
  /** The application in each environment, where the project names one. */
  readonly applications: Readonly<Record<Environment, Application>> | undefined;

  /** @throws Error if no DNS label can be made of the name, or too long a one */
  constructor(scope: Construct, id: string, props: ProjectEnvironmentsProps) {
    super(scope, id);
    this.name = toDnsLabel(props.name);
    const problem = dnsLabelProblem(this.name, MAX_PROJECT_LENGTH);
    if (problem) throw new Error(`project "${props.name}": ${problem}`);

    const cluster = ClusterBase.of(this);
    placeAllIn(this, Stage.project, `project-${this.name}`);
    const namespace = (environment: Environment) =>
      cluster.addNamespace(
        {
          name: `${this.name}-${environment}`,
          labels: { project: this.name, environment, 'managed-by': 'aiworker', ...LABELS[environment] },
          quota: QUOTAS[environment],
          podSecurity: 'restricted',
          prefix: environment,
        },
        this,
      );
    this.namespaces = {
      dev: namespace('dev'),
      staging: namespace('staging'),
      production: namespace('production'),
    };
    this.addDisruptionBudget(this.namespaces.production);
    this.applications = props.application && this.addApplications(props.application);
  }

  private addApplications({
    images,
    port,
    replicas = 2,
  }: ProjectApplication): Record<Environment, Application> {
    if (replicas < 2 || replicas > MAX_REPLICAS) {
      throw new Error(
        `project "${this.name}" has ${replicas} replicas: production takes 2 to ${MAX_REPLICAS}, so that a node drains and its quota holds`,
      );
    }
    const application = (environment: Environment) =>
      new Application(this, `application-${environment}`, {
        namespace: this.namespaces[environment],
        name: this.name,
        image: images[environment],
        port,
        replicas: environment === 'production' ? replicas : 1,
        resources: RESOURCES,
      });
    return {
      dev: application('dev'),
      staging: application('staging'),
      production: application('production'),
    };
  }

  private addDisruptionBudget(namespace: ClusterNamespace): void {
    new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
      metadata: { name: 'app-pdb', namespace: namespace.name },
      spec: {
        minAvailable: k8s.IntOrString.fromNumber(1),
        selector: { matchLabels: { app: this.name } },
      },
    });
  }
}
