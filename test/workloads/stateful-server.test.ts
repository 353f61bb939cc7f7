import { PriorityClass } from '../../lib/core/priority-class';
import { StatefulServer, type StatefulServerProps } from '../../lib/workloads/stateful-server';
import { addedObjects, RESOURCES } from '../support/added-objects';

test('with the required props only', () => {
  const objects = addedObjects((cluster, namespace) => {
    new StatefulServer(cluster, 'server', {
      namespace,
      name: 'search',
      image: 'registry.example.org/search:1.0.0',
      user: 1000,
      resources: RESOURCES,
      volume: { path: '/data', size: '10Gi' },
      port: 9200,
      health: { readyPath: '/ready' },
    });
  });
  expect(objects).toMatchSnapshot();
});

test('with all props', () => {
  const volume: Required<StatefulServerProps['volume']> = {
    path: '/data',
    size: '10Gi',
    storageClass: 'fast',
    subPath: 'search',
  };
  const health: Required<StatefulServerProps['health']> = {
    readyPath: '/ready',
    alivePath: '/alive',
    port: 9201,
  };
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<StatefulServerProps> = {
      namespace,
      name: 'search',
      serviceName: 'search-service',
      image: 'registry.example.org/search:1.0.0',
      user: 1000,
      resources: RESOURCES,
      priorityClass: new PriorityClass(cluster, { name: 'important', value: 10, description: 'd' }),
      volume,
      port: 9200,
      health,
      config: [
        { name: 'search-config', mountPath: '/etc/search', files: () => ({ 'search.yml': 'nodes: 1\n' }) },
      ],
      command: ['serve'],
      args: ['--verbose'],
      env: { PLAIN: 'text', PASSWORD: { secret: { name: 'passwords' }, key: 'search' } },
      envFrom: { name: 'settings' },
      disk: { request: '1Gi', limit: '2Gi' },
      scratch: { '/tmp': '256Mi' },
      mounts: [{ name: 'keys', mountPath: '/keys', readOnly: true }],
      volumes: [{ name: 'keys', secret: { secretName: 'keys' } }],
      readOnlyRoot: false,
      serviceAccount: { name: 'search' },
      pullSecret: { name: 'registry' },
      imagePullPolicy: 'IfNotPresent',
      gracePeriodSeconds: 120,
      serviceLinks: true,
    };
    new StatefulServer(cluster, 'server', all);
  });
  expect(objects).toMatchSnapshot();
});
