import type { Breakable, Workshop } from '../../support/sound-cluster';
import type { Mutation, MutationClass } from './mutation';

function add(name: string, ...objects: object[]): Mutation {
  return {
    name,
    change: (workshop) => {
      for (const object of objects) workshop.add(object);
    },
  };
}

function inShop(apiVersion: string, kind: string, name: string, rest: object): Breakable {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...rest };
}

function change(
  kind: string,
  name: string,
  apply: (object: Breakable, workshop: Workshop) => void,
  what: string,
): Mutation {
  return { name: what, change: (workshop) => apply(workshop.find(kind, name), workshop) };
}

const described = (what: string, describedObject: object): Mutation =>
  change(
    'HorizontalPodAutoscaler',
    'web',
    ({ spec }, { cluster }) => {
      const target = { type: 'Value', value: '100' };
      spec.metrics = [{ type: 'Object', object: { metric: { name: 'requests' }, target, describedObject } }];
      Object.assign(cluster.provider, { apiGroups: ['custom.metrics.k8s.io'] });
    },
    what,
  );

const CLAIM = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const copy = (source: object) =>
  inShop('v1', 'PersistentVolumeClaim', 'copy', { spec: { ...CLAIM, ...source } });

const GATEWAY_API = 'gateway.networking.k8s.io';

function gateway(secret: string, annotations: object = {}): Breakable {
  const certificateRefs = [{ name: secret }];
  const gateway = inShop(`${GATEWAY_API}/v1`, 'Gateway', 'public', {
    spec: {
      gatewayClassName: 'envoy',
      listeners: [{ name: 'https', protocol: 'HTTPS', port: 443, tls: { certificateRefs } }],
    },
  });
  return { ...gateway, metadata: { ...gateway.metadata, annotations } };
}

const GATEWAY_CLASS = {
  apiVersion: `${GATEWAY_API}/v1`,
  kind: 'GatewayClass',
  metadata: { name: 'envoy' },
  spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
};

function route(backend: object, parent: object = { name: 'public' }): Breakable {
  return inShop(`${GATEWAY_API}/v1`, 'HTTPRoute', 'web', {
    spec: { parentRefs: [parent], rules: [{ backendRefs: [{ name: 'web', port: 80, ...backend }] }] },
  });
}

function virtualService(host: string, port = 80): Breakable {
  const destination = { host, port: { number: port } };
  return inShop('networking.istio.io/v1', 'VirtualService', 'web', {
    spec: { hosts: ['shop.example'], http: [{ route: [{ destination }] }] },
  });
}

function issuer(secretName: string): Breakable {
  return inShop('cert-manager.io/v1', 'Issuer', 'private', { spec: { ca: { secretName } } });
}

/** A policy with parameters, and its binding. */
function policy(paramKind: object, paramRef: object): object[] {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const resourceRules = [
    { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] },
  ];
  return [
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'limits' },
      spec: {
        failurePolicy: 'Fail',
        paramKind,
        matchConstraints: { resourceRules },
        validations: [{ expression: 'object.spec.replicas <= 5' }],
      },
    },
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'limits' },
      spec: {
        policyName: 'limits',
        validationActions: ['Deny'],
        paramRef: { parameterNotFoundAction: 'Deny', ...paramRef },
      },
    },
  ];
}

const SETTINGS = { name: 'web-settings', namespace: 'shop' };
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

export const OBJECT_REFERENCES: MutationClass = {
  name: 'references with an API group',
  outages: [
    described('a metric of an Ingress that does not exist', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      name: 'wep',
    }),
    described('a metric of an Ingress in a removed group', {
      apiVersion: 'extensions/v1beta1',
      kind: 'Ingress',
      name: 'web',
    }),
    described('a metric of a misspelt kind', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingres',
      name: 'web',
    }),
    add(
      'a copy of a claim that does not exist',
      copy({ dataSource: { kind: 'PersistentVolumeClaim', name: 'data-db-1' } }),
    ),
    add(
      'a copy of an object that is no claim',
      copy({ dataSourceRef: { apiGroup: 'storage', kind: 'VolumeSnapshot', name: 'a' } }),
    ),
    change(
      'Deployment',
      'web',
      ({ metadata }) => {
        metadata.ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'wep', uid: 'a' }];
      },
      'an owner that does not exist',
    ),
    change(
      'Deployment',
      'web',
      ({ metadata }) => {
        metadata.ownerReferences = [
          { apiVersion: 'extensions/v1beta1', kind: 'Deployment', name: 'web', uid: 'a' },
        ];
      },
      'an owner of a removed group',
    ),
    change(
      'ServiceAccount',
      'web',
      (account) => {
        account.imagePullSecrets = [{ name: 'registry' }];
      },
      'an image pull secret of an account that does not exist',
    ),
    change(
      'Certificate',
      'shop-tls',
      ({ spec }) => {
        spec.issuerRef.group = 'certmanager.k8s.io';
      },
      'an issuer of the old API group',
    ),
    change(
      'Certificate',
      'shop-tls',
      ({ spec }) => {
        spec.keystores = {
          jks: { create: true, passwordSecretRef: { name: 'db-credentials', key: 'passwort' } },
        };
      },
      'a key of a keystore password that does not exist',
    ),
    add('a certificate authority that does not exist', issuer('authority')),
    add('a gateway of a class that does not exist', gateway('shop-tls')),
    add('a gateway with a Secret that does not exist', GATEWAY_CLASS, gateway('shop')),
    add('a route of a gateway that does not exist', route({})),
    add(
      'a route to a Service that does not exist',
      GATEWAY_CLASS,
      gateway('shop-tls'),
      route({ name: 'wep' }),
    ),
    add('a route to a port that does not exist', GATEWAY_CLASS, gateway('shop-tls'), route({ port: 81 })),
    add('a route of the mesh to a Service that does not exist', virtualService('wep')),
    add(
      'a route of the mesh to a Service of another namespace',
      virtualService('web.edge.svc.cluster.local'),
    ),
    add('a route of the mesh to a port that does not exist', virtualService('web', 81)),
    add('parameters that do not exist', ...policy(CONFIG_MAP, { ...SETTINGS, name: 'settings' })),
    add(
      'parameters of a kind that does not exist',
      ...policy({ ...CONFIG_MAP, kind: 'ConfigMaps' }, SETTINGS),
    ),
    add(
      'parameters of a version that does not exist',
      ...policy({ ...CONFIG_MAP, apiVersion: 'v2' }, SETTINGS),
    ),
    change(
      'IngressClass',
      'nginx',
      ({ spec }) => {
        spec.parameters = { kind: 'ConfigMap', name: 'classes', namespace: 'edge', scope: 'Namespace' };
      },
      'parameters of a class that do not exist',
    ),
  ],
  sound: [
    described('a metric of an Ingress', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' }),
    described('a metric of an object of another API', {
      apiVersion: 'example.org/v1',
      kind: 'Queue',
      name: 'orders',
    }),
    described('a metric of a pod', { apiVersion: 'v1', kind: 'Pod', name: 'db-0' }),
    add(
      'a copy of a claim of a StatefulSet',
      copy({ dataSource: { kind: 'PersistentVolumeClaim', name: 'data-db-0' } }),
    ),
    add(
      'a claim from a snapshot',
      copy({
        dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'yesterday' },
      }),
    ),
    change(
      'ServiceAccount',
      'web',
      (account) => {
        account.imagePullSecrets = [{ name: 'db-credentials' }];
      },
      'an image pull secret of an account',
    ),
    change(
      'Certificate',
      'shop-tls',
      ({ spec }) => {
        spec.issuerRef = { group: 'awspca.cert-manager.io', kind: 'AWSPCAClusterIssuer', name: 'private' };
      },
      'an issuer of another controller',
    ),
    change(
      'Certificate',
      'shop-tls',
      ({ spec }) => {
        spec.issuerRef.group = 'cert-manager.io';
        spec.keystores = {
          pkcs12: { create: true, passwordSecretRef: { name: 'db-credentials', key: 'password' } },
        };
      },
      'a keystore',
    ),
    add('a certificate authority', issuer('shop-tls')),
    add('a route of a gateway', GATEWAY_CLASS, gateway('shop-tls'), route({})),
    add(
      'a gateway whose certificate cert-manager orders',
      GATEWAY_CLASS,
      gateway('public', { 'cert-manager.io/cluster-issuer': 'letsencrypt' }),
    ),
    add('a route of a gateway of other software', route({}, { name: 'shared', namespace: 'istio-system' })),
    add(
      'a route to an object of another API',
      GATEWAY_CLASS,
      gateway('shop-tls'),
      route({ group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'web' }),
    ),
    add('a route of the mesh', virtualService('web')),
    add('a route of the mesh to its full name', virtualService('web.shop.svc.cluster.local')),
    add('a route of the mesh to the internet', virtualService('api.example.com', 443)),
    add('parameters', ...policy(CONFIG_MAP, SETTINGS)),
    add('parameters in the namespace of the request', ...policy(CONFIG_MAP, { name: 'limits' })),
    add(
      'parameters of another API',
      ...policy({ apiVersion: 'example.org/v1', kind: 'Limit' }, { name: 'limits' }),
    ),
  ],
};
