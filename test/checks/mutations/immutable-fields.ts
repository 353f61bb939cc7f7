import type { Breakable, Workshop } from '../../support/sound-cluster';
import type { Mutation, MutationClass } from './mutation';

/** A change of an object that the cluster has since the last apply. */
function changed(
  name: string,
  kind: string,
  id: string,
  change: (object: Breakable) => void,
  before: (workshop: Workshop) => void = () => {},
): Mutation {
  return { name, before, change: ({ find }) => change(find(kind, id)) };
}

/** The same for an object that the sound cluster does not have. */
function changedOwn(name: string, json: Breakable, change: (object: Breakable) => void): Mutation {
  return changed(name, json.kind, json.metadata.name, change, ({ add }) => add(structuredClone(json)));
}

const SELECTED = 'a selector with its labels of';

/** Renames a label of the pods and of the selector. */
function relabel({ spec }: Breakable): void {
  spec.selector.matchLabels.tier = 'front';
  spec.template.metadata.labels.tier = 'front';
}

const shop = (name: string) => ({ name, namespace: 'shop' });

const CLAIM = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: shop('files'),
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } },
};
const CLASS = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'fast' },
  provisioner: 'disk.csi.azure.com',
  parameters: { skuName: 'Premium_LRS' },
};
const FROZEN = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: shop('frozen'),
  immutable: true,
  data: { THEME: 'dark' },
};
const PRIORITY = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'high' },
  value: 1000,
};

/** A Job with the pod of the database. */
function addJob({ find, add }: Workshop): void {
  const { containers, ...pod } = structuredClone(find('StatefulSet', 'db').spec.template.spec);
  const [{ volumeMounts, ports, ...container }] = containers;
  add({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: shop('migrate'),
    spec: {
      template: {
        metadata: { labels: { app: 'migrate' } },
        spec: { ...pod, restartPolicy: 'Never', containers: [container] },
      },
    },
  });
}

function job(name: string, change: (object: Breakable) => void): Mutation {
  return changed(name, 'Job', 'migrate', change, addJob);
}

export const IMMUTABLE_FIELDS: MutationClass = {
  name: 'changes of immutable fields',
  outages: [
    changed(`${SELECTED} a Deployment`, 'Deployment', 'web', relabel),
    changed(`${SELECTED} a StatefulSet`, 'StatefulSet', 'db', relabel),
    changed(
      'a label that is removed from a selector',
      'Deployment',
      'web',
      (object) => {
        delete object.spec.selector.matchLabels.tier;
      },
      ({ find }) => relabel(find('Deployment', 'web')),
    ),
    changed('another Service of a StatefulSet', 'StatefulSet', 'db', ({ spec }) => {
      spec.serviceName = 'web';
    }),
    changed('a larger volume of a StatefulSet', 'StatefulSet', 'db', ({ spec }) => {
      spec.volumeClaimTemplates[0].spec.resources.requests.storage = '2Gi';
    }),
    changed('a second volume of a StatefulSet', 'StatefulSet', 'db', ({ spec }) => {
      spec.volumeClaimTemplates.push(structuredClone(spec.volumeClaimTemplates[0]));
      spec.volumeClaimTemplates[1].metadata.name = 'logs';
    }),
    changed('the order in which a StatefulSet starts pods', 'StatefulSet', 'db', ({ spec }) => {
      spec.podManagementPolicy = 'Parallel';
    }),
    changed('the role of a binding', 'RoleBinding', 'web', ({ roleRef }) => {
      Object.assign(roleRef, { kind: 'ClusterRole', name: 'view' });
    }),
    job('the image of a Job', ({ spec }) => {
      spec.template.spec.containers[0].image = 'registry.example/db:1.1';
    }),
    job('the completion mode of a Job', ({ spec }) => {
      Object.assign(spec, { completionMode: 'Indexed', completions: 2 });
    }),
    job('a limit for failures of a Job', ({ spec }) => {
      spec.podFailurePolicy = {
        rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [3] } }],
      };
    }),
    changedOwn('the class of a claim', CLAIM, ({ spec }) => {
      spec.storageClassName = 'managed-csi';
    }),
    changedOwn('the access mode of a claim', CLAIM, ({ spec }) => {
      spec.accessModes = ['ReadWriteMany'];
    }),
    changedOwn('a smaller claim', CLAIM, ({ spec }) => {
      spec.resources.requests.storage = '1Gi';
    }),
    changedOwn('a parameter of a StorageClass', CLASS, ({ parameters }) => {
      parameters.skuName = 'StandardSSD_LRS';
    }),
    changedOwn('the reclaim policy of a StorageClass', CLASS, (object) => {
      object.reclaimPolicy = 'Retain';
    }),
    changedOwn('the binding mode of a StorageClass', CLASS, (object) => {
      object.volumeBindingMode = 'WaitForFirstConsumer';
    }),
    changedOwn('the value of a PriorityClass', PRIORITY, (object) => {
      object.value = 2000;
    }),
    changedOwn('the preemption of a PriorityClass', PRIORITY, (object) => {
      object.preemptionPolicy = 'Never';
    }),
    changed('the controller of an IngressClass', 'IngressClass', 'nginx', ({ spec }) => {
      spec.controller = 'example.com/nginx';
    }),
    changed('a Service with an address that becomes headless', 'Service', 'web', ({ spec }) => {
      spec.clusterIP = 'None';
    }),
    changed('a headless Service that gets an address', 'Service', 'db', ({ spec }) => {
      delete spec.clusterIP;
    }),
    changedOwn('the data of an immutable ConfigMap', FROZEN, ({ data }) => {
      data.THEME = 'light';
    }),
    changedOwn('an immutable ConfigMap that becomes mutable', FROZEN, (object) => {
      object.immutable = false;
    }),
  ],
  sound: [
    changed('another image and more replicas', 'StatefulSet', 'db', ({ spec }) => {
      spec.template.spec.containers[0].image = 'registry.example/db:1.1';
    }),
    changed('a further label of the pods', 'Deployment', 'web', ({ spec }) => {
      spec.template.metadata.labels.tier = 'front';
    }),
    changed(
      'the default of the order in which a StatefulSet starts pods',
      'StatefulSet',
      'db',
      ({ spec }) => {
        spec.podManagementPolicy = 'OrderedReady';
      },
    ),
    changed('the defaults of a volume of a StatefulSet', 'StatefulSet', 'db', ({ spec }) => {
      const [claim] = spec.volumeClaimTemplates;
      Object.assign(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
      claim.spec.volumeMode = 'Filesystem';
    }),
    changed('the same size of a volume in another unit', 'StatefulSet', 'db', ({ spec }) => {
      spec.volumeClaimTemplates[0].spec.resources.requests.storage = '1024Mi';
    }),
    changed('a partition and a retention policy of a StatefulSet', 'StatefulSet', 'db', ({ spec }) => {
      spec.updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 0 } };
      spec.persistentVolumeClaimRetentionPolicy = { whenDeleted: 'Retain', whenScaled: 'Retain' };
    }),
    changed('a further subject of a binding', 'RoleBinding', 'web', ({ subjects }) => {
      subjects.push({ kind: 'ServiceAccount', name: 'default', namespace: 'shop' });
    }),
    job('the life of a Job, and its parallel pods', ({ spec }) => {
      Object.assign(spec, { ttlSecondsAfterFinished: 600, parallelism: 1, backoffLimit: 2 });
    }),
    job('the defaults of a Job', ({ spec }) => {
      spec.completionMode = 'NonIndexed';
    }),
    changedOwn('a larger claim', CLAIM, ({ spec }) => {
      spec.resources.requests.storage = '4Gi';
    }),
    changedOwn('the default mode of a claim', CLAIM, ({ spec }) => {
      spec.volumeMode = 'Filesystem';
    }),
    changedOwn('the defaults of a StorageClass', CLASS, (object) => {
      Object.assign(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
    }),
    changedOwn('volumes that may be expanded', CLASS, (object) => {
      object.allowVolumeExpansion = true;
    }),
    changedOwn('the default preemption of a PriorityClass', PRIORITY, (object) => {
      object.preemptionPolicy = 'PreemptLowerPriority';
    }),
    changed('a Service of type NodePort', 'Service', 'web', ({ spec }) => {
      spec.ports[0].name = 'web';
    }),
    changedOwn('a description of an immutable ConfigMap', FROZEN, ({ metadata }) => {
      metadata.annotations = { note: 'the theme' };
    }),
    changed('a mutable ConfigMap that becomes immutable', 'ConfigMap', 'web-settings', (object) => {
      object.immutable = true;
      object.data.THEME = 'light';
    }),
    {
      name: 'a new name of a Deployment with another selector',
      before: () => {},
      change: ({ find }) => {
        const deployment = find('Deployment', 'web');
        deployment.metadata.name = 'website';
        relabel(deployment);
        find('HorizontalPodAutoscaler', 'web').spec.scaleTargetRef.name = 'website';
      },
    },
  ],
};
