import { PriorityClass } from '../../../lib/core/priority-class';
import { AlgestaEnvironment, type AlgestaEnvironmentProps } from '../../../lib/systems/algesta/environment';
import { GATEWAYS, SOLVERS } from '../../../lib/systems/algesta/priorities';
import { GATEWAY, SERVICES } from '../../../lib/systems/algesta/services';
import { IMAGES } from '../../support/algesta';
import { TestCluster } from '../../support/test-cluster';

/** Two services are enough: all services but the gateway are made alike. */
const REQUIRED: Omit<AlgestaEnvironmentProps, 'priorityClasses'> = {
  name: 'testing',
  suffix: 'test',
  replicas: { min: 1, max: 3 },
  maxBodyMi: 10,
  services: SERVICES.filter(({ name }) => name === GATEWAY.name || name === 'ms-orders'),
  registry: 'registry.example.org',
  config: {
    host: 'api.example.org',
    images: { ...IMAGES, 'ms-orders': '2.0.0' },
    settings: new Map([['LOG_LEVEL', 'info']]),
  },
};

/** The objects of a cluster with one environment, and the Secrets that a person must create. */
function environment(props: typeof REQUIRED) {
  const cluster = new TestCluster();
  const gateways = new PriorityClass(cluster, GATEWAYS);
  const solvers = new PriorityClass(cluster, SOLVERS);
  new AlgestaEnvironment(cluster, props.name, { ...props, priorityClasses: { gateways, solvers } });
  return { objects: cluster.objects(), expectedSecrets: cluster.expectedSecrets };
}

test('with the required props only', () => {
  expect(environment(REQUIRED)).toMatchSnapshot();
});

test('with all props', () => {
  const all: Required<typeof REQUIRED> = {
    ...REQUIRED,
    quota: {
      requests: { cpu: '4', memory: '8Gi' },
      limits: { cpu: '8', memory: '16Gi' },
      pods: 50,
    },
    shares: { gatewayLimitsCpu: '5', servicesLimitsCpu: '5' },
    keyVault: {
      name: 'vault',
      tenantId: '01234567-89ab-cdef-0123-456789abcdef',
      clientId: 'fedcba98-7654-3210-fedc-ba9876543210',
    },
  };
  expect(environment(all)).toMatchSnapshot();
});
