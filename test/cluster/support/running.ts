import { getAll, kubectl, tryKubectl } from './kubectl';

interface Controller {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

interface Event {
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly kind: string; readonly namespace: string; readonly name: string };
}

interface Budget {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Record<string, string>;
  };
  readonly status: { readonly expectedPods: number; readonly disruptionsAllowed: number };
}

interface Autoscaler {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** The annotation with the reason why a PodDisruptionBudget allows no disruption. */
const NO_DISRUPTION = 'cluster-topology/no-disruption';

const CONTROLLERS = 'deployments,statefulsets,daemonsets';

/** The exceptions of a cluster from {@link describeRunning}. */
export interface RunningProps {
  /** Namespaces of other programs, whose workloads are not tested. @default none */
  readonly except?: readonly string[];
}

/**
 * Tests that all workloads of a cluster run, on simulated nodes of the declared size.
 *
 * They must come after those of `kubectl apply`, and before all tests that create pods.
 */
export function describeRunning(cluster: string, { except = [] }: RunningProps = {}): void {
  const controllers = () =>
    getAll<Controller>(CONTROLLERS, '--all-namespaces').filter(
      ({ metadata }) => !except.includes(metadata.namespace),
    );

  describe(`the workloads of dist/${cluster}`, () => {
    test('become ready', () => {
      expect(controllers().length).toBeGreaterThan(0);
      expect(notReady(controllers())).toEqual([]);
      expect(refused()).toEqual([]);
    });

    test('become ready again after a restart of all at once', () => {
      for (const { kind, metadata } of controllers())
        kubectl(['rollout', 'restart', `${kind}/${metadata.name}`, '--namespace', metadata.namespace]);
      expect(notReady(controllers())).toEqual([]);
      // A quota counts pods until they have ended: new ones wait for them.
      expect(refused(/exceeded quota/)).toEqual([]);
    });

    test('have PodDisruptionBudgets that match pods, and that allow a node to be drained or state why not', () => {
      const stuck = getAll<Budget>('poddisruptionbudgets', '--all-namespaces').filter(
        ({ metadata, status }) =>
          status.expectedPods === 0 ||
          (status.disruptionsAllowed === 0 && !metadata.annotations?.[NO_DISRUPTION]),
      );
      expect(stuck.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([]);
    });

    test('have autoscalers that find their targets', async () => {
      const lost = () =>
        getAll<Autoscaler>('horizontalpodautoscalers', '--all-namespaces')
          .filter(
            ({ status }) =>
              !status?.conditions?.some(
                (condition) => condition.type === 'AbleToScale' && condition.status === 'True',
              ),
          )
          .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
      // The controller reads each autoscaler every 15 seconds.
      for (let waited = 0; waited < 40 && lost().length > 0; waited += 1) await seconds(1);
      expect(lost()).toEqual([]);
    });
  });
}

/** The controllers whose rollout does not complete, each with the output of kubectl. */
function notReady(controllers: readonly Controller[]): string[] {
  return controllers.flatMap(({ kind, metadata: { name, namespace } }) => {
    const { status, stdout, stderr } = tryKubectl([
      'rollout',
      'status',
      `${kind}/${name}`,
      '--namespace',
      namespace,
      '--timeout=120s',
    ]);
    return status === 0 ? [] : [`${namespace}/${name}: ${stdout}${stderr}`];
  });
}

/** Messages of events that are not failures: the operation is retried at once. */
const PASSING = [
  // A pod that a restart deleted while it was being scheduled.
  /^running Bind plugin .* not found$/,
  // The scheduler has not yet seen the claim that was created just before the pod.
  /persistentvolumeclaim .* not found/,
  // A rollout deleted a pod at the moment at which the scheduler had found its node.
  /is being deleted/,
  // Two pods were counted against a quota at the same time.
  /Operation cannot be fulfilled on resourcequotas .* the object has been modified/,
];

/** The events in which the API server or the scheduler refused a pod, except those with an expected message. */
function refused(...expected: readonly RegExp[]): string[] {
  return getAll<Event>('events', '--all-namespaces')
    .filter(({ reason }) => reason === 'FailedCreate' || reason === 'FailedScheduling')
    .filter(({ message }) => ![...PASSING, ...expected].some((passing) => passing.test(message)))
    .map(
      ({ reason, message, involvedObject: { kind, namespace, name } }) =>
        `${reason} of ${kind} ${namespace}/${name}: ${message}`,
    );
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1000));
}
