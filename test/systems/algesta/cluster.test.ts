import { parseCpu, parseQuantity } from '../../../lib/kube/quantity';
import { AlgestaEnvironment, type AlgestaEnvironmentProps } from '../../../lib/systems/algesta/environment';
import { SERVICES } from '../../../lib/systems/algesta/services';
import { algestaConfig, algestaObjects } from '../../support/algesta';
import { type Manifest, TestCluster } from '../../support/test-cluster';

const DEV = algestaObjects<Manifest>('aks-algesta-dev');
const PRODUCTION = algestaObjects<Manifest>('aks-algesta-production');
const ALL = [...DEV, ...PRODUCTION];

function find(kind: string, name: string, objects: readonly Manifest[] = ALL): Manifest {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length === 1 && found[0]) return found[0];
  throw new Error(`${found.length} objects are ${kind} ${name}`);
}

/** What document 002 says of each service, and of each environment. */
const DOCUMENTED = [
  ['api-gateway', 3000, '250m', '512Mi', '1', '1Gi'],
  ['ms-orders', 3001, '100m', '256Mi', '500m', '512Mi'],
  ['ms-notifications', 3002, '100m', '256Mi', '500m', '512Mi'],
  ['ms-provider', 3003, '100m', '256Mi', '500m', '512Mi'],
] as const;
const ENVIRONMENTS = [
  ['development', 1, 3],
  ['testing', 1, 3],
  ['production', 2, 10],
] as const;
const WORKLOADS = ENVIRONMENTS.flatMap(([environment, min, max]) =>
  DOCUMENTED.map(([service, port, ...figures]) => ({
    name: `${service}-${environment}`,
    service,
    environment,
    port,
    figures,
    min,
    max,
  })),
);

describe.each(WORKLOADS)('$name', ({ name, service, environment, port, figures, min, max }) => {
  const labels = { app: service, environment };
  const [requestedCpu, requestedMemory, cpuLimit, memoryLimit] = figures;

  test("has the document's figures", () => {
    const { metadata, spec } = find('Deployment', name);
    const probe = { httpGet: { path: '/health', port } };
    expect(metadata).toMatchObject({ namespace: environment, labels });
    expect(spec).not.toHaveProperty('replicas');
    expect(spec.selector).toEqual({ matchLabels: labels });
    expect(spec.template.metadata.labels).toEqual(labels);
    expect(spec.template.spec.containers).toMatchObject([
      {
        name: service,
        image: `acralgestaproduction.azurecr.io/${service}:12345`,
        ports: [{ containerPort: port, name: 'http' }],
        env: [
          { name: 'NODE_ENV', value: environment },
          { name: 'PORT', value: String(port) },
          { name: 'MONGODB_URI', valueFrom: { secretKeyRef: { name: 'mongodb-credentials', key: 'uri' } } },
          { name: 'JWT_SECRET', valueFrom: { secretKeyRef: { name: 'jwt-credentials', key: 'secret' } } },
        ],
        envFrom: [{ configMapRef: { name } }],
        resources: {
          requests: { cpu: requestedCpu, memory: requestedMemory },
          limits: { cpu: cpuLimit, memory: memoryLimit },
        },
        livenessProbe: {
          ...probe,
          initialDelaySeconds: 30,
          periodSeconds: 10,
          timeoutSeconds: 5,
          failureThreshold: 3,
        },
        readinessProbe: {
          ...probe,
          initialDelaySeconds: 10,
          periodSeconds: 5,
          timeoutSeconds: 3,
          failureThreshold: 2,
        },
      },
    ]);
  });

  test('is served on port 80', () => {
    expect(find('Service', name).spec).toEqual({
      type: 'ClusterIP',
      selector: labels,
      ports: [{ name: 'http', port: 80, targetPort: port, protocol: 'TCP' }],
    });
  });

  test('is scaled by CPU and memory', () => {
    const target = (resource: string, averageUtilization: number) => ({
      type: 'Resource',
      resource: { name: resource, target: { type: 'Utilization', averageUtilization } },
    });
    expect(find('HorizontalPodAutoscaler', `${name}-hpa`).spec).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [target('cpu', 70), target('memory', 80)],
    });
  });
});

test('a change of the settings starts new pods', () => {
  const annotationsWith = (level: string) => {
    const { environments } = algestaConfig('aks-algesta-production');
    if (environments.production === undefined) throw new Error('production is not configured');
    const production = { ...environments.production, settings: new Map([['LOG_LEVEL', level]]) };
    const objects = algestaObjects<Manifest>('aks-algesta-production', { environments: { production } });
    return find('Deployment', 'ms-orders-production', objects).spec.template.metadata.annotations;
  };
  expect(annotationsWith('debug')).not.toEqual(annotationsWith('info'));
});

describe('namespaces', () => {
  test.each([
    ['development', 'dev'],
    ['testing', 'test'],
    ['production', 'prod'],
  ])('%s carries environment=%s and team=backend', (name, environment) => {
    expect(find('Namespace', name).metadata.labels).toMatchObject({ environment, team: 'backend' });
  });

  test('have the quota of the document in production, and none in development and testing', () => {
    expect(find('ResourceQuota', 'production-quota').spec.hard).toEqual({
      'requests.cpu': '4',
      'requests.memory': '8Gi',
      'limits.cpu': '8',
      'limits.memory': '16Gi',
      pods: '50',
    });
    const quotas = ALL.filter(({ kind }) => kind === 'ResourceQuota').map(
      ({ metadata }) => metadata.namespace,
    );
    expect(quotas).not.toContain('development');
    expect(quotas).not.toContain('testing');
  });

  test('with a quota have defaults for containers that state nothing', () => {
    const namespacesOf = (kind: string) =>
      ALL.filter((object) => object.kind === kind).map(({ metadata }) => metadata.namespace);
    expect(namespacesOf('LimitRange')).toEqual(namespacesOf('ResourceQuota'));
  });
});

describe("a rollout under production's quota", () => {
  const hard = find('ResourceQuota', 'production-quota').spec.hard as Record<string, string>;

  /** What so many pods of each service take of a resource that the quota counts. */
  function used(resource: string, pods: (service: string) => number): number {
    const [list = '', name = ''] = resource.split('.');
    const parse = name === 'cpu' ? parseCpu : parseQuantity;
    return DOCUMENTED.reduce((sum, [service]) => {
      const [container] = find('Deployment', `${service}-production`).spec.template.spec.containers;
      return sum + pods(service) * parse(container.resources[list][name]);
    }, 0);
  }
  const fits = (pods: (service: string) => number) =>
    Object.entries(hard)
      .filter(([resource]) => resource.includes('.'))
      .every(([resource, limit]) => {
        const parse = resource.endsWith('cpu') ? parseCpu : parseQuantity;
        return used(resource, pods) <= parse(limit);
      });

  /** How many pods a rollout may add, and how many it may take away, by the API server's rounding. */
  function steps(service: string, replicas: number) {
    const { maxSurge, maxUnavailable } = find('Deployment', `${service}-production`).spec.strategy
      .rollingUpdate;
    const share = (value: number | string) =>
      typeof value === 'number' ? value : (Number.parseInt(value, 10) / 100) * replicas;
    return { surge: Math.ceil(share(maxSurge)), unavailable: Math.floor(share(maxUnavailable)) };
  }
  const running = (gateway: number) => (service: string) => (service === 'api-gateway' ? gateway : 2);

  test('of a micro-service never needs more than what runs', () => {
    for (const service of ['ms-orders', 'ms-notifications', 'ms-provider'])
      expect(steps(service, 2)).toEqual({ surge: 0, unavailable: 1 });
  });

  test.each([2, 3, 4])('of the gateway starts a new pod first with %i replicas', (replicas) => {
    expect(steps('api-gateway', replicas)).toEqual({ surge: 1, unavailable: 0 });
    expect(fits(running(replicas + 1))).toBe(true);
  });

  test("of the gateway goes on with the document's five, where there is room for no other pod", () => {
    expect(fits(running(5))).toBe(true);
    expect(fits(running(6))).toBe(false);
    expect(steps('api-gateway', 5).unavailable).toBe(1);
  });

  test('of the gateway has room even then, as long as the micro-services are rolled out with it', () => {
    expect(fits((service) => (service === 'api-gateway' ? 6 : 1))).toBe(true);
  });
});

describe('with a key vault', () => {
  const keyVault = {
    name: 'akv-algesta-production',
    tenantId: '01234567-89ab-cdef-0123-456789abcdef',
    clientId: 'fedcba98-7654-3210-fedc-ba9876543210',
  };
  const objects = algestaObjects<Manifest>('aks-algesta-production', { keyVault });
  const podOf = (from: readonly Manifest[]) =>
    find('Deployment', 'api-gateway-production', from).spec.template.spec;

  test('the class, and what the pods mount', () => {
    expect(find('SecretProviderClass', 'azure-keyvault-provider', objects)).toMatchSnapshot();
    const { containers, volumes } = podOf(objects);
    expect({ mounts: containers[0].volumeMounts, volumes }).toMatchSnapshot();
  });

  test("the pods' environment is the same as without", () => {
    expect(podOf(objects).containers[0].env).toEqual(podOf(PRODUCTION).containers[0].env);
  });
});

describe('an environment', () => {
  const props = (changes: Partial<AlgestaEnvironmentProps>): AlgestaEnvironmentProps => ({
    name: 'testing',
    suffix: 'test',
    replicas: { min: 1, max: 3 },
    maxBodyMi: 10,
    services: SERVICES,
    registry: 'registry.example.org',
    config: {
      host: 'a.example.org',
      images: { 'api-gateway': '1', 'ms-orders': '1', 'ms-notifications': '1', 'ms-provider': '1' },
      settings: new Map(),
    },
    ...changes,
  });
  const make = (changes: Partial<AlgestaEnvironmentProps>) => () =>
    new AlgestaEnvironment(new TestCluster(), 'testing', props(changes));
  const [gateway, orders] = SERVICES as [(typeof SERVICES)[number], (typeof SERVICES)[number]];

  test('fails if two services have one name', () => {
    expect(make({ services: [gateway, orders, { ...orders, port: 3009 }] })).toThrow(
      new Error('environment "testing" has two services "ms-orders": give one of them another name'),
    );
  });

  test('fails if two services listen on one port', () => {
    expect(make({ services: [gateway, { ...orders, port: 3000 }] })).toThrow(
      new Error(
        'environment "testing": services "api-gateway" and "ms-orders" both listen on 3000: give one of them another port',
      ),
    );
  });

  test('fails if there is no gateway', () => {
    expect(make({ services: [orders] })).toThrow(
      new Error('environment "testing" has no service "api-gateway": the ingress leads there'),
    );
  });

  test.each([
    [3, 2],
    [0, 2],
  ])('fails if the autoscaler has bounds from %i to %i', (min, max) => {
    expect(make({ replicas: { min, max } })).toThrow(
      new Error(
        `workload "api-gateway-testing": ${min} to ${max} replicas is not a valid range: state a minimum of at least 1 and a maximum of at least the minimum`,
      ),
    );
  });
});
