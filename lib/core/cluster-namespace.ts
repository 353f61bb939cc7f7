import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { Port } from '../checks/engine/cluster-facts';
import { type LabelSelector, type Labels, NAMESPACE_NAME } from '../kube/labels';
import type { PodGroup } from './isolation/connection';
import { NamespacePolicies } from './isolation/isolation-policy';
import type { IsolatedNamespace } from './isolation/network-isolation';
import { DEFAULT_DISK, defaultLimits, type LimitRangeFigures, type QuotaFigures } from './limit-range';
import { placeIn, Stage } from './placement';
import type { PriorityClass } from './priority-class';
import { Quota, quotaHard } from './quota';
import { quantities } from './resources';

/**
 * A Pod Security level: the host access that pods of a namespace may request.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** The properties of a namespace. */
export interface ClusterNamespaceProps {
  /** A DNS-1123 label. */
  readonly name: string;
  /** Labels of the namespace, in addition to those of the cluster and of Pod Security. @default none */
  readonly labels?: Labels;
  /** @default none */
  readonly annotations?: Labels;
  /** @default no quota */
  readonly quota?: QuotaFigures;
  /** The quota does not count pods of these priority classes. @default it counts every pod */
  readonly quotaExcept?: readonly PriorityClass[];
  /**
   * Bounds and defaults of each container.
   *
   * @default with a quota: defaults with which `expectedPods` pods of one container fit the quota; without: none
   */
  readonly limits?: LimitRangeFigures;
  /**
   * The number of pods of one container for which the default limits are sized.
   *
   * @default the quota's `pods`. One of the two is required if there is a quota and no `limits`.
   */
  readonly expectedPods?: number;
  /** The priority class of all pods of the namespace. @default none: their priority is 0 */
  readonly priorityClass?: PriorityClass;
  /** The Pod Security level that is enforced. */
  readonly podSecurity: PodSecurityLevel;
  /**
   * The prefix of the names of its quota, limit range and network policy: `dev` gives `dev-quota`, `dev-limits` and
   * `dev-isolation`.
   *
   * @default the name of the namespace
   */
  readonly prefix?: string;
  /** The name of the network policy for all pods of the namespace. @default `<prefix>-isolation` */
  readonly policyName?: string;
}

/**
 * A namespace with its quota, its limit range and its network policies, default deny among them.
 *
 * A namespace whose quota counts CPU or memory also has a LimitRange: without its defaults the API server rejects every
 * pod that states no requests and limits.
 *
 * {@link ClusterBase.addNamespace} makes it.
 */
export class ClusterNamespace extends Construct implements IsolatedNamespace {
  readonly name: string;
  readonly labels: Labels;
  readonly podSecurity: PodSecurityLevel;
  /** The priority class of its pods; undefined for priority 0. */
  readonly priorityClass: PriorityClass | undefined;

  readonly selector: LabelSelector;
  readonly namespaces = this;
  readonly podLabels = undefined;
  readonly ports: readonly Port[] = [];
  readonly policyHome: NamespacePolicies;

  constructor(
    scope: Construct,
    id: string,
    props: ClusterNamespaceProps & { readonly kubernetesVersion: string },
  ) {
    super(scope, id);
    placeIn(this, Stage.namespaces, 'namespaces');
    const { name, podSecurity, quota, prefix = name } = props;
    this.name = name;
    this.labels = props.labels ?? {};
    this.podSecurity = podSecurity;
    this.priorityClass = props.priorityClass;
    this.selector = { matchLabels: { [NAMESPACE_NAME]: name } };

    new k8s.KubeNamespace(this, 'namespace', {
      metadata: {
        name,
        labels: { ...this.labels, ...podSecurityLabels(podSecurity, props.kubernetesVersion) },
        annotations: props.annotations,
      },
    });
    if (quota)
      new Quota(this, 'quota', {
        namespace: name,
        name: `${prefix}-quota`,
        hard: quotaHard(quota),
        except: props.quotaExcept,
      });
    const limits = props.limits ?? (quota && defaultLimits(name, quota, props.expectedPods));
    if (limits) this.addLimitRange(`${prefix}-limits`, limits);
    const policyName = props.policyName ?? `${prefix}-isolation`;
    this.policyHome = new NamespacePolicies(this, 'isolation', name, policyName);
  }

  /** The pods with certain labels, and the ports on which they listen. */
  pods(labels: Labels, ...ports: readonly Port[]): PodGroup {
    return { namespaces: this, podLabels: labels, ports };
  }

  rules(podLabels: Labels | undefined) {
    return this.policyHome.rules(podLabels);
  }

  private addLimitRange(name: string, limits: LimitRangeFigures): void {
    new k8s.KubeLimitRange(this, 'limit-range', {
      metadata: { name, namespace: this.name },
      spec: {
        limits: [
          {
            type: 'Container',
            max: limits.max && quantities(limits.max),
            min: limits.min && quantities(limits.min),
            default: { ...quantities(limits.default), ...disk(DEFAULT_DISK.limit) },
            defaultRequest: { ...quantities(limits.defaultRequest), ...disk(DEFAULT_DISK.request) },
          },
        ],
      },
    });
  }
}

/** The level is pinned to the cluster's version of Kubernetes, so that an upgrade alone rejects no pod. */
function podSecurityLabels(level: PodSecurityLevel, kubernetesVersion: string): Labels {
  const modes = ['enforce', 'audit', 'warn'] as const;
  return Object.fromEntries(
    modes.flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetesVersion}`],
    ]),
  );
}

function disk(quantity: string): Record<string, k8s.Quantity> {
  return { 'ephemeral-storage': k8s.Quantity.fromString(quantity) };
}
