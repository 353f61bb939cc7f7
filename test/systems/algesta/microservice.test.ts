import { PriorityClass } from '../../../lib/core/priority-class';
import {
  Microservice,
  type MicroserviceProps,
  type MountedVolume,
} from '../../../lib/systems/algesta/microservice';
import { addedObjects, RESOURCES } from '../../support/added-objects';

const REQUIRED: Omit<MicroserviceProps, 'namespace'> = {
  environment: 'testing',
  name: 'ms-orders',
  port: 3001,
  image: 'registry.example.org/ms-orders:1.0.0',
  resources: RESOURCES,
  replicas: { min: 2, max: 10 },
  settings: { LOG_LEVEL: 'info' },
  secrets: { JWT_SECRET: { secret: { name: 'jwt-credentials' }, key: 'secret' } },
  rollout: 'startFirst',
};

test('with the required props only', () => {
  const objects = addedObjects((cluster, namespace) => {
    new Microservice(cluster, 'service', { namespace, ...REQUIRED });
  });
  expect(objects).toMatchSnapshot();
});

test('with all props', () => {
  const volume: Required<MountedVolume> = {
    volume: { name: 'uploads', emptyDir: {} },
    mountPath: '/mnt/uploads',
  };
  const objects = addedObjects((cluster, namespace) => {
    const priorityClass = new PriorityClass(cluster, { name: 'important', value: 10, description: 'd' });
    const all: Required<MicroserviceProps> = {
      namespace,
      ...REQUIRED,
      rollout: 'endFirst',
      volume,
      priorityClass,
    };
    new Microservice(cluster, 'service', all);
  });
  expect(objects).toMatchSnapshot();
});
