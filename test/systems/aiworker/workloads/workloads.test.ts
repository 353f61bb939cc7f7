import type { AiworkerConfig } from '../../../../lib/systems/aiworker/config';
import { aiworkerApp } from '../../../support/aiworker';
import { jsonOf } from '../../../support/manifests';
import type { Manifest } from '../../../support/test-cluster';

interface Rendered extends Manifest {
  /** The template of a PodTemplate, which has no specification. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into every kind of object
  readonly template?: any;
}

function render(changes: Partial<AiworkerConfig> = {}): Rendered[] {
  return jsonOf(aiworkerApp(changes)).flatMap(({ json }) => json as Rendered[]);
}

const objects = render();

function find(kind: string, name: string) {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name === name);
  expect(found).toHaveLength(1);
  // biome-ignore lint/style/noNonNullAssertion: the line above asserts that there is one
  return found[0]!;
}

const podOf = (kind: string, name: string) => find(kind, name).spec.template.spec;
const containerOf = (kind: string, name: string) => podOf(kind, name).containers[0];

describe('the backend', () => {
  const container = containerOf('Deployment', 'aiworker-backend');

  test('has the probes of document 000', () => {
    expect(container.livenessProbe).toEqual({
      httpGet: {
        path: '/api/health',
        port: 3000,
        httpHeaders: [{ name: 'X-Health-Check', value: 'liveness' }],
      },
      initialDelaySeconds: 30,
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    });
    expect(container.readinessProbe).toEqual({
      httpGet: { path: '/api/health/ready', port: 3000 },
      initialDelaySeconds: 10,
      periodSeconds: 5,
      timeoutSeconds: 3,
      failureThreshold: 3,
    });
  });

  test('receives the requests of one client in the same pod for one hour', () => {
    expect(find('Service', 'aiworker-backend').spec).toMatchObject({
      type: 'ClusterIP',
      ports: [{ name: 'http', port: 3000, targetPort: 3000 }],
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 3600 } },
    });
  });

  test('calls the API server with its own account', () => {
    expect(podOf('Deployment', 'aiworker-backend')).toMatchObject({
      serviceAccountName: 'aiworker-backend',
      automountServiceAccountToken: true,
    });
  });
});

test('the frontend listens on port 8080, and its Service on port 80', () => {
  expect(find('Service', 'aiworker-frontend').spec.ports).toMatchObject([{ port: 80, targetPort: 8080 }]);
  expect(containerOf('Deployment', 'aiworker-frontend').ports).toEqual([
    { name: 'http', containerPort: 8080 },
  ]);
});

test('the MCP server listens on port 3100', () => {
  expect(find('Service', 'aiworker-mcp-server').spec.ports).toMatchObject([{ port: 3100, targetPort: 3100 }]);
});

test('the workers have no Service', () => {
  expect(
    objects.filter(({ kind, metadata }) => kind === 'Service' && metadata.name.includes('workers')),
  ).toEqual([]);
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

describe.each([
  ['mysql', 3306, '/var/lib/mysql', '50Gi', 120],
  ['redis', 6379, '/data', '10Gi', 60],
])('%s', (name, port, path, size, grace) => {
  test('stores its data on a volume of the default StorageClass', () => {
    const [claim] = find('StatefulSet', name).spec.volumeClaimTemplates;
    expect(claim.spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
      volumeMode: 'Filesystem',
    });
    expect(containerOf('StatefulSet', name).volumeMounts).toContainEqual({
      name: 'data',
      mountPath: path,
      subPath: name,
    });
  });

  test('has a headless Service', () => {
    expect(find('Service', name).spec).toMatchObject({ clusterIP: 'None', ports: [{ port }] });
  });

  test('runs as the user of the official image, and has time to stop', () => {
    expect(podOf('StatefulSet', name)).toMatchObject({
      securityContext: { runAsUser: 999, fsGroup: 999 },
      terminationGracePeriodSeconds: grace,
    });
  });
});

test('redis refuses writes when its memory is full, and logs all writes', () => {
  const [, , script] = containerOf('StatefulSet', 'redis').command;
  expect(script).toContain('--maxmemory-policy noeviction');
  expect(script).toContain('--appendonly yes');
});

describe('gitea', () => {
  test('serves HTTP and SSH', () => {
    expect(find('Service', 'gitea').spec.ports).toMatchObject([{ port: 3000, targetPort: 3000 }]);
    expect(find('Service', 'gitea-ssh').spec.ports).toMatchObject([{ port: 22, targetPort: 2222 }]);
  });

  test('has its address and the allowed hosts of webhooks in its environment', () => {
    const { env } = containerOf('StatefulSet', 'gitea');
    expect(env).toContainEqual({ name: 'GITEA__server__ROOT_URL', value: 'https://git.aiworker.dev/' });
    expect(env).toContainEqual({
      name: 'GITEA__webhook__ALLOWED_HOST_LIST',
      value: 'aiworker-backend.control-plane.svc',
    });
  });
});

describe('the agent template', () => {
  test('runs once, without an account', () => {
    expect(find('PodTemplate', 'agent').template.spec).toMatchObject({
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
    });
  });

  test('has the default resources of the limit range of the namespace', () => {
    const range = objects.find(({ metadata }) => metadata.name === 'agents-limits')?.spec.limits[0];
    expect(find('PodTemplate', 'agent').template.spec.containers[0].resources).toEqual({
      requests: range.defaultRequest,
      limits: range.default,
    });
  });

  test('has no sandbox by default', () => {
    expect(find('PodTemplate', 'agent').template.spec).not.toHaveProperty('runtimeClassName');
    expect(objects.filter(({ kind }) => kind === 'RuntimeClass')).toEqual([]);
  });

  test('runs in the configured sandbox', () => {
    const agents = { sandbox: { runtimeClass: 'gvisor', handler: 'runsc' } };
    const sandboxed = render({ agents });
    const template = sandboxed.find(({ kind }) => kind === 'PodTemplate')?.template;
    expect(template.spec.runtimeClassName).toBe('gvisor');
    expect(sandboxed.find(({ kind }) => kind === 'RuntimeClass')).toMatchObject({
      metadata: { name: 'gvisor' },
      handler: 'runsc',
    });
  });
});

test('the workloads of the platform and of previews run without root, on a read-only root file system', () => {
  const namespaces = ['control-plane', 'gitea', 'agents', 'preview-task-abc123'];
  const templates = objects
    .filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ''))
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
