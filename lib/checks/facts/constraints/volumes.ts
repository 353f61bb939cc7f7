import { type Constraints, check } from './constraint';
import {
  atMostOne,
  CONFIG_KEY,
  exactlyOne,
  filled,
  isMissing,
  LABEL,
  MODE,
  needs,
  OPTIONAL_NAME,
  oneOf,
  QUALIFIED_NAME,
  range,
  SIZE,
  unique,
} from './predicates';

/** The sources of a volume in a pod. */
const SOURCES = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'hostPath',
  'image',
  'iscsi',
  'nfs',
  'persistentVolumeClaim',
  'photonPersistentDisk',
  'portworxVolume',
  'projected',
  'quobyte',
  'rbd',
  'scaleIO',
  'secret',
  'storageos',
  'vsphereVolume',
];
const PERSISTENT = [
  ...SOURCES.filter(
    (source) =>
      ![
        'configMap',
        'secret',
        'downwardAPI',
        'emptyDir',
        'ephemeral',
        'projected',
        'image',
        'gitRepo',
        'persistentVolumeClaim',
      ].includes(source),
  ),
  'local',
];

const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

const INSIDE = check<string>((path) => {
  if (path === '') return 'empty: write a path relative to the volume';
  if (path.startsWith('/')) return 'absolute: write a path relative to the volume';
  return path.split('/').includes('..') ? 'contains "..": write a path within the volume' : undefined;
});

/** The fields with which a file can refer to its pod. */
const FILE_FIELDS = /^metadata\.(name|namespace|uid|labels|annotations|(labels|annotations)\['[^']+'\])$/;

const SELECTED = { '': needs('name', 'key'), key: CONFIG_KEY, name: OPTIONAL_NAME };

const claim = {
  '': check<{ resources?: { requests?: { storage?: string }; limits?: { storage?: string } } }>(
    ({ resources }) =>
      isMissing(resources?.requests?.storage)
        ? {
            at: 'resources.requests.storage',
            problem: 'required field is missing: set the size of the volume',
          }
        : undefined,
  ),
  accessModes: check<readonly string[]>((modes) =>
    modes.includes('ReadWriteOncePod') && modes.length > 1
      ? 'ReadWriteOncePod excludes other access modes: keep one'
      : undefined,
  ),
  'accessModes[*]': [filled, oneOf(...MODES)],
  volumeMode: oneOf('Filesystem', 'Block'),
  storageClassName: OPTIONAL_NAME,
};

const LOCAL_NEEDS_NODE = check<{
  local?: object;
  nodeAffinity?: object;
  csi?: object;
  volumeAttributesClassName?: string;
}>(({ local, nodeAffinity, csi, volumeAttributesClassName }) => {
  if (local && !nodeAffinity)
    return { at: 'nodeAffinity', problem: 'required for a local volume: name its node' };
  if (volumeAttributesClassName !== undefined && !csi)
    return {
      at: 'volumeAttributesClassName',
      value: volumeAttributesClassName,
      problem: 'only allowed for volumes of a CSI driver: remove it',
    };
  return undefined;
});

/** The API server ignores an invalid `dataSource`, and a namespace is the feature of a few clusters. */
const SOURCE = check<{ apiGroup?: string; kind: string; namespace?: string }>(
  ({ apiGroup, kind, namespace }) =>
    isMissing(apiGroup) && isMissing(namespace) && kind !== 'PersistentVolumeClaim'
      ? {
          at: 'kind',
          value: kind,
          problem: 'must be PersistentVolumeClaim without apiGroup: correct it, or add apiGroup',
        }
      : undefined,
);

/** Volumes of pods, claims, persistent volumes and storage classes. */
export const VOLUMES: Constraints = {
  PodSpec: { volumes: unique('name') },
  Volume: {
    '': atMostOne(...SOURCES),
    name: LABEL,
    configMap: needs('name'),
    persistentVolumeClaim: needs('claimName'),
    secret: needs('secretName'),
  },
  ConfigMapVolumeSource: { defaultMode: MODE },
  SecretVolumeSource: { defaultMode: MODE },
  DownwardAPIVolumeSource: { defaultMode: MODE },
  ProjectedVolumeSource: { defaultMode: MODE },
  VolumeProjection: {
    '': atMostOne('configMap', 'downwardAPI', 'secret', 'serviceAccountToken'),
    configMap: needs('name'),
    secret: needs('name'),
  },
  ServiceAccountTokenProjection: { path: INSIDE, expirationSeconds: range(600, 2 ** 32) },
  KeyToPath: { key: filled, path: INSIDE, mode: MODE },
  DownwardAPIVolumeFile: {
    '': exactlyOne('fieldRef', 'resourceFieldRef'),
    path: INSIDE,
    mode: MODE,
    'fieldRef.fieldPath': check<string>((path) =>
      FILE_FIELDS.test(path)
        ? undefined
        : "not a field that a volume can contain: use one such as metadata.name or metadata.labels['key']",
    ),
  },
  ConfigMapKeySelector: SELECTED,
  SecretKeySelector: SELECTED,
  FileKeySelector: { volumeName: LABEL, path: INSIDE, key: CONFIG_KEY },
  HostPathVolumeSource: {
    path: [
      filled,
      check<string>((path) =>
        path.split('/').includes('..') ? 'contains "..": write the path without it' : undefined,
      ),
    ],
    type: oneOf(
      'DirectoryOrCreate',
      'Directory',
      'FileOrCreate',
      'File',
      'Socket',
      'CharDevice',
      'BlockDevice',
    ),
  },
  NFSVolumeSource: {
    server: filled,
    path: [
      filled,
      check<string>((path) => (path.startsWith('/') ? undefined : 'relative: write an absolute path')),
    ],
  },
  CSIVolumeSource: { driver: [filled] },
  VolumeMount: {
    '': [needs('name', 'mountPath'), atMostOne('subPath', 'subPathExpr')],
    subPath: check<string>((path) => (path === '' ? undefined : INSIDE(path))),
    subPathExpr: check<string>((path) => (path === '' ? undefined : INSIDE(path))),
    mountPropagation: oneOf('None', 'HostToContainer', 'Bidirectional'),
    recursiveReadOnly: oneOf('Disabled', 'IfPossible', 'Enabled'),
  },
  PersistentVolumeClaimSpec: {
    ...claim,
    '': [needs('accessModes'), claim['']],
    'resources.requests.storage': SIZE,
    volumeAttributesClassName: OPTIONAL_NAME,
    dataSourceRef: SOURCE,
  },
  PersistentVolumeClaim: { '': needs('spec') },
  PersistentVolume: { '': needs('spec') },
  VolumeNodeAffinity: { '': needs('required') },
  LocalVolumeSource: { path: filled },
  PersistentVolumeSpec: {
    '': [exactlyOne(...PERSISTENT), needs('accessModes', 'capacity'), LOCAL_NEEDS_NODE],
    'accessModes[*]': [filled, oneOf(...MODES)],
    accessModes: claim.accessModes,
    capacity: check<Readonly<Record<string, string>>>((capacity) =>
      Object.keys(capacity).join() === 'storage' ? undefined : 'must have the one key storage: correct it',
    ),
    persistentVolumeReclaimPolicy: oneOf('Retain', 'Delete', 'Recycle'),
    volumeMode: oneOf('Filesystem', 'Block'),
    storageClassName: OPTIONAL_NAME,
  },
  StorageClass: {
    provisioner: [filled, check<string>((name) => QUALIFIED_NAME(name.toLowerCase()))],
    reclaimPolicy: oneOf('Delete', 'Retain'),
    volumeBindingMode: oneOf('Immediate', 'WaitForFirstConsumer'),
    allowedTopologies: unique(),
    'parameters{key}': filled,
  },
  TopologySelectorTerm: { matchLabelExpressions: unique('key') },
  TopologySelectorLabelRequirement: { key: QUALIFIED_NAME, values: [filled, unique()] },
};
