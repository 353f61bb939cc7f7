import { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import type { PriorityClass } from '../../core/priority-class';
import { Quota } from '../../core/quota';

/** The parts of the quota of an environment, as quantities of CPU. Together they may exceed it. */
export interface SharesFigures {
  /** The maximum sum of the CPU limits of the gateway's pods. */
  readonly gatewayLimitsCpu: string;
  /** The maximum sum of the CPU limits of the pods of all other services. */
  readonly servicesLimitsCpu: string;
}

/** The properties of quota shares. */
export interface QuotaSharesProps extends SharesFigures {
  readonly namespace: ClusterNamespace;
  /** The class of the gateway's pods. */
  readonly gateways: PriorityClass;
  /** The class of the pods that answer HTTP-01 challenges, which belong to no share. */
  readonly solvers: PriorityClass;
}

/**
 * The parts of a quota that the gateway and the other services may use, as two further quotas.
 *
 * Under load, the autoscalers ask for more pods than the quota admits. Without shares, one side takes the room for the
 * minimum of the other as soon as some of its pods stop, for example because a node fails.
 *
 * @see docs/decisions/0012-rollouts-under-a-full-quota.md
 */
export class QuotaShares extends Construct {
  constructor(scope: Construct, id: string, props: QuotaSharesProps) {
    super(scope, id);
    const { gateways, solvers } = props;
    const namespace = props.namespace.name;
    placeIn(this, Stage.namespaces, 'namespaces');
    new Quota(this, 'gateway', {
      namespace,
      name: `${namespace}-gateway-quota`,
      hard: { 'limits.cpu': props.gatewayLimitsCpu },
      only: [gateways],
    });
    new Quota(this, 'services', {
      namespace,
      name: `${namespace}-services-quota`,
      hard: { 'limits.cpu': props.servicesLimitsCpu },
      except: [gateways, solvers],
    });
  }
}
