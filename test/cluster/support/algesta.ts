import type { AlgestaConfig } from '../../../lib/systems/algesta/config';
import { SERVICES } from '../../../lib/systems/algesta/services';
import { PROVIDER_NAMESPACES, waitForReplicas } from './aks';
import { changesOfApply } from './apply';
import { getAll, kubectl, tryKubectl } from './kubectl';
import { describeRunning } from './running';

interface Named {
  readonly metadata: { readonly name: string; readonly namespace: string };
}

interface Pod extends Named {
  readonly status: { readonly phase: string };
}

/** Tests of both of Algesta's clusters. `dist/` must be applied before. */
export function describeAlgesta(
  cluster: keyof AlgestaConfig,
  environments: readonly [string, number][],
): void {
  describeRunning(cluster, { except: PROVIDER_NAMESPACES });

  describe('all pods', () => {
    test('are scheduled at the minimum of the autoscalers', () => {
      for (const [environment, minimum] of environments)
        for (const { name } of SERVICES) waitForReplicas(environment, `${name}-${environment}`, minimum);
      const pods = getAll<Pod>('pods', '--all-namespaces');
      expect(pods.length).toBeGreaterThan(30);
      expect(pods.filter(({ status }) => !['Running', 'Succeeded'].includes(status.phase))).toEqual([]);
    });
  });

  describe('an apply', () => {
    test('changes nothing after an autoscaler has set the number of replicas', () => {
      const [[environment]] = environments as [[string, number]];
      kubectl([
        'scale',
        `deployment/api-gateway-${environment}`,
        '--replicas=3',
        `--namespace=${environment}`,
      ]);
      waitForReplicas(environment, `api-gateway-${environment}`, 3);
      expect(changesOfApply(`dist/${cluster}`)).toEqual([]);
      expect(tryKubectl(['diff', '-f', `dist/${cluster}`])).toMatchObject({ status: 0, stdout: '' });
      waitForReplicas(environment, `api-gateway-${environment}`, 3);
    });
  });

  describe.each(environments)('the deployer of %s', (environment) => {
    const may = (verb: string, resource: string, namespace: string) =>
      tryKubectl([
        'auth',
        'can-i',
        ...verb.split(' '),
        resource,
        `--namespace=${namespace}`,
        `--as=system:serviceaccount:connect-devops:deployer-${environment}`,
      ]).stdout.trim();

    test.each([
      ['patch', 'deployments.apps'],
      ['get', 'deployments.apps'],
      ['patch', 'deployments.apps/scale'],
      ['list', 'replicasets.apps'],
      ['list', 'pods'],
      ['get', 'pods/log'],
      ['create', 'configmaps'],
      ['delete', 'configmaps'],
    ])('can %s %s in its environment', (verb, resource) => {
      expect(may(verb, resource, environment)).toBe('yes');
    });

    test.each([
      ['get', 'secrets'],
      ['list', 'secrets'],
      ['create', 'deployments.apps'],
      ['delete', 'deployments.apps'],
      ['create', 'pods/exec'],
      ['create', 'pods'],
      ['create', 'roles.rbac.authorization.k8s.io'],
      ['patch', 'networkpolicies.networking.k8s.io'],
      ['create', 'serviceaccounts/token'],
    ])('cannot %s %s in its environment', (verb, resource) => {
      expect(may(verb, resource, environment)).toBe('no');
    });

    test('has no permission in other namespaces', () => {
      const others = getAll<Named>('namespaces')
        .map(({ metadata }) => metadata.name)
        .filter((name) => name !== environment);
      expect(others.length).toBeGreaterThan(4);
      const allowed = others.filter((name) =>
        [
          may('patch', 'deployments.apps', name),
          may('list', 'pods', name),
          may('get', 'secrets', name),
        ].includes('yes'),
      );
      expect(allowed).toEqual([]);
    });

    test('deploys, scales, restarts and rolls back with the commands of docs/clusters/aks-algesta.md', () => {
      const as = [
        `--namespace=${environment}`,
        `--as=system:serviceaccount:connect-devops:deployer-${environment}`,
      ];
      const deployment = `deployment/ms-orders-${environment}`;
      const image = 'ms-orders=acralgestaproduction.azurecr.io/ms-orders:12346';
      kubectl(['set', 'image', deployment, image, ...as]);
      kubectl(['rollout', 'status', deployment, '--timeout=120s', ...as]);
      kubectl(['rollout', 'history', deployment, ...as]);
      kubectl(['rollout', 'undo', deployment, ...as]);
      kubectl(['scale', deployment, '--replicas=3', ...as]);
      kubectl(['rollout', 'restart', deployment, ...as]);
      kubectl(['rollout', 'status', deployment, '--timeout=120s', ...as]);
      kubectl(['logs', '--selector=app=ms-orders', '--tail=1', '--ignore-errors', ...as]);
    });
  });
}
