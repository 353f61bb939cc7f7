import { PriorityClass } from '../../../lib/core/priority-class';
import { AlgestaEnvironment, type AlgestaEnvironmentProps } from '../../../lib/systems/algesta/environment';
import { GATEWAYS, SOLVERS } from '../../../lib/systems/algesta/priorities';
import { SERVICES } from '../../../lib/systems/algesta/services';
import { algestaConfig, algestaObjects, IMAGES } from '../../support/algesta';
import { type Manifest, TestCluster } from '../../support/test-cluster';

const DEV = algestaObjects<Manifest>('aks-algesta-dev');
const PRODUCTION = algestaObjects<Manifest>('aks-algesta-production');
const ALL = [...DEV, ...PRODUCTION];

function find(kind: string, name: string, objects: readonly Manifest[] = ALL): Manifest {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length === 1 && found[0]) return found[0];
  throw new Error(`${found.length} objects are ${kind} ${name}`);
}

/** The values of document 002 for each service and each environment. */
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

  test('has the values of the document', () => {
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

  test('has a Service on port 80', () => {
    expect(find('Service', name).spec).toEqual({
      type: 'ClusterIP',
      selector: labels,
      ports: [{ name: 'http', port: 80, targetPort: port, protocol: 'TCP' }],
    });
  });

  test('is autoscaled by CPU and memory', () => {
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

test('a change of the settings restarts the pods', () => {
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
  ])('%s has the labels environment=%s and team=backend', (name, environment) => {
    expect(find('Namespace', name).metadata.labels).toMatchObject({ environment, team: 'backend' });
  });

  test('have the quota of the document only in production', () => {
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

  test('with a quota have default resources for containers', () => {
    const namespacesOf = (kind: string) =>
      ALL.filter((object) => object.kind === kind).map(({ metadata }) => metadata.namespace);
    expect(new Set(namespacesOf('LimitRange'))).toEqual(new Set(namespacesOf('ResourceQuota')));
  });
});

describe('with a key vault', () => {
  const keyVault = {
    name: 'akv-algesta-production',
    tenantId: '01234567-89ab-cdef-0123-456789abcdef',
    clientId: 'fedcba98-7654-3210-fedc-ba9876543210',
  };
  const { environments } = algestaConfig('aks-algesta-production');
  const changes = {
    secrets: 'key-vault' as const,
    environments: { production: environments.production && { ...environments.production, keyVault } },
  };
  const objects = algestaObjects<Manifest>('aks-algesta-production', changes);
  const podOf = (from: readonly Manifest[]) =>
    find('Deployment', 'api-gateway-production', from).spec.template.spec;

  test('renders a SecretProviderClass, which the pods mount', () => {
    expect(find('SecretProviderClass', 'azure-keyvault-provider', objects)).toMatchSnapshot();
    const { containers, volumes } = podOf(objects);
    expect({ mounts: containers[0].volumeMounts, volumes }).toMatchSnapshot();
  });

  test('is not used if secrets are created with kubectl', () => {
    const unused = algestaObjects<Manifest>('aks-algesta-production', { ...changes, secrets: 'kubernetes' });
    expect(unused).toEqual(PRODUCTION);
  });

  test('of its own, each environment reads no other vault', () => {
    const { development, testing } = algestaConfig('aks-algesta-dev').environments;
    const both = algestaObjects<Manifest>('aks-algesta-dev', {
      secrets: 'key-vault',
      environments: {
        development: development && { ...development, keyVault: { ...keyVault, name: 'akv-development' } },
        testing: testing && { ...testing, keyVault: { ...keyVault, name: 'akv-testing' } },
      },
    });
    const vaults = both
      .filter(({ kind }) => kind === 'SecretProviderClass')
      .map(({ metadata, spec }) => [metadata.namespace, spec.parameters.keyvaultName]);
    expect(vaults).toEqual([
      ['development', 'akv-development'],
      ['testing', 'akv-testing'],
    ]);
  });

  test('does not change the environment variables of the pods', () => {
    expect(podOf(objects).containers[0].env).toEqual(podOf(PRODUCTION).containers[0].env);
  });
});

describe('an environment', () => {
  const props = (
    cluster: TestCluster,
    changes: Partial<AlgestaEnvironmentProps>,
  ): AlgestaEnvironmentProps => ({
    priorityClasses: {
      gateways: new PriorityClass(cluster, GATEWAYS),
      solvers: new PriorityClass(cluster, SOLVERS),
    },
    name: 'testing',
    suffix: 'test',
    replicas: { min: 1, max: 3 },
    maxBodyMi: 10,
    services: SERVICES,
    registry: 'registry.example.org',
    config: {
      host: 'a.example.org',
      images: IMAGES,
      settings: new Map(),
    },
    ...changes,
  });
  const make = (changes: Partial<AlgestaEnvironmentProps>) => () => {
    const cluster = new TestCluster();
    return new AlgestaEnvironment(cluster, 'testing', props(cluster, changes));
  };
  const [gateway, orders] = SERVICES;

  test('fails if two services have the same name', () => {
    expect(make({ services: [gateway, orders, { ...orders, port: 3009 }] })).toThrow(
      new Error('environment "testing": duplicate service "ms-orders": rename one of them'),
    );
  });

  test('fails if two services have the same port', () => {
    expect(make({ services: [gateway, { ...orders, port: 3000 }] })).toThrow(
      new Error(
        'environment "testing": services "api-gateway" and "ms-orders" have the same port, 3000: change one of them',
      ),
    );
  });

  test('fails if the gateway is missing', () => {
    expect(make({ services: [orders] })).toThrow(
      new Error(
        'environment "testing": service "api-gateway" is missing: add it, because the ingress sends all requests to it',
      ),
    );
  });

  test.each([
    [3, 2],
    [0, 2],
  ])('fails if the bounds of the autoscaler are %i to %i', (min, max) => {
    expect(make({ replicas: { min, max } })).toThrow(
      new Error(
        `workload "api-gateway-testing": ${min} to ${max} replicas is not a valid range: state a minimum of at least 1 and a maximum of at least the minimum`,
      ),
    );
  });
});
