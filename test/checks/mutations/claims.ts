import type { Breakable, Workshop } from '../../support/sound-cluster';
import type { Mutation, MutationClass } from './mutation';

const CLASS = 'standard';
const DEFAULT = 'storageclass.kubernetes.io/is-default-class';

/** Changes the volume claims of the database. */
function database(name: string, change: (spec: Breakable, workshop: Workshop) => void): Mutation {
  return {
    name,
    change: (workshop) =>
      change(workshop.find('StatefulSet', 'db').spec.volumeClaimTemplates[0].spec, workshop),
  };
}

/** Adds an ephemeral volume to the web server. */
function ephemeral(name: string, more: object, change: (workshop: Workshop) => void = () => {}): Mutation {
  return {
    name,
    change: (workshop) => {
      const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...more };
      const { volumes } = workshop.find('Deployment', 'web').spec.template.spec;
      volumes[0] = { name: 'tmp', ephemeral: { volumeClaimTemplate: { spec } } };
      change(workshop);
    },
  };
}

function claim(more: object): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'files', namespace: 'shop' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } }, ...more },
  };
}

function volume(more: object = {}, labels: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'files', labels },
    spec: {
      accessModes: ['ReadWriteOnce', 'ReadWriteMany'],
      capacity: { storage: '10Gi' },
      nfs: { server: '192.0.2.1', path: '/files' },
      ...more,
    },
  };
}

function storageClass(name: string, isDefault: boolean, provisioner = 'disk.csi.example'): object {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: { [DEFAULT]: String(isDefault) } },
    provisioner,
  };
}

function add(name: string, ...objects: object[]): Mutation {
  return {
    name,
    change: (workshop) => {
      for (const object of objects) workshop.add(object);
    },
  };
}

const noDefault = ({ find }: Workshop) => {
  find('StorageClass', CLASS).metadata.annotations[DEFAULT] = 'false';
};

export const CLAIMS: MutationClass = {
  name: 'volume claims',
  outages: [
    { name: 'no default class', change: noDefault },
    { name: 'no class', change: ({ remove }) => remove('StorageClass', CLASS) },
    database('a class that does not exist', (spec) => {
      spec.storageClassName = 'standrad';
    }),
    database('an empty class without a volume', (spec) => {
      spec.storageClassName = '';
    }),
    database('a class of a volume that is reserved for another claim', (spec, { add }) => {
      spec.storageClassName = 'manual';
      add(volume({ storageClassName: 'manual', claimRef: { namespace: 'shop', name: 'data-db-1' } }));
    }),
    ephemeral('an ephemeral volume of a class that does not exist', { storageClassName: 'fast' }),
    ephemeral('an ephemeral volume without a default class', {}, (workshop) => {
      noDefault(workshop);
      workshop.find('StatefulSet', 'db').spec.volumeClaimTemplates[0].spec.storageClassName = CLASS;
    }),
    add('a second default class', storageClass('fast', true)),
    add(
      'a volume that is too small',
      volume({ capacity: { storage: '9Gi' } }),
      claim({ storageClassName: '' }),
    ),
    add('a volume of another class', volume({ storageClassName: 'nfs' }), claim({ storageClassName: '' })),
    add(
      'a volume without the access mode',
      volume({ accessModes: ['ReadWriteOnce'] }),
      claim({ storageClassName: '', accessModes: ['ReadWriteMany'] }),
    ),
    add(
      'a selector that no volume matches',
      volume({}, { disk: 'a' }),
      claim({ storageClassName: '', selector: { matchLabels: { disk: 'b' } } }),
    ),
    add('a selector for a provisioner', claim({ selector: { matchLabels: { disk: 'b' } } })),
    add('a misspelt volume', volume(), claim({ storageClassName: '', volumeName: 'file' })),
    add('the default class beside a named volume', volume(), claim({ volumeName: 'files' })),
    add(
      'a class that creates no volumes',
      storageClass('local', false, 'kubernetes.io/no-provisioner'),
      claim({ storageClassName: 'local' }),
    ),
  ],
  sound: [
    database('the class by its name', (spec, workshop) => {
      noDefault(workshop);
      spec.storageClassName = CLASS;
    }),
    ephemeral('an ephemeral volume of the default class', {}),
    ephemeral('an ephemeral volume of a class', { storageClassName: CLASS }),
    {
      name: 'the default class of the provider',
      change: ({ remove, cluster }) => {
        remove('StorageClass', CLASS);
        Object.assign(cluster.provider, { hasDefaultStorageClass: true });
      },
    },
    {
      name: 'a class of the provider',
      change: ({ remove, cluster, find }) => {
        remove('StorageClass', CLASS);
        Object.assign(cluster.provider, { objects: { StorageClass: ['managed-csi'] } });
        find('StatefulSet', 'db').spec.volumeClaimTemplates[0].spec.storageClassName = 'managed-csi';
      },
    },
    {
      name: 'the old annotation of the default class',
      change: ({ find }) => {
        find('StorageClass', CLASS).metadata.annotations = {
          'storageclass.beta.kubernetes.io/is-default-class': 'true',
        };
      },
    },
    add('a second class', storageClass('fast', false)),
    add('a volume for an empty class', volume(), claim({ storageClassName: '' })),
    add(
      'a volume of a class without a StorageClass',
      volume({ storageClassName: 'manual' }),
      claim({ storageClassName: 'manual', accessModes: ['ReadWriteMany'] }),
    ),
    add(
      'a volume that is reserved for the claim and named by it',
      volume({ claimRef: { namespace: 'shop', name: 'files' } }),
      claim({ storageClassName: '', volumeName: 'files' }),
    ),
    add(
      'a volume that is reserved for a claim of the StatefulSet',
      volume({ storageClassName: 'standard', claimRef: { namespace: 'shop', name: 'data-db-0' } }),
    ),
    add(
      'a volume that the selector matches',
      volume({}, { disk: 'a' }),
      claim({ storageClassName: '', selector: { matchLabels: { disk: 'a' } } }),
    ),
    add(
      'a volume that a provisioner has created',
      claim({ storageClassName: CLASS, volumeName: 'pvc-8f2c7a52-6d4e-4b0b-9c8e-2f1f0c1d7e11' }),
    ),
    database('no default class, but a volume without a class', (_, workshop) => {
      noDefault(workshop);
      workshop.add(volume());
    }),
  ],
};
