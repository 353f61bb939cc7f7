import type { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import type { Env } from '../../workloads/env';
import { httpProbe } from '../../workloads/hardened-pod';
import { expectPullSecret } from '../../workloads/pull-secret';
import { StatelessServer } from '../../workloads/stateless-server';
import type { MercuryConfig } from './mercury-config';

const NAME = 'mercury';

/** The properties of Mercury: its configuration, and its namespace. */
export interface MercuryProps extends MercuryConfig {
  readonly namespace: ClusterNamespace;
}

/**
 * Mercury, the application of Arcana: at least two pods on the only node, autoscaled by CPU.
 *
 * Its variables are in the template of the pods: a change of the configuration restarts them.
 */
export class Mercury extends StatelessServer {
  /** @throws Error if the configuration declares a Secret that the namespace has already */
  constructor(scope: Construct, id: string, props: MercuryProps) {
    const { namespace, port, healthPath, imagePullSecret } = props;
    super(scope, id, {
      namespace,
      name: NAME,
      image: props.image,
      pullSecret:
        imagePullSecret === undefined
          ? undefined
          : expectPullSecret(
              namespace,
              imagePullSecret,
              'an account of the registry that can only pull the image',
            ),
      user: props.user,
      env: environment(props),
      replicas: props.minReplicas,
      autoscaler: { maxReplicas: props.maxReplicas },
      disruptionBudget: {
        maxUnavailable: '100%',
        because: 'the cluster has one node, so a budget that keeps a pod would block every drain',
      },
      port,
      servicePort: 80,
      probes: {
        startup: httpProbe(port, healthPath, { periodSeconds: 5, failureThreshold: 24 }),
        readiness: httpProbe(port, healthPath, { periodSeconds: 5, timeoutSeconds: 3 }),
        liveness: httpProbe(port, healthPath, { periodSeconds: 10, timeoutSeconds: 5 }),
      },
      scratch: { '/tmp': '256Mi' },
      resources: props.resources,
    });
    placeIn(this, Stage.workloads, NAME);
    const { isolation } = ClusterBase.of(this);
    for (const { internet, cidrs, ports, because } of props.egress) {
      if (internet) isolation.allowInternet({ from: this.pods, ports, because });
      if (cidrs.length > 0) isolation.allowAddresses({ from: this.pods, cidrs, ports, because });
    }
  }
}

/**
 * The environment variables. Those with secrets come first, because a setting can contain the variables before it:
 * `$(DATABASE_PASSWORD)`. Each Secret is declared once, with all of its keys.
 */
function environment({ namespace, settings, secrets }: MercuryProps): Env | undefined {
  const env: Record<string, Env[string]> = {};
  const entries = [...(secrets ?? [])];
  for (const name of new Set(entries.map(([, { secret }]) => secret))) {
    const own = entries.filter(([, { secret }]) => secret === name);
    const secret = ClusterBase.of(namespace).expectSecret({
      namespace,
      name,
      keys: Object.fromEntries(own.map(([, { key, description }]) => [key, description])),
      purpose: `environment variables of ${NAME}: ${own.map(([variable]) => variable).join(', ')}`,
    });
    for (const [variable, { key }] of own) env[variable] = { secret, key };
  }
  Object.assign(env, Object.fromEntries(settings ?? []));
  return Object.keys(env).length > 0 ? env : undefined;
}
