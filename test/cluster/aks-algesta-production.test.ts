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

/** Every service at its minimum again, and the gateway at some number. */
function settle(gateway: number): void {
  for (const name of NAMES) scale(name, name === 'api-gateway-production' ? gateway : 2);
  for (const name of NAMES)
    waitForReplicas('production', name, name === 'api-gateway-production' ? gateway : 2);
}

describe("production's quota", () => {
  test('lets five gateways run beside two of each micro-service, and no sixth', () => {
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

  test('lets three of every service run', () => {
    settle(2);
    for (const name of NAMES) scale(name, 3);
    for (const name of NAMES) waitForReplicas('production', name, 3);
  });

  test('admits a pod that states no resources', () => {
    settle(2);
    const input = listOf([pod('plain', 'production')]);
    expect(tryKubectl(['create', '-f', '-'], input)).toMatchObject({ status: 0 });
    kubectl(['delete', 'pod', 'plain', PRODUCTION, '--now']);
  });
});

describe("a rollout at the document's five gateways", () => {
  test.each(NAMES)('of %s alone comes to its end', (name) => {
    settle(5);
    kubectl(['rollout', 'restart', `deployment/${name}`, PRODUCTION]);
    waitFor('deployment', { namespace: 'production', name });
  });

  test('of all services at once comes to its end', () => {
    settle(5);
    kubectl(['rollout', 'restart', ...NAMES.map((name) => `deployment/${name}`), PRODUCTION]);
    for (const name of NAMES) waitFor('deployment', { namespace: 'production', name });
  });
});
