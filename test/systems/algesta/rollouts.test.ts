import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import { unplaced } from '../../../lib/checks/facts/scheduling';
import { parseCpu, parseQuantity } from '../../../lib/kube/quantity';
import { factsOf } from '../../../lib/synth';
import { algestaApp, algestaObjects } from '../../support/algesta';
import { type Course, simulateRollouts } from '../../support/rollout-simulation';
import type { Manifest } from '../../support/test-cluster';

/**
 * Rollouts in production, for every number of replicas that the quotas admit. All figures are read from the rendered
 * objects.
 */
const OBJECTS = algestaObjects<Manifest>('aks-algesta-production').filter(
  ({ metadata }) => metadata.namespace === 'production',
);
const DEPLOYMENTS = OBJECTS.filter(({ kind }) => kind === 'Deployment');
const GATEWAY = 'api-gateway-production';

/** A pod is ready 10 to 25 seconds after its start. Pulling an image takes time as well. */
const START_SECONDS = 60;

interface PodGroup {
  readonly name: string;
  readonly cpu: number;
  readonly priorityClass: string | undefined;
}

const PODS = new Map(
  DEPLOYMENTS.map(({ metadata: { name }, spec }): [string, PodGroup] => {
    const { containers, priorityClassName } = spec.template.spec;
    return [
      name,
      { name, cpu: parseCpu(containers[0].resources.limits.cpu), priorityClass: priorityClassName },
    ];
  }),
);

const QUOTAS = OBJECTS.filter(({ kind }) => kind === 'ResourceQuota').map(({ spec }) => ({
  hard: parseCpu(spec.hard['limits.cpu']),
  counts: ({ name }: { readonly name: string }) => {
    const own = PODS.get(name)?.priorityClass;
    // biome-ignore lint/suspicious/noExplicitAny: an expression of any quota
    return (spec.scopeSelector?.matchExpressions ?? []).every(({ operator, values }: any) =>
      operator === 'In' ? values.includes(own) : !values.includes(own),
    );
  },
}));

type Replicas = ReadonlyMap<string, number>;

function isAdmitted(replicas: Replicas): boolean {
  return QUOTAS.every(({ hard, counts }) => {
    const counted = [...PODS.values()].filter(counts);
    return counted.reduce((sum, { name, cpu }) => sum + (replicas.get(name) ?? 0) * cpu, 0) <= hard;
  });
}

/** All numbers of replicas between the bounds of the autoscalers that the quotas admit. */
function admittedReplicas(): Replicas[] {
  return DEPLOYMENTS.reduce<Replicas[]>(
    (all, { metadata: { name } }) => {
      const [hpa] = OBJECTS.filter(
        ({ kind, spec }) => kind === 'HorizontalPodAutoscaler' && spec.scaleTargetRef.name === name,
      );
      const { minReplicas = 0, maxReplicas = 0 } = hpa?.spec ?? {};
      const counts = Array.from({ length: maxReplicas - minReplicas + 1 }, (_, index) => minReplicas + index);
      return all.flatMap((replicas) => counts.map((count) => new Map([...replicas, [name, count]])));
    },
    [new Map()],
  ).filter(isAdmitted);
}

/** The course of the rollouts of some Deployments, which take free room in this order. */
function rollOut(replicas: Replicas, order: readonly string[], rolling: readonly string[]): Course[] {
  const share = (value: number | string, of: number, round: (value: number) => number) =>
    typeof value === 'number' ? value : round((Number.parseInt(value, 10) / 100) * of);
  const simulated = order.map((name) => {
    const spec = DEPLOYMENTS.find(({ metadata }) => metadata.name === name)?.spec;
    const { maxSurge, maxUnavailable } = spec.strategy.rollingUpdate;
    const count = replicas.get(name) ?? 0;
    return {
      name,
      cpu: PODS.get(name)?.cpu ?? 0,
      replicas: count,
      maxSurge: share(maxSurge, count, Math.ceil),
      maxUnavailable: share(maxUnavailable, count, Math.floor),
      graceSeconds: spec.template.spec.terminationGracePeriodSeconds,
      startSeconds: START_SECONDS,
      rolls: rolling.includes(name),
    };
  });
  return simulateRollouts(simulated, QUOTAS);
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

const NAMES = [...PODS.keys()];
const ADMITTED = admittedReplicas();
const describeReplicas = (replicas: Replicas) => [...replicas.values()].join('/');

/** Every rollout: of each Deployment alone, and of all at once, in every order. */
const ROLLOUTS = ADMITTED.flatMap((replicas) => [
  ...NAMES.map((name) => ({ replicas, courses: rollOut(replicas, NAMES, [name]) })),
  ...permutations(NAMES).map((order) => ({ replicas, courses: rollOut(replicas, order, order) })),
]);
const COURSES = ROLLOUTS.flatMap(({ courses }) => courses);

describe('with every number of replicas that the quotas of production admit', () => {
  test('replicas are between the minimum, five gateways and ten other pods', () => {
    const gateways = ADMITTED.map((replicas) => replicas.get(GATEWAY) ?? 0);
    const others = ADMITTED.map(
      (replicas) =>
        [...replicas.values()].reduce((sum, count) => sum + count, 0) - (replicas.get(GATEWAY) ?? 0),
    );
    expect([Math.min(...gateways), Math.max(...gateways)]).toEqual([2, 5]);
    expect([Math.min(...others), Math.max(...others)]).toEqual([6, 10]);
    expect(ADMITTED.length).toBeGreaterThan(50);
  });

  test('the other resources of the quota suffice when the CPU limits are used up', () => {
    const { hard } = OBJECTS.find(({ metadata }) => metadata.name === 'production-quota')?.spec ?? {};
    const parse = (resource: string, quantity: string) =>
      resource.endsWith('cpu') ? parseCpu(quantity) : parseQuantity(quantity);
    const exceeded = DEPLOYMENTS.flatMap(({ metadata: { name }, spec }) => {
      const [{ resources }] = spec.template.spec.containers;
      const pods = parseCpu(hard['limits.cpu']) / parseCpu(resources.limits.cpu);
      return ['requests.cpu', 'requests.memory', 'limits.memory']
        .filter((resource) => {
          const [list = '', kind = ''] = resource.split('.');
          return pods * parse(resource, resources[list][kind]) > parse(resource, hard[resource]);
        })
        .map((resource) => `${name} ${resource}`);
    });
    expect(exceeded).toEqual([]);
    expect(Number(hard.pods)).toBeGreaterThan(16);
  });

  test('every rollout ends', () => {
    const stalled = ROLLOUTS.filter(({ courses }) => courses.some(({ ends }) => !ends));
    expect(stalled.map(({ replicas }) => describeReplicas(replicas))).toEqual([]);
  });

  test('no rollout waits as long as its progress deadline, and the longest takes two hours and five minutes', () => {
    const deadlines = new Set(DEPLOYMENTS.map(({ spec }) => spec.progressDeadlineSeconds));
    expect([...deadlines]).toEqual([5400]);
    expect(Math.max(...COURSES.map(({ longestWait }) => longestWait))).toBe(2023);
    expect(Math.max(...COURSES.map(({ seconds }) => seconds))).toBe(7498);
  });

  test('a rollout of all services at the minimum takes 19 minutes', () => {
    const minimum = ROLLOUTS.filter(({ replicas }) => [...replicas.values()].every((count) => count === 2));
    const seconds = minimum.flatMap(({ courses }) => courses).map((course) => course.seconds);
    expect(Math.max(...seconds)).toBe(1143);
  });

  test('two gateways stay available in every rollout, and of each other service all but one', () => {
    const least = ROLLOUTS.flatMap(({ replicas, courses }) =>
      courses.map(({ name, leastAvailable }) => ({
        name,
        missing: (replicas.get(name) ?? 0) - leastAvailable,
        leastAvailable,
      })),
    );
    expect(least.filter(({ missing }) => missing > 1)).toEqual([]);
    const gateways = least.filter(({ name }) => name === GATEWAY);
    expect(Math.min(...gateways.map(({ leastAvailable }) => leastAvailable))).toBe(2);
  });
});

test.each(['aks-algesta-dev', 'aks-algesta-production'] as const)(
  'the nodes of %s have room for the pods that terminate after a rollout of everything at the minimum',
  (name) => {
    const [facts] = factsOf(algestaApp(name));
    expect(facts && unplaced(new ClusterIndex(facts), 'terminating')).toEqual([]);
  },
);
