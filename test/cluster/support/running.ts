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

/** By which a budget that allows no disruption says why. */
const NO_DISRUPTION = 'cluster-topology/no-disruption';

const CONTROLLERS = 'deployments,statefulsets,daemonsets';

/** Some of what a folder of dist/ holds is for nodes that a test cluster does not have, or needs more of them. */
export interface RunningProps {
  /** Namespaces of others whose workloads are no concern of this test. @default none */
  readonly except?: readonly string[];
}

/**
 * The tests that what a cluster's folder describes runs, on fake nodes of the declared size: registered after those of
 * `kubectl apply`, and before any that make pods of their own.
 */
export function describeRunning(cluster: string, { except = [] }: RunningProps = {}): void {
  const controllers = () =>
    getAll<Controller>(CONTROLLERS, '--all-namespaces').filter(
      ({ metadata }) => !except.includes(metadata.namespace),
    );

  describe(`what dist/${cluster} runs`, () => {
    test('becomes ready, all of it', () => {
      expect(controllers().length).toBeGreaterThan(0);
      expect(notReady(controllers())).toEqual([]);
      expect(refused()).toEqual([]);
    });

    test('becomes ready again after all of it is restarted at once', () => {
      for (const { kind, metadata } of controllers())
        kubectl(['rollout', 'restart', `${kind}/${metadata.name}`, '--namespace', metadata.namespace]);
      expect(notReady(controllers())).toEqual([]);
      expect(refused()).toEqual([]);
    });

    test('has budgets that find their pods, and let a node drain or say why not', () => {
      const stuck = getAll<Budget>('poddisruptionbudgets', '--all-namespaces').filter(
        ({ metadata, status }) =>
          status.expectedPods === 0 ||
          (status.disruptionsAllowed === 0 && !metadata.annotations?.[NO_DISRUPTION]),
      );
      expect(stuck.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([]);
    });

    test('has autoscalers that find what they scale', async () => {
      const lost = () =>
        getAll<Autoscaler>('horizontalpodautoscalers', '--all-namespaces')
          .filter(
            ({ status }) =>
              !status?.conditions?.some(
                (condition) => condition.type === 'AbleToScale' && condition.status === 'True',
              ),
          )
          .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
      // The controller looks at each every 15 seconds.
      for (let waited = 0; waited < 40 && lost().length > 0; waited += 1) await seconds(1);
      expect(lost()).toEqual([]);
    });
  });
}

/** The controllers whose rollout does not come to its end, each with what kubectl says of it. */
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

/** What events of a restart may say although nothing was refused: whoever said it tries again at once. */
const PASSING = [
  // A pod that a restart deleted while it was being scheduled.
  /^running Bind plugin .* not found$/,
  // A rollout may end a pod at the very moment at which the scheduler has found its node.
  /is being deleted/,
  // Two pods were counted against a quota at the same time.
  /Operation cannot be fulfilled on resourcequotas .* the object has been modified/,
];

/** What the API server or the scheduler refused, by the events that say so. */
function refused(): string[] {
  return getAll<Event>('events', '--all-namespaces')
    .filter(({ reason }) => reason === 'FailedCreate' || reason === 'FailedScheduling')
    .filter(({ message }) => !PASSING.some((passing) => passing.test(message)))
    .map(
      ({ reason, message, involvedObject: { kind, namespace, name } }) =>
        `${reason} of ${kind} ${namespace}/${name}: ${message}`,
    );
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1000));
}
