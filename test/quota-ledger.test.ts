import { readConfiguration } from '../lib/systems/configuration';
import { defaultPod, excess, ledger, total } from './support/ledger';
import { readManifests } from './support/manifests';

const MI = 1024 ** 2;

describe('the quotas of aiworker', () => {
  const objects = readManifests('dist/aiworker');
  const nodes = readConfiguration('config').aiworker.cluster.nodes.reduce((sum, { count }) => sum + count, 0);
  const lines = ledger(objects, nodes);

  test('hold when every rollout has its extra pods at once', () => {
    expect(lines.size).toBeGreaterThanOrEqual(8);
    for (const [namespace, { hard, rollout }] of lines)
      expect({ namespace, excess: excess(hard, rollout) }).toEqual({ namespace, excess: [] });
  });

  test.each([
    'control-plane',
    'gitea',
    'my-project-dev',
    'my-project-staging',
    'my-project-production',
    'preview-task-abc123',
  ])(
    'hold in %s even if no old pod has ended by then, and leave room for a pod that states nothing',
    (namespace) => {
      const { hard = {}, overlap = {} } = lines.get(namespace) ?? {};
      expect(overlap['requests.cpu']).toBeGreaterThan(0);
      expect(excess(hard, total([overlap, defaultPod(objects, namespace), { pods: 1 }]))).toEqual([]);
    },
  );

  test('leave room for a pod that states nothing, wherever they are', () => {
    for (const [namespace, { hard, rollout }] of lines) {
      const need = total([rollout, defaultPod(objects, namespace), { pods: 1 }]);
      expect({ namespace, excess: excess(hard, need) }).toEqual({ namespace, excess: [] });
    }
  });
});

/** Made by hand: three pods of 100m and 128Mi, of which a rollout makes one more, and a job whose start takes most. */
describe('a ledger', () => {
  const resources = (cpu: string, memory: string) => ({
    requests: { cpu, memory },
    limits: { cpu, memory },
  });
  const objects = [
    {
      kind: 'ResourceQuota',
      metadata: { name: 'q', namespace: 'n' },
      spec: { hard: { 'requests.cpu': '1', 'limits.memory': '900Mi', pods: '5' } },
    },
    {
      kind: 'LimitRange',
      metadata: { name: 'l', namespace: 'n' },
      spec: {
        limits: [
          { default: { cpu: '200m', memory: '64Mi' }, defaultRequest: { cpu: '50m', memory: '32Mi' } },
        ],
      },
    },
    {
      kind: 'Deployment',
      metadata: { name: 'd', namespace: 'n' },
      spec: { replicas: 3, template: { spec: { containers: [{ resources: resources('100m', '128Mi') }] } } },
    },
    {
      kind: 'Job',
      metadata: { name: 'j', namespace: 'n' },
      spec: {
        template: { spec: { initContainers: [{ resources: resources('400m', '256Mi') }], containers: [{}] } },
      },
    },
  ];
  const line = ledger(objects, 4).get('n');

  test("counts what containers say, the limit range's defaults, and the larger of start and run", () => {
    expect(line?.steady).toMatchObject({
      'requests.cpu': 3 * 100 + 400,
      'limits.memory': (3 * 128 + 256) * MI,
      pods: 4,
    });
  });

  test('counts a quarter more while a Deployment rolls out, and all twice while old pods end', () => {
    expect(line?.rollout).toMatchObject({ 'requests.cpu': 4 * 100 + 400, pods: 5 });
    expect(line?.overlap).toMatchObject({ 'requests.cpu': 6 * 100 + 400, pods: 7 });
  });

  test('tells what exceeds the quota', () => {
    expect(excess(line?.hard ?? {}, line?.rollout ?? {})).toEqual([]);
    expect(excess(line?.hard ?? {}, line?.overlap ?? {})).toEqual([
      `limits.memory ${(6 * 128 + 256) * MI} of ${900 * MI}`,
      'pods 7 of 5',
    ]);
  });
});
