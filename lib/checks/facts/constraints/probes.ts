import { type Constraints, check } from './constraint';
import { exactlyOne, needs, oneOf, PORT, PORT_OR_NAME, range } from './predicates';

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const ONCE = check<number>((value) =>
  value === 0 || value === 1 ? undefined : 'must be 1 for this probe: remove it',
);

interface Sleeping {
  readonly terminationGracePeriodSeconds?: number;
  readonly containers: readonly {
    readonly lifecycle?: {
      readonly preStop?: { readonly sleep?: { readonly seconds?: number } };
      readonly postStart?: { readonly sleep?: { readonly seconds?: number } };
    };
  }[];
}

const SLEEP_ENDS = check<Sleeping>(({ terminationGracePeriodSeconds: grace = 30, containers }) => {
  for (const [index, { lifecycle }] of containers.entries())
    for (const hook of ['preStop', 'postStart'] as const) {
      const seconds = lifecycle?.[hook]?.sleep?.seconds ?? 0;
      const at = `containers[${index}].lifecycle.${hook}.sleep.seconds`;
      if (grace >= 0 && (seconds < 0 || seconds > grace))
        return {
          at,
          value: seconds,
          problem: `out of range: use at most the ${grace} seconds of terminationGracePeriodSeconds, or raise these`,
        };
    }
  return undefined;
});

/** Probes and hooks of containers. */
export const PROBES: Constraints = {
  Probe: {
    '': exactlyOne(...HANDLERS),
    initialDelaySeconds: range(0),
    timeoutSeconds: range(0),
    periodSeconds: range(0),
    successThreshold: range(0),
    failureThreshold: range(0),
    terminationGracePeriodSeconds: range(1),
  },
  LifecycleHandler: { '': exactlyOne('exec', 'httpGet', 'tcpSocket', 'sleep') },
  Container: {
    'livenessProbe.successThreshold': ONCE,
    'startupProbe.successThreshold': ONCE,
    'readinessProbe.terminationGracePeriodSeconds': check(
      () => 'only liveness and startup probes end a container: remove it',
    ),
  },
  ExecAction: { '': needs('command') },
  HTTPGetAction: { port: PORT_OR_NAME, scheme: oneOf('HTTP', 'HTTPS') },
  TCPSocketAction: { port: PORT_OR_NAME },
  GRPCAction: { port: PORT },
  PodSpec: { '': SLEEP_ENDS },
};
