import { Mercury, type MercuryProps } from '../../../lib/systems/arcana/mercury';
import { addedObjects } from '../../support/added-objects';

test('with all props', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<MercuryProps> = {
      namespace,
      image: 'registry.example.org/mercury:1.0.0',
      imagePullSecret: 'registry-credentials',
      user: 1000,
      port: 8080,
      healthPath: '/health',
      minReplicas: 2,
      maxReplicas: 4,
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
      settings: new Map([['LOG_LEVEL', 'info']]),
      secrets: new Map([
        ['DATABASE_PASSWORD', { secret: 'database', key: 'password', description: 'the password' }],
        ['API_TOKEN', { secret: 'api', key: 'token', description: 'the token' }],
        ['DATABASE_USER', { secret: 'database', key: 'user', description: 'the user' }],
      ]),
      egress: [{ internet: true, cidrs: ['10.1.2.0/24'], ports: [443, 5432], because: 'it stores its data' }],
    };
    new Mercury(cluster, 'mercury', all);
    expect(cluster.expectedSecrets).toMatchSnapshot('the expected secrets');
  });
  expect(objects).toMatchSnapshot();
});
