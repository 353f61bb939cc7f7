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

  test('Prometheus can list the pods of the ingress controller, and nothing else in its namespace', () => {
    const may = (verb: string, resource: string) =>
      tryKubectl([
        'auth',
        'can-i',
        verb,
        resource,
        '--namespace=app-routing-system',
        '--as=system:serviceaccount:monitoring:prometheus',
      ]).stdout.trim();
    expect([may('watch', 'pods'), may('delete', 'pods'), may('list', 'secrets')]).toEqual([
      'yes',
      'no',
      'no',
    ]);
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
      ['get', 'configmaps'],
    ])('can %s %s in its environment', (verb, resource) => {
      expect(may(verb, resource, environment)).toBe('yes');
    });

    test.each([
      ['get', 'secrets'],
      ['list', 'secrets'],
      ['create', 'deployments.apps'],
      ['delete', 'deployments.apps'],
      ['create', 'configmaps'],
      ['patch', 'configmaps'],
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

    const deployment = `deployment/ms-orders-${environment}`;
    const patch = (path: string, value: unknown) => [
      'patch',
      deployment,
      '--type=json',
      `--patch=${JSON.stringify([{ op: 'add', path, value }])}`,
    ];
    const container = '/spec/template/spec/containers/0';
    const sidecar = { name: 'sidecar', image: 'acralgestaproduction.azurecr.io/sidecar:1' };
    const IMAGES = 'the image of a container is acralgestaproduction.azurecr.io/<container>:<tag>';
    const CONTAINERS = 'the containers stay as they are, except for images';
    const PODS = 'the pods stay as they are, except for images';

    test.each([
      ['a variable', ['set', 'env', deployment, 'NODE_OPTIONS=--inspect'], CONTAINERS],
      ['a command', patch(`${container}/command`, ['env']), CONTAINERS],
      ['arguments', patch(`${container}/args`, ['-p', 'process.env']), CONTAINERS],
      [
        'variables from another Secret',
        patch(`${container}/envFrom/-`, { secretRef: { name: 'x' } }),
        CONTAINERS,
      ],
      ['a security context', patch(`${container}/securityContext/runAsUser`, 0), CONTAINERS],
      ['a second container', patch('/spec/template/spec/containers/-', sidecar), CONTAINERS],
      ['an init container', patch('/spec/template/spec/initContainers', [sidecar]), PODS],
      ['an account', patch('/spec/template/spec/serviceAccountName', 'default'), PODS],
      ['a volume', patch('/spec/template/spec/volumes/-', { name: 'x', secret: { secretName: 'x' } }), PODS],
      ['the network of the node', patch('/spec/template/spec/hostNetwork', true), PODS],
      [
        'the image of another registry',
        ['set', 'image', deployment, 'ms-orders=docker.io/ms-orders:1'],
        IMAGES,
      ],
      [
        'the image of another service',
        ['set', 'image', deployment, 'ms-orders=acralgestaproduction.azurecr.io/api-gateway:1'],
        IMAGES,
      ],
      [
        'the labels of pods',
        patch('/spec/template/metadata/labels/x', 'y'),
        'the labels of pods stay as they are',
      ],
      [
        'an annotation of pods',
        patch('/spec/template/metadata/annotations/x', 'y'),
        'the only annotations of pods that may change are kubectl.kubernetes.io/restartedAt, cluster-topology/config-sha256',
      ],
      ['a pause', patch('/spec/paused', true), 'only the number of replicas and images may change'],
      [
        'an owner, whose absence would delete it',
        patch('/metadata/ownerReferences', [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'x' }]),
        'labels, owners and finalizers stay as they are',
      ],
    ])('cannot give a Deployment %s', (_what, args, reason) => {
      const as = `--as=system:serviceaccount:connect-devops:deployer-${environment}`;
      const { status, stderr } = tryKubectl([...args, as, `--namespace=${environment}`]);
      expect(status).toBe(1);
      expect(stderr).toContain(
        `denied request: system:serviceaccount:connect-devops:deployer-${environment} may not make this change of Deployment ms-orders-${environment}: ${reason}`,
      );
    });

    test('does not limit other users, such as the one who applies dist/', () => {
      const args = ['set', 'env', deployment, 'X=1', '--dry-run=server', `--namespace=${environment}`];
      expect(tryKubectl(args)).toMatchObject({ status: 0 });
    });
  });
}
