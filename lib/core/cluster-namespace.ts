import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { Labels } from '../kube/labels';
import { quantities } from '../workloads/hardening';
import { ClusterBase } from './cluster-base';
import type { IsolationEnd, PodGroup, Port } from './isolation/network-isolation';
import { defaultLimits, type LimitRangeFigures } from './limit-range';
import type { ManifestFile, Stage } from './placement';

/**
 * A Pod Security level: what pods of a namespace may ask of their node.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** CPU and memory, as Kubernetes quantities such as `500m` and `2Gi`. */
export interface CpuAndMemory {
  readonly cpu: string;
  readonly memory: string;
}

/** What all pods of a namespace may use together. */
export interface QuotaFigures {
  /** What they may request; its admission then asks every container for requests. */
  readonly requests: CpuAndMemory;
  /** What their limits may add up to; its admission then asks every container for limits. */
  readonly limits: CpuAndMemory;
  /** How many pods there may be. @default any number */
  readonly pods?: number;
  /** How many volumes may be claimed. @default any number */
  readonly persistentVolumeClaims?: number;
}

/** What a namespace is. */
export interface ClusterNamespaceProps {
  /** A DNS-1123 label. */
  readonly name: string;
  /** @default none but the program's own and those of Pod Security */
  readonly labels?: Labels;
  /** @default none */
  readonly annotations?: Labels;
  /** @default no quota */
  readonly quota?: QuotaFigures;
  /**
   * Bounds and defaults of each container.
   *
   * @default with a quota, defaults alone, of such a size that `expectedPods` of one container fit it; without, none
   */
  readonly limits?: LimitRangeFigures;
  /**
   * How many pods of one container the default limits are sized for.
   *
   * @default the quota's `pods`; one of the two is required where there is a quota and no `limits`
   */
  readonly expectedPods?: number;
  /** Which pods are admitted. */
  readonly podSecurity: PodSecurityLevel;
  /**
   * What the names of its quota, limit range and network policy begin with: `dev` gives `dev-quota`, `dev-limits` and
   * `dev-isolation`.
   *
   * @default the namespace's name
   */
  readonly prefix?: string;
  /** The name of the network policy for all pods of the namespace. @default `<prefix>-isolation` */
  readonly policyName?: string;
  /**
   * A file for the namespace and all that lies in it.
   *
   * @default the file of each object's stage, shared with other namespaces
   */
  readonly file?: ManifestFile;
}

/**
 * A namespace with its quota, its limit range and its default deny.
 *
 * Wherever a quota counts CPU or memory there is a LimitRange too: without its defaults the API server would reject
 * every pod that does not state requests and limits itself.
 *
 * Made by {@link ClusterBase.namespace}, which also puts it under the cluster's isolation.
 */
export class ClusterNamespace extends Construct implements IsolationEnd {
  readonly name: string;
  readonly labels: Labels;
  readonly quota: QuotaFigures | undefined;
  readonly limits: LimitRangeFigures | undefined;
  readonly podSecurity: PodSecurityLevel;
  readonly policyName: string;
  /** The file that holds all of it, if it has one of its own. */
  readonly ownFile: ManifestFile | undefined;

  readonly namespaces = this;
  readonly podLabels = undefined;
  readonly ports: readonly Port[] = [];

  constructor(scope: Construct, id: string, props: ClusterNamespaceProps) {
    super(scope, id);
    const cluster = ClusterBase.of(this);
    this.name = props.name;
    this.labels = props.labels ?? {};
    this.quota = props.quota;
    this.limits = props.limits ?? (props.quota && defaultLimits(props.name, props.quota, props.expectedPods));
    this.podSecurity = props.podSecurity;
    const prefix = props.prefix ?? props.name;
    this.policyName = props.policyName ?? `${prefix}-isolation`;
    this.ownFile = props.file;

    new k8s.KubeNamespace(this, 'namespace', {
      metadata: {
        name: this.name,
        labels: { ...this.labels, ...podSecurityLabels(props.podSecurity, cluster.kubernetesVersion) },
        annotations: props.annotations,
      },
    });
    if (props.quota) this.addQuota(`${prefix}-quota`, props.quota);
    if (this.limits) this.addLimitRange(`${prefix}-limits`, this.limits);
  }

  /** Some of the namespace's pods, by their labels, and the ports on which they serve. */
  pods(labels: Labels, ...ports: readonly Port[]): PodGroup {
    return { namespaces: this, podLabels: labels, ports };
  }

  /** Where an object of this namespace goes: its own file, or the cluster's file of that stage. */
  file(stage: Stage, name: string): ManifestFile {
    return this.ownFile ?? ClusterBase.of(this).file(stage, name);
  }

  private addQuota(name: string, quota: QuotaFigures): void {
    new k8s.KubeResourceQuota(this, 'quota', {
      metadata: { name, namespace: this.name },
      spec: {
        hard: {
          'requests.cpu': k8s.Quantity.fromString(quota.requests.cpu),
          'requests.memory': k8s.Quantity.fromString(quota.requests.memory),
          'limits.cpu': k8s.Quantity.fromString(quota.limits.cpu),
          'limits.memory': k8s.Quantity.fromString(quota.limits.memory),
          ...count('pods', quota.pods),
          ...count('persistentvolumeclaims', quota.persistentVolumeClaims),
        },
      },
    });
  }

  private addLimitRange(name: string, limits: LimitRangeFigures): void {
    new k8s.KubeLimitRange(this, 'limits', {
      metadata: { name, namespace: this.name },
      spec: {
        limits: [
          {
            type: 'Container',
            ...(limits.max && { max: quantities(limits.max) }),
            ...(limits.min && { min: quantities(limits.min) }),
            default: quantities(limits.default),
            defaultRequest: quantities(limits.defaultRequest),
          },
        ],
      },
    });
  }
}

/** The level is enforced as the pinned version of Kubernetes knows it, so that an upgrade alone rejects no pod. */
function podSecurityLabels(level: PodSecurityLevel, kubernetesVersion: string): Labels {
  const modes = ['enforce', 'audit', 'warn'] as const;
  return Object.fromEntries(
    modes.flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetesVersion}`],
    ]),
  );
}

function count(resource: string, number: number | undefined): Record<string, k8s.Quantity> {
  return number === undefined ? {} : { [resource]: k8s.Quantity.fromString(String(number)) };
}
