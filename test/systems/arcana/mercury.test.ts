import { Mercury, type MercuryProps } from '../../../lib/systems/arcana/mercury';
import { addedObjects } from '../../support/added-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<MercuryProps> = {
      namespace,
      image: 'registry.example.org/mercury:1.0.0',
      port: 8080,
      healthPath: '/health',
      replicas: { min: 2, max: 4 },
    };
    new Mercury(cluster, 'mercury', all);
  });
  expect(objects).toMatchSnapshot();
});
