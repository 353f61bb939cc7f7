import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { IMAGES } from '../../core/versions';
import { jsonText } from '../../output/json';
import { ServiceAccount } from '../../workloads/service-account';
import { StatelessWorkload } from '../../workloads/stateless-workload';

const NAME = 'local-path-provisioner';

/** The ServiceAccount of the provisioner. Helper pods use it, too: the provisioner sets this fixed name. */
const ACCOUNT = 'local-path-provisioner-service-account';

/** The directory of the volumes on a node. */
const FOLDER = '/opt/local-path-provisioner';

const SETTINGS = 'local-path-config';

/** The properties of the local-path provisioner. */
export interface LocalPathProps {
  readonly namespace: ClusterNamespace;
}

/**
 * The local-path provisioner, with the default StorageClass `local-path`: each volume is a directory of the node on
 * which its first pod runs.
 *
 * The size of a volume is not enforced, and its data remain on that node. If a claim is deleted, its directory is
 * retained (`Retain`): an accidental deletion loses no data.
 *
 * Helper pods create and delete the directories. They mount a directory of the node, and therefore need a namespace
 * with the Pod Security level `privileged`. The provisioner itself is a hardened pod.
 *
 * @see https://github.com/rancher/local-path-provisioner
 */
export class LocalPath extends Construct {
  constructor(scope: Construct, id: string, { namespace }: LocalPathProps) {
    super(scope, id);
    placeIn(this, Stage.addons, 'local-path');
    const account = new ServiceAccount(this, 'account', { namespace, name: ACCOUNT });
    const read = ['get', 'list', 'watch'];
    const write = [...read, 'create', 'patch', 'update', 'delete'];
    account.grantEverywhere([
      { apiGroup: '', resources: ['nodes', 'persistentvolumeclaims', 'configmaps'], verbs: read },
      { apiGroup: '', resources: ['pods', 'pods/log'], verbs: read },
      { apiGroup: '', resources: ['persistentvolumes'], verbs: write },
      { apiGroup: '', resources: ['events'], verbs: ['create', 'patch'] },
      { apiGroup: 'storage.k8s.io', resources: ['storageclasses'], verbs: read },
    ]);
    account.grantIn(namespace, [{ apiGroup: '', resources: ['pods'], verbs: write }]);

    new k8s.KubeStorageClass(this, 'storage-class', {
      metadata: {
        name: 'local-path',
        annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      },
      provisioner: 'rancher.io/local-path',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    new k8s.KubeConfigMap(this, 'settings', {
      metadata: { name: SETTINGS, namespace: namespace.name },
      data: {
        'config.json': JSON.stringify({
          nodePathMap: [{ node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: [FOLDER] }],
        }),
        setup: '#!/bin/sh\nset -eu\nmkdir -m 0777 -p "$VOL_DIR"\n',
        teardown: '#!/bin/sh\nset -eu\nrm -rf "$VOL_DIR"\n',
        'helperPod.yaml': HELPER_POD,
      },
    });
    const { pods } = new StatelessWorkload(this, 'workload', {
      namespace,
      name: NAME,
      replicas: 1,
      image: IMAGES.localPathProvisioner,
      user: 65_534,
      serviceAccount: account,
      command: ['local-path-provisioner', 'start', '--config', '/etc/config/config.json'],
      env: { POD_NAMESPACE: namespace.name },
      mounts: [{ name: 'config', mountPath: '/etc/config', readOnly: true }],
      volumes: [{ name: 'config', configMap: { name: SETTINGS } }],
      resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
      rollout: 'unset',
    });
    ClusterBase.of(this).isolation.allowApiServer({
      from: pods,
      because: 'the provisioner watches claims and creates their volumes',
    });
  }
}

/**
 * The helper pod, which creates or deletes a directory. The provisioner adds the script and the directory of the node.
 * JSON is valid YAML.
 */
const HELPER_POD = jsonText({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'helper-pod' },
  spec: {
    automountServiceAccountToken: false,
    priorityClassName: 'system-node-critical',
    tolerations: [{ key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' }],
    containers: [
      {
        name: 'helper-pod',
        image: IMAGES.busybox,
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
      },
    ],
  },
});
