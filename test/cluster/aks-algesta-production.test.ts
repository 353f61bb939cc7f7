import { SERVICES } from '../../lib/systems/algesta/services';
import { describeNodes, waitFor, waitForReplicas } from './support/aks';
import { describeAlgesta } from './support/algesta';
import { describeApply } from './support/apply';
import { getAll, kubectl, tryKubectl } from './support/kubectl';
import { listOf, pod } from './support/pods';

const PRODUCTION = '--namespace=production';
const NAMES = SERVICES.map(({ name }) => `${name}-production`);

describeNodes('aks-algesta-production');
describeApply('aks-algesta-production');
describeAlgesta('aks-algesta-production', [['production', 2]]);

function scale(name: string, replicas: number): void {
  kubectl(['scale', `deployment/${name}`, `--replicas=${replicas}`, PRODUCTION]);
}

/** Scales the gateway to a number of replicas, and every other service to its minimum. */
function settle(gateway: number): void {
  for (const name of NAMES) scale(name, name === 'api-gateway-production' ? gateway : 2);
  for (const name of NAMES)
    waitForReplicas('production', name, name === 'api-gateway-production' ? gateway : 2);
}

describe('the quota of production', () => {
  test('admits five gateways with two pods of each micro-service, and refuses a sixth gateway', () => {
    settle(5);
    scale('api-gateway-production', 10);
    kubectl([
      'wait',
      '--for=condition=ReplicaFailure',
      'deployment/api-gateway-production',
      PRODUCTION,
      '--timeout=60s',
    ]);
    const [quota] = getAll<{ status: { used: Record<string, string> } }>('resourcequotas', PRODUCTION);
    expect(quota?.status.used).toMatchObject({ 'limits.cpu': '8', pods: '11' });
  });

  test('admits three pods of every service', () => {
    settle(2);
    for (const name of NAMES) scale(name, 3);
    for (const name of NAMES) waitForReplicas('production', name, 3);
  });

  test('admits a pod without resources', () => {
    settle(2);
    const input = listOf([pod('plain', 'production')]);
    expect(tryKubectl(['create', '-f', '-'], input)).toMatchObject({ status: 0 });
    kubectl(['delete', 'pod', 'plain', PRODUCTION, '--now']);
  });
});

describe('a rollout with five gateways, as in the document', () => {
  test.each(NAMES)('of only %s completes', (name) => {
    settle(5);
    kubectl(['rollout', 'restart', `deployment/${name}`, PRODUCTION]);
    waitFor('deployment', { namespace: 'production', name });
  });

  test('of all services at once completes', () => {
    settle(5);
    kubectl(['rollout', 'restart', ...NAMES.map((name) => `deployment/${name}`), PRODUCTION]);
    for (const name of NAMES) waitFor('deployment', { namespace: 'production', name });
  });
});
