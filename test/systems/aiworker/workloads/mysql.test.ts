import type { StoreProps } from '../../../../lib/systems/aiworker/workloads/data-store';
import { MySql } from '../../../../lib/systems/aiworker/workloads/mysql';
import { addedObjects } from '../../../support/added-objects';
import { containerOf, find, podOf } from '../../../support/aiworker-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<StoreProps> = {
      namespace,
      volume: '50Gi',
    };
    new MySql(cluster, 'mysql', all);
  });
  expect(objects).toMatchSnapshot();
});

describe('MySQL', () => {
  test('stores its data on a volume of the default StorageClass', () => {
    const [claim] = find('StatefulSet', 'mysql').spec.volumeClaimTemplates;
    expect(claim.spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '50Gi' } },
      volumeMode: 'Filesystem',
    });
    expect(containerOf('StatefulSet', 'mysql').volumeMounts).toContainEqual({
      name: 'data',
      mountPath: '/var/lib/mysql',
      subPath: 'mysql',
    });
  });

  test('has a headless Service', () => {
    expect(find('Service', 'mysql').spec).toMatchObject({ clusterIP: 'None', ports: [{ port: 3306 }] });
  });

  test('runs as the user of the official image, and has time to stop', () => {
    expect(podOf('StatefulSet', 'mysql')).toMatchObject({
      securityContext: { runAsUser: 999, fsGroup: 999 },
      terminationGracePeriodSeconds: 120,
    });
  });
});
