import { reports } from './reports';

const START =
  'test/all/db.set: test/50-all.k8s.yaml: StatefulSet shop/db: spec.volumeClaimTemplates[0].spec.';

reports('claim', 'a claim without a class', ({ remove }) => remove('StorageClass', 'standard'), [
  `${START}storageClassName: missing, and no StorageClass is the default: name one [claim]`,
]);

reports(
  'claim',
  'a class that does not exist',
  ({ find }) => {
    find('StatefulSet', 'db').spec.volumeClaimTemplates[0].spec.storageClassName = 'fast';
  },
  [
    `${START}storageClassName is "fast": StorageClass fast not found: create it, or use one of standard [claim]`,
  ],
);

reports(
  'claim',
  'a volume that does not fit',
  ({ find, add }) => {
    find('StatefulSet', 'db').spec.volumeClaimTemplates[0].spec.storageClassName = '';
    add({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'disk' },
      spec: { accessModes: ['ReadOnlyMany'], capacity: { storage: '1Gi' }, nfs: { server: 'a', path: '/b' } },
    });
  },
  [
    `${START}storageClassName is "": no PersistentVolume without a class fits (PersistentVolume disk has no access mode ReadWriteOnce): create one, or name a StorageClass [claim]`,
  ],
);

reports(
  'claim',
  'a default class beside that of the provider, as a warning',
  ({ cluster }) => {
    Object.assign(cluster.provider, { hasDefaultStorageClass: true });
  },
  [
    'test/all/standard: test/50-all.k8s.yaml: StorageClass standard: metadata.annotations["storageclass.kubernetes.io/is-default-class"] is "true": the provider has a default StorageClass, too, and the class that was created last is used: remove the annotation from one of them [claim]',
  ],
);
