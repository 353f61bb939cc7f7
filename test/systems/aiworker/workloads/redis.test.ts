import type { StoreProps } from '../../../../lib/systems/aiworker/workloads/data-store';
import { Redis } from '../../../../lib/systems/aiworker/workloads/redis';
import { addedObjects } from '../../../support/added-objects';
import { containerOf, find, podOf } from '../../../support/aiworker-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<StoreProps> = {
      namespace,
      volume: '10Gi',
    };
    new Redis(cluster, 'redis', all);
  });
  expect(objects).toMatchSnapshot();
});

describe('Redis', () => {
  test('stores its data on a volume of the default StorageClass', () => {
    const [claim] = find('StatefulSet', 'redis').spec.volumeClaimTemplates;
    expect(claim.spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '10Gi' } },
      volumeMode: 'Filesystem',
    });
    expect(containerOf('StatefulSet', 'redis').volumeMounts).toContainEqual({
      name: 'data',
      mountPath: '/data',
      subPath: 'redis',
    });
  });

  test('has a headless Service', () => {
    expect(find('Service', 'redis').spec).toMatchObject({ clusterIP: 'None', ports: [{ port: 6379 }] });
  });

  test('runs as the user of the official image, and has time to stop', () => {
    expect(podOf('StatefulSet', 'redis')).toMatchObject({
      securityContext: { runAsUser: 999, fsGroup: 999 },
      terminationGracePeriodSeconds: 60,
    });
  });
});

test('redis refuses writes when its memory is full, and logs all writes', () => {
  const [, , script] = containerOf('StatefulSet', 'redis').command;
  expect(script).toContain('--maxmemory-policy noeviction');
  expect(script).toContain('--appendonly yes');
});
