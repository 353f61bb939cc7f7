import { excess, ledger } from './ledger';

const MI = 1024 ** 2;

/** Three pods of 100m and 128Mi, to which a rollout adds one, and a job whose init container requests the most. */
describe('the ledger', () => {
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

  test('counts the resources of containers, the defaults of the limit range, and the maximum of init containers and containers', () => {
    expect(line?.steady).toMatchObject({
      'requests.cpu': 3 * 100 + 400,
      'limits.memory': (3 * 128 + 256) * MI,
      pods: 4,
    });
  });

  test('counts one pod in four more during a rollout, and twice as many pods while old pods stop', () => {
    expect(line?.rollout).toMatchObject({ 'requests.cpu': 4 * 100 + 400, pods: 5 });
    expect(line?.overlap).toMatchObject({ 'requests.cpu': 6 * 100 + 400, pods: 7 });
  });

  test('reports the resources that exceed the quota', () => {
    expect(excess(line?.hard ?? {}, line?.rollout ?? {})).toEqual([]);
    expect(excess(line?.hard ?? {}, line?.overlap ?? {})).toEqual([
      `limits.memory ${(6 * 128 + 256) * MI} of ${900 * MI}`,
      'pods 7 of 5',
    ]);
  });
});
