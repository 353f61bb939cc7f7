import { Application, type ApplicationProps } from '../../../../lib/systems/aiworker/workloads/application';
import { addedObjects, RESOURCES } from '../../../support/added-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<ApplicationProps> = {
      namespace,
      name: 'web',
      image: 'registry.example.org/web:1.0.0',
      port: 8080,
      replicas: 2,
      resources: RESOURCES,
    };
    new Application(cluster, 'application', all);
  });
  expect(objects).toMatchSnapshot();
});
