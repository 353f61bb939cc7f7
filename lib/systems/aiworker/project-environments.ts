import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { QuotaFigures } from '../../core/limit-range';
import { placeAllIn, Stage } from '../../core/placement';
import type { Resources } from '../../core/resources';
import { atRuntime } from '../../core/runtime';
import { dnsLabelProblem, MAX_LABEL_LENGTH, toDnsLabel } from '../../kube/dns-names';
import { Application } from './workloads/application';

/** The environments of a project, in the order in which a change is promoted. */
export const ENVIRONMENTS = ['dev', 'staging', 'production'] as const;

export type Environment = (typeof ENVIRONMENTS)[number];

/** The environments to which the backend deploys at runtime. */
export const RUNTIME_ENVIRONMENTS = ['dev', 'staging'] as const satisfies readonly Environment[];

export type RuntimeEnvironment = (typeof RUNTIME_ENVIRONMENTS)[number];

/** The maximum length of the name of a project, so that the names of all its namespaces are DNS labels. */
export const MAX_PROJECT_LENGTH = MAX_LABEL_LENGTH - '-production'.length;

/**
 * The namespaces of all projects of a cluster. The namespaces of the platform have the label `environment: production`,
 * too, but not the label `project`.
 */
export const PROJECT_NAMESPACES = projectNamespaces(ENVIRONMENTS);

/** @see document 001: the three quotas in its YAML, not the one in its code */
const QUOTAS: Readonly<Record<Environment, QuotaFigures>> = {
  dev: { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' }, pods: 5 },
  staging: { requests: { cpu: '2', memory: '4Gi' }, limits: { cpu: '4', memory: '8Gi' }, pods: 10 },
  production: { requests: { cpu: '4', memory: '8Gi' }, limits: { cpu: '8', memory: '16Gi' }, pods: 20 },
};

/** The resources of a pod: at most the default resources, so that the quota has room for all pods. */
const RESOURCES = {
  requests: { cpu: '200m', memory: '384Mi' },
  limits: { cpu: '400m', memory: '768Mi' },
} satisfies Resources;

/** The maximum number of replicas in production. The quota allows twice as many, for rollouts. */
export const MAX_REPLICAS = 10;

/** The application of a project. */
export interface ProjectApplication {
  /**
   * The image of production, with a pinned tag. The checks use it for dev and staging, too, whose images the backend
   * chooses.
   */
  readonly image: string;
  /** The port of the application, 1024 or above. */
  readonly port: number;
  /** The number of replicas in production: 2 to {@link MAX_REPLICAS}. Other environments have one. @default 2 */
  readonly replicas?: number;
}

/** The properties of the environments of a project. */
export interface ProjectEnvironmentsProps {
  /** The name of the project. It is converted to a DNS label of at most {@link MAX_PROJECT_LENGTH} characters. */
  readonly name: string;
  /** @default none: the namespaces are empty, and others deploy to them */
  readonly application?: ProjectApplication;
}

/**
 * The environments of a project: the namespaces dev, staging and production, each with its own quota. Production has a
 * PodDisruptionBudget that keeps one pod of the application running while a node is drained.
 *
 * The Deployments of dev and staging are known to the checks, but the backend creates them at runtime
 * ({@link atRuntime}): it deploys each push, and an apply of dist/ must not roll it back. All other objects are in one file,
 * `80-project-<name>`.
 *
 * @see document 001, "Namespaces por Proyecto"
 */
export class ProjectEnvironments extends Construct {
  /** The name of the project, as a DNS label. */
  readonly name: string;
  readonly namespaces: Readonly<Record<Environment, ClusterNamespace>>;
  /** The application in each environment; undefined if the project has none. */
  readonly applications: Readonly<Record<Environment, Application>> | undefined;

  /** @throws Error if the name cannot be converted to a DNS label, if it is too long, or if the replicas are invalid */
  constructor(scope: Construct, id: string, props: ProjectEnvironmentsProps) {
    super(scope, id);
    this.name = toDnsLabel(props.name);
    const problem = dnsLabelProblem(this.name, MAX_PROJECT_LENGTH);
    if (problem) throw new Error(`project "${props.name}": ${problem}`);

    const cluster = ClusterBase.of(this);
    placeAllIn(this, Stage.project, `project-${this.name}`);
    this.namespaces = forEachEnvironment((environment) =>
      cluster.addNamespace(
        {
          name: `${this.name}-${environment}`,
          labels: {
            project: this.name,
            environment,
            'managed-by': 'aiworker',
            ...(environment === 'production' && { protected: 'true' }),
          },
          quota: QUOTAS[environment],
          podSecurity: 'restricted',
          prefix: environment,
        },
        this,
      ),
    );
    new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
      metadata: { name: 'app-pdb', namespace: this.namespaces.production.name },
      spec: { minAvailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: { app: this.name } } },
    });
    this.applications = props.application && this.addApplications(props.application);
  }

  private addApplications(props: ProjectApplication): Record<Environment, Application> {
    const { image, port, replicas = 2 } = props;
    if (replicas < 2 || replicas > MAX_REPLICAS) {
      throw new Error(
        `project "${this.name}": ${replicas} replicas are invalid: state 2 to ${MAX_REPLICAS}, so that a node can be drained and the quota is sufficient`,
      );
    }
    const applications = forEachEnvironment(
      (environment) =>
        new Application(this, `application-${environment}`, {
          namespace: this.namespaces[environment],
          name: this.name,
          image,
          port,
          replicas: environment === 'production' ? replicas : 1,
          resources: RESOURCES,
        }),
    );
    for (const environment of RUNTIME_ENVIRONMENTS) atRuntime(applications[environment].workload);
    return applications;
  }
}

function forEachEnvironment<T>(make: (environment: Environment) => T): Record<Environment, T> {
  return { dev: make('dev'), staging: make('staging'), production: make('production') };
}

/** A selector of the namespaces of all projects in the given environments. */
export function projectNamespaces(environments: readonly Environment[]) {
  return {
    matchLabels: { 'managed-by': 'aiworker' },
    matchExpressions: [
      { key: 'environment', operator: 'In', values: [...environments] },
      { key: 'project', operator: 'Exists' },
    ],
  } as const;
}
