import { TopologyApp } from '../../../lib/core/topology-app';
import { AiworkerCluster } from '../../../lib/systems/aiworker/cluster';
import { readConfiguration } from '../../../lib/systems/configuration';
import { containerOf, find, OBJECTS } from '../../support/aiworker-objects';
import { defaultPod, excess, ledger, total } from '../../support/ledger';
import { jsonOf } from '../../support/manifests';

describe('the quotas of aiworker', () => {
  const app = new TopologyApp();
  const config = readConfiguration('config').aiworker;
  new AiworkerCluster(app, config);
  const objects = jsonOf(app).flatMap(({ json }) => json);
  const nodes = config.cluster.nodes.reduce((sum, { count }) => sum + count, 0);
  const lines = ledger(objects, nodes);

  test('are sufficient for the additional pods of all rollouts at once', () => {
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
    'are sufficient in %s before any old pod has stopped, with room for a pod with the default resources',
    (namespace) => {
      const { hard = {}, overlap = {} } = lines.get(namespace) ?? {};
      expect(overlap['requests.cpu']).toBeGreaterThan(0);
      expect(excess(hard, total([overlap, defaultPod(objects, namespace), { pods: 1 }]))).toEqual([]);
    },
  );

  test('have room for a pod with the default resources in every namespace', () => {
    for (const [namespace, { hard, rollout }] of lines) {
      const need = total([rollout, defaultPod(objects, namespace), { pods: 1 }]);
      expect({ namespace, excess: excess(hard, need) }).toEqual({ namespace, excess: [] });
    }
  });
});

test.each(['aiworker-backend', 'aiworker-frontend', 'aiworker-mcp-server', 'aiworker-workers'])(
  '%s has two replicas, of which one may be unavailable while a node is drained',
  (name) => {
    expect(find('Deployment', name).spec.replicas).toBe(2);
    expect(find('PodDisruptionBudget', name).spec.maxUnavailable).toBe(1);
  },
);

test.each(['aiworker-backend', 'aiworker-mcp-server', 'aiworker-workers'])(
  '%s has the addresses of MySQL, Redis and git, and reads their passwords from Secrets',
  (name) => {
    const env = new Map(
      containerOf('Deployment', name).env.map((entry: { name: string }) => [entry.name, entry]),
    );
    expect(env.get('DB_HOST')).toMatchObject({ value: 'mysql.control-plane.svc' });
    expect(env.get('REDIS_HOST')).toMatchObject({ value: 'redis.control-plane.svc' });
    expect(env.get('GIT_URL')).toMatchObject({ value: 'http://gitea.gitea.svc:3000' });
    expect(env.get('DB_PASSWORD')).toMatchObject({
      valueFrom: { secretKeyRef: { name: 'mysql', key: 'password' } },
    });
    expect(env.get('REDIS_PASSWORD')).toMatchObject({
      valueFrom: { secretKeyRef: { name: 'redis', key: 'password' } },
    });
    expect(env.get('GIT_TOKEN')).toMatchObject({
      valueFrom: { secretKeyRef: { name: 'git-token', key: 'token' } },
    });
  },
);

test('the workloads of the platform and of previews run without root, on a read-only root file system', () => {
  const namespaces = ['control-plane', 'gitea', 'agents', 'preview-task-abc123'];
  const templates = OBJECTS.filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ''))
    .map(({ kind, spec, template }) => (kind === 'PodTemplate' ? template : spec?.template))
    .filter((template) => template?.spec);
  expect(templates.length).toBeGreaterThanOrEqual(9);
  for (const { spec } of templates) {
    expect(spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    for (const { securityContext } of spec.containers)
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      });
  }
});
