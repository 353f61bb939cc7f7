import { SERVICES } from '../../lib/systems/algesta/services';
import { describeNodes, waitForReplicas } from './support/aks';
import { describeAlgesta } from './support/algesta';
import { describeApply } from './support/apply';
import { getAll, kubectl, tryKubectl } from './support/kubectl';
import { listOf, pod } from './support/pods';
import { endTerminating, holdTerminating } from './support/terminating';

const PRODUCTION = '--namespace=production';
const NAMES = SERVICES.map(({ name }) => `${name}-production`);

jest.setTimeout(900_000);

describeNodes('aks-algesta-production');
describeApply('aks-algesta-production');
describeAlgesta('aks-algesta-production', [['production', 2]]);

function scale(name: string, replicas: number): void {
  kubectl(['scale', `deployment/${name}`, `--replicas=${replicas}`, PRODUCTION]);
}

/** Scales the services to numbers of replicas, in the order of {@link NAMES}, and waits for their pods. */
function settle(...replicas: readonly number[]): void {
  // Smaller numbers first, so that they leave room in the quotas.
  for (const name of NAMES) scale(name, 2);
  waves();
  NAMES.forEach((name, index) => {
    scale(name, replicas[index] ?? 2);
  });
  waves();
}

/** The used resources of a quota. */
function used(quota: string): Record<string, string> {
  return JSON.parse(
    kubectl(['get', `resourcequota/${quota}`, PRODUCTION, '--output=jsonpath={.status.used}']),
  );
}

interface Deployment {
  readonly metadata: { readonly generation: number };
  readonly spec: { readonly replicas: number };
  readonly status: {
    readonly observedGeneration: number;
    readonly replicas: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
  };
}

function areRolledOut(): boolean {
  return getAll<Deployment>('deployments', PRODUCTION).every(
    ({ metadata, spec: { replicas }, status }) =>
      status.observedGeneration === metadata.generation &&
      [status.replicas, status.updatedReplicas, status.availableReplicas].every((it) => it === replicas),
  );
}

/** Waits until all Deployments are rolled out. Returns how often terminating pods had to end before. */
function waves(): number {
  const end = Date.now() + 400_000;
  let retry = Date.now() + 20_000;
  let count = 0;
  while (!areRolledOut()) {
    if (Date.now() > end) throw new Error(kubectl(['get', 'deployments,pods', PRODUCTION, '--output=wide']));
    if (endTerminating('production') > 0) count += 1;
    if (Date.now() > retry) {
      retryRefused();
      retry = Date.now() + 20_000;
    }
  }
  while (endTerminating('production') > 0);
  return count;
}

/**
 * Lets ReplicaSets create refused pods now, because they see a change. By themselves, they wait twice as long after each
 * refusal, up to 1000 s.
 */
function retryRefused(): void {
  const annotation = `cluster-topology.test/retry=${Date.now()}`;
  kubectl(['annotate', 'replicasets', '--all', PRODUCTION, '--overwrite', annotation]);
}

function restart(...names: readonly string[]): void {
  kubectl(['rollout', 'restart', ...names.map((name) => `deployment/${name}`), PRODUCTION]);
}

function waitForRefusal(name: string): void {
  kubectl(['wait', '--for=condition=ReplicaFailure', `deployment/${name}`, PRODUCTION, '--timeout=60s']);
}

describe('the quotas of production', () => {
  test('admit five gateways with two pods of each micro-service, and refuse a sixth gateway', () => {
    settle(5);
    scale('api-gateway-production', 10);
    waitForRefusal('api-gateway-production');
    expect(used('production-quota')).toMatchObject({ 'limits.cpu': '8', pods: '11' });
    expect(used('production-gateway-quota')).toEqual({ 'limits.cpu': '5' });
  });

  test('admit three pods of every service', () => {
    settle(3, 3, 3, 3);
  });

  test('keep room for a third gateway, although a micro-service asks for more pods', () => {
    settle(2);
    scale('ms-orders-production', 10);
    waitForRefusal('ms-orders-production');
    expect(used('production-services-quota')).toEqual({ 'limits.cpu': '5' });
    scale('api-gateway-production', 3);
    waitForReplicas('production', 'api-gateway-production', 3);
  });

  test('admit a pod without resources', () => {
    settle(2);
    const input = listOf([pod('plain', 'production')]);
    expect(tryKubectl(['create', '-f', '-'], input)).toMatchObject({ status: 0 });
    kubectl(['delete', 'pod', 'plain', PRODUCTION, '--now']);
  });
});

describe('a rollout with five gateways, as in the document', () => {
  test.each(NAMES)('of only %s completes', (name) => {
    settle(5);
    restart(name);
    waves();
  });

  test('of all services at once completes', () => {
    settle(5);
    restart(...NAMES);
    waves();
  });
});

/**
 * Pods that use their whole grace period. test/systems/algesta/rollouts.test.ts simulates every number of replicas; these
 * numbers leave no room for one more gateway.
 */
describe('while terminating pods count, a rollout of all services', () => {
  beforeAll(() => {
    settle(2);
    holdTerminating('production', NAMES);
    waves();
  });

  afterAll(() => {
    kubectl(['apply', '-f', 'dist/aks-algesta-production']);
    settle(2);
  });

  test.each([
    [2, 4, 3, 3],
    [3, 3, 3, 3],
    [4, 3, 2, 2],
    [5, 2, 2, 2],
  ])('with %i gateways and %i, %i and %i other pods waits for some of them, and completes', (...replicas) => {
    settle(...replicas);
    restart(...NAMES);
    expect(waves()).toBeGreaterThan(0);
  });
});
