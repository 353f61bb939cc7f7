import { PriorityClass } from '../../lib/core/priority-class';
import type { ConfigFiles } from '../../lib/workloads/config-files';
import { commandProbe, type Probes } from '../../lib/workloads/hardened-pod';
import { StatefulWorkload, type StatefulWorkloadProps } from '../../lib/workloads/stateful-workload';
import { addedObjects, RESOURCES } from '../support/added-objects';

test('with the required props only', () => {
  const objects = addedObjects((cluster, namespace) => {
    new StatefulWorkload(cluster, 'workload', {
      namespace,
      name: 'db',
      serviceName: 'db',
      image: 'registry.example.org/db:1.0.0',
      user: 999,
      resources: RESOURCES,
      volume: { path: '/data', size: '10Gi' },
    });
  });
  expect(objects).toMatchSnapshot();
});

test('with all props', () => {
  const probe = commandProbe(['ping'], { periodSeconds: 10 });
  const probes: Required<Probes> = { startup: probe, readiness: probe, liveness: probe };
  const volume: Required<StatefulWorkloadProps['volume']> = {
    path: '/data',
    size: '10Gi',
    storageClass: 'fast',
    subPath: 'db',
  };
  const config: Required<ConfigFiles> = {
    name: 'db-config',
    mountPath: '/etc/db',
    volumeName: 'config',
    files: () => ({ 'db.conf': 'listen 5432\n' }),
  };
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<StatefulWorkloadProps> = {
      namespace,
      name: 'db',
      serviceName: 'db-headless',
      image: 'registry.example.org/db:1.0.0',
      user: 999,
      resources: RESOURCES,
      priorityClass: new PriorityClass(cluster, { name: 'important', value: 10, description: 'd' }),
      volume,
      config: [config],
      objectLabels: { team: 'shop' },
      command: ['serve'],
      args: ['--verbose'],
      env: { PLAIN: 'text', PASSWORD: { secret: { name: 'passwords' }, key: 'db' } },
      envFrom: { name: 'settings' },
      ports: { db: 5432 },
      probes,
      disk: { request: '1Gi', limit: '2Gi' },
      scratch: { '/tmp': '256Mi' },
      mounts: [{ name: 'keys', mountPath: '/keys', readOnly: true }],
      volumes: [{ name: 'keys', secret: { secretName: 'keys' } }],
      readOnlyRoot: false,
      serviceAccount: { name: 'db' },
      pullSecret: { name: 'registry' },
      imagePullPolicy: 'IfNotPresent',
      gracePeriodSeconds: 120,
      serviceLinks: true,
    };
    new StatefulWorkload(cluster, 'workload', all);
  });
  expect(objects).toMatchSnapshot();
});
