import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { render } from '../../../lib/synth';
import { readAiworker } from '../../../lib/systems/aiworker/config';
import {
  type EnvironmentRequest,
  environmentManifests,
} from '../../../lib/systems/aiworker/environment-manifests';
import type { RuntimeEnvironment } from '../../../lib/systems/aiworker/project-environments';
import { aiworkerApp, aiworkerConfig } from '../../support/aiworker';
import { getAll, kubectl, tryKubectl } from './kubectl';

const BACKEND = '--as=system:serviceaccount:control-plane:aiworker-backend';
/** The labels of what this program owns. */
const OWNER = {
  'app.kubernetes.io/managed-by': 'cluster-topology',
  'app.kubernetes.io/part-of': 'aiworker',
};
const IMAGE = 'git.aiworker.dev/my-project/my-project';

interface Deployment {
  readonly metadata: { readonly labels?: Record<string, string> };
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

function manifests(environment: RuntimeEnvironment, changes: Partial<EnvironmentRequest> = {}) {
  const config = readAiworker('config/aiworker.yaml');
  return environmentManifests({
    config,
    project: 'my-project',
    environment,
    image: `${IMAGE}:1.0.0`,
    ...changes,
  });
}

/** Applies manifests as the backend, and waits until the pods are ready. */
export function deploy({ yaml, namespace }: ReturnType<typeof manifests>): void {
  expect(tryKubectl([BACKEND, 'apply', '-f', '-'], yaml)).toMatchObject({ status: 0, stderr: '' });
  const rollout = ['rollout', 'status', 'deployment', '--timeout=60s', '--namespace', namespace];
  expect(tryKubectl([BACKEND, ...rollout])).toMatchObject({ status: 0 });
}

/** The image and the number of replicas of each Deployment of a namespace. */
function running(namespace: string): [string | undefined, number][] {
  return getAll<Deployment>('deployments', '--namespace', namespace).map(({ spec }) => [
    spec.template.spec.containers[0]?.image,
    spec.replicas,
  ]);
}

/** The first shell commands after a heading of a page. */
function commandsOf(page: string, heading: string): string {
  const [, section = ''] = readFileSync(page, 'utf8').split(`\n### ${heading}\n`);
  return /```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
}

/** Tests that the backend owns the Deployments of dev and staging. `dist/aiworker` must be applied before. */
export function describeEnvironments(): void {
  describe('the environments dev and staging', () => {
    test('keep what the backend deployed after an apply', () => {
      for (const environment of ['dev', 'staging'] as const) {
        expect(manifests(environment).objects).toHaveLength(1);
        deploy(manifests(environment));
        deploy(manifests(environment, { image: `${IMAGE}:4711` }));
        const deployment = ['deployment', 'my-project', `--namespace=my-project-${environment}`];
        kubectl([BACKEND, 'patch', ...deployment, '--patch={"spec":{"replicas":2}}']);
      }
      kubectl(['apply', '-f', 'dist/aiworker']);
      for (const namespace of ['my-project-dev', 'my-project-staging'])
        expect(running(namespace)).toEqual([[`${IMAGE}:4711`, 2]]);
    });

    test('lose the labels of earlier versions by the commands of the page', () => {
      const deployment = ['deployment', 'my-project', '--namespace=my-project-staging'];
      kubectl(['label', ...deployment, ...labels(OWNER)]);
      const commands = commandsOf(
        'docs/clusters/aiworker.md',
        'Upgrade from a version that deployed dev and staging',
      );
      expect(execFileSync('bash', ['-euo', 'pipefail', '-c', commands], { encoding: 'utf8' })).toContain(
        'my-project unlabeled',
      );
      expect(owned('my-project-staging')).toEqual([]);
    });

    test('lose the labels of earlier versions by a deployment', () => {
      const made = manifests('dev');
      const [object] = made.objects as { metadata: object }[];
      const before = { ...object, metadata: { ...object?.metadata, labels: OWNER } };
      kubectl(['apply', '-f', '-'], JSON.stringify(before));
      expect(owned(made.namespace)).toHaveLength(1);
      deploy(made);
      expect(owned(made.namespace)).toEqual([]);
    });
  });

  describe('the backend and a project that is not in the configuration', () => {
    const project = 'new-at-runtime';

    test.each(['dev', 'staging'] as const)('creates %s with a quota and isolation', (environment) => {
      const made = manifests(environment, { project });
      const { namespace } = made;
      deploy(made);
      const again = kubectl([BACKEND, 'apply', '-f', '-'], made.yaml).trim().split('\n');
      expect(again.filter((line) => !line.endsWith(' unchanged'))).toEqual([]);
      const objects = kubectl([
        ...['get', 'resourcequotas,limitranges,networkpolicies,services,deployments,ingresses,rolebindings'],
        ...['--namespace', namespace, '--output=name'],
      ]);
      expect(objects.trim().split('\n').sort()).toEqual(
        [
          'deployment.apps/new-at-runtime',
          ...(environment === 'staging' ? ['ingress.networking.k8s.io/new-at-runtime'] : []),
          `limitrange/${environment}-limits`,
          'networkpolicy.networking.k8s.io/default-deny',
          `networkpolicy.networking.k8s.io/${environment}-isolation`,
          `resourcequota/${environment}-quota`,
          'rolebinding.rbac.authorization.k8s.io/aiworker-backend-view',
          'service/new-at-runtime',
        ].sort(),
      );
      expect(kubectl([BACKEND, 'delete', 'namespace', namespace, '--wait=false'])).toContain('deleted');
    });

    test('leaves its environments to an apply when the project is in the configuration, except the Deployments', () => {
      const [name, namespace] = ['taken-over', 'taken-over-dev'];
      deploy(manifests('dev', { project: name }));
      const projects = [{ name, application: { image: `${IMAGE}:1.0.0`, port: 3000 } }];
      const files = render(aiworkerApp({ projects, previews: [] }));
      const content = files.find(({ path }) => path.includes(name))?.content;
      expect(tryKubectl(['apply', '-f', '-'], content)).toMatchObject({ status: 0, stderr: '' });
      const ofProgram = ['--selector', labels(OWNER).join(','), '--output=name', '--namespace', namespace];
      const kinds = 'resourcequotas,limitranges,networkpolicies,services,rolebindings,deployments';
      expect(
        kubectl(['get', kinds, ...ofProgram])
          .trim()
          .split('\n'),
      ).toHaveLength(6);
      expect(owned(namespace)).toEqual([]);
      const config = aiworkerConfig({ projects, previews: [] });
      const later = manifests('dev', { config, project: name, image: `${IMAGE}:4711` });
      expect(later.objects).toHaveLength(1);
      deploy(later);
      expect(running(namespace)).toEqual([[`${IMAGE}:4711`, 1]]);
      kubectl(['delete', 'namespace', `--selector=project=${name}`, '--wait=false']);
    });
  });
}

/** What the backend creates for dev of a project of the configuration, and for both environments of another project. */
export function backendEnvironments(): ReturnType<typeof manifests>[] {
  const project = 'not-pruned';
  return [manifests('dev'), manifests('dev', { project }), manifests('staging', { project })];
}

/** The Deployments of a namespace that `npm run prune` would delete. */
function owned(namespace: string): Deployment[] {
  return getAll('deployments', '--namespace', namespace, '--selector', labels(OWNER).join(','));
}

function labels(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([key, value]) => `${key}=${value}`);
}
