import { render } from '../../lib/synth';
import { APP_IMAGE, aiworkerApp } from '../support/aiworker';
import { readManifests } from '../support/manifests';
import { runProgram } from '../support/run-program';
import { describeAccess } from './support/access';
import { describeAgents } from './support/agents';
import { describeApply } from './support/apply';
import { describeBackups } from './support/backups';
import { describeCustomResources } from './support/custom-resources';
import { backendEnvironments, deploy, describeEnvironments } from './support/environments';
import { getAll, kubectl, tryKubectl } from './support/kubectl';
import { describeMonitoring } from './support/monitoring';
import { listOf, pod } from './support/pods';
import { describePreviewCleanup } from './support/preview-cleanup';
import { describeRunning } from './support/running';
import { describeUpgrade } from './support/upgrade';

interface Named {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
  };
}

/** The objects that `npm run prune` deletes. */
function pruned(): string[] {
  const { stdout } = runProgram('lib/cli/prune.ts', ['aiworker', '--yes']);
  return [...stdout.matchAll(/^ {2}delete ([^,\n]+)/gm)].map(([, name = '']) => name);
}

describeApply('aiworker');
describeRunning('aiworker');
describeAccess();
describeEnvironments();
describeUpgrade();
describeAgents();
describeCustomResources();
describeMonitoring();
describeBackups();

describe('the namespaces of aiworker', () => {
  // Read from dist/, because earlier tests leave namespaces in the cluster that are still being deleted.
  const manifests = readManifests('dist/aiworker') as Named[];

  test('admit a pod without resources if they have a quota', () => {
    const namespaces = manifests
      .filter(({ kind }) => kind === 'ResourceQuota')
      .map(({ metadata }) => metadata.namespace ?? '');
    expect(namespaces.length).toBeGreaterThanOrEqual(8);
    const answers = namespaces.map((namespace) =>
      tryKubectl(['create', '-f', '-'], listOf([pod('plain', namespace)])),
    );
    expect(answers.filter(({ status }) => status !== 0)).toEqual([]);
    kubectl(['delete', 'pods', '--all-namespaces', '--selector=cluster-test=pod', '--now']);
  });

  test('refuse a privileged pod if their Pod Security level is not privileged', () => {
    const namespaces = manifests.filter(
      ({ kind, metadata }) =>
        kind === 'Namespace' && metadata.labels?.['pod-security.kubernetes.io/enforce'] !== 'privileged',
    );
    expect(namespaces.length).toBeGreaterThanOrEqual(8);
    const admitted = namespaces.filter(({ metadata: { name } }) => {
      const { status, stderr } = tryKubectl(
        ['create', '-f', '-'],
        listOf([pod('privileged', name, { privileged: true })]),
      );
      return status === 0 || !stderr.includes('violates PodSecurity');
    });
    expect(admitted).toEqual([]);
  });

  /** Pods are created until one is refused. Existing pods count as well. */
  test.each([
    ['preview-task-abc123', 3],
    ['my-project-dev', 5],
    ['my-project-staging', 10],
    ['my-project-production', 20],
    // The quota allows 50 pods, but 40 pods use all of its CPU and memory (docs/deviations.md, correction 38).
    ['agents', 40],
  ])('admit in %s at most %i pods', (namespace, most) => {
    const pods = Array.from({ length: most + 1 }, (_, index) => pod(`fill-${index}`, namespace));
    const { status, stderr } = tryKubectl(['create', '-f', '-'], listOf(pods));
    const running = getAll<Named>('pods', '--namespace', namespace).length;
    kubectl(['delete', 'pods', '--namespace', namespace, '--selector=cluster-test=pod', '--now']);
    expect(status).not.toBe(0);
    expect(stderr).toContain('exceeded quota');
    expect(running).toBe(most);
  });
});

describe('npm run prune', () => {
  const preview = {
    id: 'made-by-a-backend',
    project: 'my-project',
    createdAt: '2026-01-19T12:00:00Z',
    image: APP_IMAGE,
    ttl: '168h',
  };

  test('deletes objects that are no longer in dist/, but nothing that a backend made', () => {
    const rendered = render(aiworkerApp({ projects: [], previews: [preview] }));
    const file = rendered.find(({ path }) => path.includes(preview.id));
    kubectl(['apply', '-f', '-'], file?.content);
    const environments = backendEnvironments();
    environments.forEach(deploy);
    const gone = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'gone-from-dist',
        namespace: 'control-plane',
        labels: {
          'app.kubernetes.io/managed-by': 'cluster-topology',
          'app.kubernetes.io/part-of': 'aiworker',
        },
      },
    };
    kubectl(['apply', '-f', '-'], JSON.stringify(gone));

    expect(pruned()).toEqual(['ConfigMap/control-plane/gone-from-dist']);
    kubectl(['delete', 'namespace', 'preview-task-made-by-a-backend', '--wait=false']);
    kubectl(['delete', 'namespace', '--selector=project=not-pruned', '--wait=false']);
  });

  test('does not delete the production namespace of a project that is no longer in dist/', () => {
    const rendered = render(aiworkerApp({ projects: [{ name: 'past' }], previews: [] }));
    kubectl(['apply', '-f', '-'], rendered.find(({ path }) => path.includes('project-past'))?.content);
    pruned();
    const left = getAll<{ metadata: { name: string }; status: { phase: string } }>(
      'namespaces',
      '--selector=project=past',
    );
    const active = left
      .filter(({ status }) => status.phase === 'Active')
      .map(({ metadata }) => metadata.name);
    expect(active).toEqual(['past-production']);
    kubectl(['delete', 'namespace', '--selector=project=past', '--wait=false']);
  });
});

describePreviewCleanup();
