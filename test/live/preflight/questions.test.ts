import { ApiError } from '../../../lib/live/client';
import { askAddresses } from '../../../lib/live/preflight/addresses';
import { askCapacity } from '../../../lib/live/preflight/capacity';
import { askClasses } from '../../../lib/live/preflight/classes';
import type { Finding } from '../../../lib/live/preflight/finding';
import { askKinds } from '../../../lib/live/preflight/kinds';
import { askPolicyEngine } from '../../../lib/live/preflight/policy-engine';
import { askSecrets } from '../../../lib/live/preflight/secrets';
import { askVersion } from '../../../lib/live/preflight/version';
import { NETWORK } from '../../support/test-cluster';
import { RESOURCES, situation } from './situation';

type Question = (asked: ReturnType<typeof situation>) => Finding[] | Promise<Finding[]>;

async function ask(question: Question, cluster: Parameters<typeof situation>[0]): Promise<string[]> {
  return (await question(situation(cluster))).map(({ severity, message }) => `${severity}: ${message}`);
}

const FORBIDDEN = new ApiError(403, 'forbidden');

describe('version', () => {
  const node = (kubeletVersion: string) => ({
    metadata: { name: 'n' },
    status: { nodeInfo: { kubeletVersion } },
  });

  test('versions that fit together', async () => {
    const facts = { kubernetesVersion: '1.36' };
    expect(await ask(askVersion, { facts, live: { nodes: [node('v1.33.1')] } })).toEqual([]);
  });

  test('another API server, an old kubectl, and kubelets that are too old or too new', async () => {
    const versions = { server: 'v1.35.1', kubectl: 'v1.33.0' };
    const live = { nodes: [node('v1.31.0'), node('v1.36.0')] };
    expect(await ask(askVersion, { facts: { kubernetesVersion: '1.36' }, versions, live })).toEqual([
      'warning: the API server is v1.35.1, and dist/shop is checked for 1.36: upgrade one of them',
      'warning: kubectl is v1.33.0, and the API server v1.35.1: use a kubectl of 1.35, at most one minor version apart',
      'error: node n runs kubelet v1.31.0, which API server v1.35.1 does not support: upgrade the older one',
      'error: node n runs kubelet v1.36.0, which API server v1.35.1 does not support: upgrade the older one',
    ]);
  });
});

describe('kinds', () => {
  const certificate = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'a', namespace: 'n' },
  };
  const facts = { components: [{ name: 'cert-manager', version: 'v1.21.2' }] };

  test('a missing CRD, with the component that brings it', async () => {
    expect(await ask(askKinds, { facts, written: [certificate, certificate] })).toEqual([
      'error: Certificate/n/a: apiVersion: Certificate of cert-manager.io/v1 is not served, also for 1 more: install cert-manager v1.21.2 with its CustomResourceDefinitions',
    ]);
  });

  test('another version of the CRD', async () => {
    const [first] = RESOURCES;
    if (first === undefined) throw new Error('no resource');
    const old = { ...first, group: 'cert-manager.io', version: 'v1alpha2', kind: 'Certificate' };
    expect(await ask(askKinds, { facts, written: [certificate], resources: [old] })).toEqual([
      'error: Certificate/n/a: apiVersion: Certificate of cert-manager.io/v1 is not served: use cert-manager.io/v1alpha2',
    ]);
  });

  test('an API that Kubernetes has removed', async () => {
    const written = [
      { apiVersion: 'apps/v1beta1', kind: 'Deployment', metadata: { name: 'a', namespace: 'n' } },
    ];
    expect(await ask(askKinds, { written })).toEqual([
      'error: Deployment/n/a: apiVersion: Deployment of apps/v1beta1 is not served: use apps/v1',
    ]);
  });
});

describe('secrets', () => {
  const expectedSecrets = [
    { namespace: 'n', name: 's', keys: { user: 'a', password: 'b' }, purpose: 'the shop needs it' },
  ];
  const path = '/api/v1/namespaces/n/secrets/s';
  const written = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } }];
  const withKeys = (...keys: string[]) => ({
    metadata: {
      managedFields: [
        { fieldsV1: { 'f:data': Object.fromEntries([['.', {}], ...keys.map((key) => [`f:${key}`, {}])]) } },
      ],
    },
  });
  const answers = (single: object | undefined, namespaces = ['n']) =>
    ask(askSecrets, {
      facts: { expectedSecrets },
      written,
      namespaces,
      ...(single && { single: { [path]: single } }),
    } as never);

  test('a Secret with its keys', async () => {
    expect(await answers(withKeys('user', 'password', 'other'))).toEqual([]);
  });

  test('a missing Secret, a missing key, and a Secret that cannot be read', async () => {
    expect(await answers(undefined)).toEqual([
      'error: Secret n/s not found: create it with user, password; the shop needs it',
    ]);
    expect(await answers(withKeys('user'))).toEqual([
      'error: Secret n/s has no key password: add it; its keys are user',
    ]);
    expect(await answers(FORBIDDEN)).toEqual(['unchecked: Secret n/s cannot be read: forbidden']);
    expect(await answers({ metadata: {} })).toEqual([
      'unchecked: Secret n/s has no managedFields, which list its keys: verify the keys',
    ]);
  });

  test('a namespace that dist/ creates does not exist yet', async () => {
    expect(await answers(undefined, [])).toEqual([
      'unchecked: Secret n/s cannot exist yet: namespace n does not exist',
    ]);
  });

  test('only metadata is requested: no value leaves the API server', async () => {
    const asked = situation({ facts: { expectedSecrets }, single: { [path]: withKeys() } });
    await askSecrets(asked);
    expect(asked.sent.map(({ accept }) => accept)).toEqual([
      'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    ]);
  });
});

describe('addresses', () => {
  const slice = (address: string, port: number) => ({
    metadata: { namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    endpoints: [{ addresses: [address] }],
    ports: [{ port }],
  });
  const node = (address: string, podCIDR: string) => ({
    metadata: { name: 'n' },
    spec: { podCIDR },
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: 'n' },
      ],
    },
  });
  const service = (clusterIP: string) => ({
    metadata: { namespace: 'default', name: 'kubernetes' },
    spec: { clusterIP },
  });
  const answers = (endpointslices: object, nodes: object, services: object, network: object = {}) =>
    ask(askAddresses, {
      facts: { network: { ...NETWORK, ...network } },
      live: { endpointslices: [endpointslices], nodes: [nodes], services: [services] },
    });

  test('addresses that are those of the configuration', async () => {
    const found = answers(slice('10.0.0.10', 6443), node('10.0.1.1', '10.244.3.0/24'), service('10.96.0.1'));
    expect(await found).toEqual([]);
  });

  test('addresses that differ from the configuration', async () => {
    const found = answers(slice('10.0.0.11', 443), node('10.1.1.1', '10.200.3.0/24'), service('10.0.0.1'));
    const remedy = 'correct config/, because network policies block it';
    expect(await found).toEqual([
      `error: network.apiServer.cidrs is 10.0.0.10/32, but that of the API server is 10.0.0.11: ${remedy}`,
      `error: network.apiServer.port is 6443, but that of the API server is 443: ${remedy}`,
      `error: network.nodeCidrs is 10.0.0.0/16, but that of a node is 10.1.1.1: ${remedy}`,
      `error: network.podCidr is 10.244.0.0/16, but that of the pods of a node is 10.200.3.0/24: ${remedy}`,
      `error: network.serviceCidr is 10.96.0.0/12, but that of the Service kubernetes is 10.0.0.1: ${remedy}`,
    ]);
  });

  test('placeholders', async () => {
    const network = { nodeCidrs: ['192.0.2.0/24'] };
    const found = answers(
      slice('10.0.0.10', 6443),
      node('10.0.1.1', '10.244.3.0/24'),
      service('10.96.0.1'),
      network,
    );
    expect(await found).toEqual([
      'error: network.nodeCidrs is 192.0.2.0/24, which is a placeholder, but that of a node is 10.0.1.1: correct config/, because network policies block it',
    ]);
  });
});

describe('classes', () => {
  const named = (name: string, annotations = {}) => ({ metadata: { name, annotations } });
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'a', namespace: 'n' },
  };
  const set = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'b', namespace: 'n' },
    spec: { volumeClaimTemplates: [{ spec: {} }] },
  };

  test('a class that does not exist, and no default class', async () => {
    const written = [{ ...ingress, spec: { ingressClassName: 'nginx' } }, set];
    const live = { ingressclasses: [named('other')], storageclasses: [named('fast')] };
    expect(await ask(askClasses, { written, live })).toEqual([
      'error: Ingress/n/a: spec.ingressClassName: IngressClass nginx not found: create it, or use one of other',
      'error: StatefulSet/n/b: spec.volumeClaimTemplates[0].spec.storageClassName: no default StorageClass exists: create it, or use one of fast',
    ]);
  });

  test('a GatewayClass that does not exist; a Gateway of another API group has none', async () => {
    const gateway = (apiVersion: string) => ({
      apiVersion,
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'n' },
      spec: { gatewayClassName: 'envoy' },
    });
    const written = [gateway('gateway.networking.k8s.io/v1'), gateway('networking.istio.io/v1')];
    expect(await ask(askClasses, { written })).toEqual([
      'error: Gateway/n/public: spec.gatewayClassName: GatewayClass envoy not found: create it',
    ]);
    expect(await ask(askClasses, { written, live: { gatewayclasses: [named('envoy')] } })).toEqual([]);
  });

  test('a claim with an empty name has no class', async () => {
    const spec = { storageClassName: '' };
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'a', namespace: 'n' },
      spec,
    };
    expect(await ask(askClasses, { written: [claim] })).toEqual([]);
  });

  test('classes of the cluster and of dist/', async () => {
    const written = [
      { ...ingress, spec: { ingressClassName: 'nginx' } },
      set,
      { kind: 'IngressClass', ...named('nginx') },
    ];
    for (const group of ['storageclass.kubernetes.io', 'storageclass.beta.kubernetes.io']) {
      const storageclasses = [named('fast', { [`${group}/is-default-class`]: 'true' })];
      expect(await ask(askClasses, { written, live: { storageclasses } })).toEqual([]);
    }
  });
});

describe('policy-engine', () => {
  const daemonSet = (image: string) => ({ spec: { template: { spec: { containers: [{ image }] } } } });
  const facts = { network: { ...NETWORK, policyEngine: 'calico' as const } };

  test.each([
    'docker.io/calico/node:v3.30.0',
    'mcr.microsoft.com/oss/v2/calico/node:v3',
    'quay.io/calico/node@sha256:0',
  ])('%s is calico', async (image) => {
    expect(await ask(askPolicyEngine, { facts, live: { daemonsets: [daemonSet(image)] } })).toEqual([]);
  });

  test('another engine', async () => {
    const live = {
      daemonsets: [daemonSet('quay.io/cilium/cilium:v1.19.0'), daemonSet('docker.io/calico/cni:v3')],
    };
    expect(await ask(askPolicyEngine, { facts, live })).toEqual([
      'error: no DaemonSet of calico is in the cluster, but one of cilium: install it, because nothing enforces the network policies as dist/ describes them',
    ]);
  });
});

describe('capacity', () => {
  const allocatable = { cpu: '2', memory: '4Gi', pods: '10' };
  const node = (name: string, spec = {}) => ({ metadata: { name }, spec, status: { allocatable } });
  const containers = (cpu: string) => [{ name: 'c', resources: { requests: { cpu, memory: '1Gi' } } }];
  const written = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'n' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: containers('1500m') } },
      },
    },
  ];
  const pod = (nodeName: string, labels: object) => ({
    metadata: { namespace: 'n', labels },
    spec: { nodeName, containers: containers('1') },
    status: { phase: 'Running' },
  });

  test('pods of dist/ count once, also if they run already', async () => {
    const pods = [pod('a', { app: 'web' }), pod('b', { app: 'web' })];
    expect(await ask(askCapacity, { written, live: { nodes: [node('a'), node('b')], pods } })).toEqual([]);
  });

  test('pods of others take room', async () => {
    const pods = [pod('a', { app: 'other' })];
    expect(await ask(askCapacity, { written, live: { nodes: [node('a'), node('b')], pods } })).toEqual([
      'error: no node has room for 1 pod of 1500m CPU and 1Gi memory (n/web): add or enlarge nodes, or remove pods of others',
    ]);
  });

  test('nodes that accept no pods do not count', async () => {
    const taints = [{ effect: 'NoSchedule' }];
    const live = { nodes: [node('a', { unschedulable: true }), node('b', { taints })], pods: [] };
    expect(await ask(askCapacity, { written, live })).toEqual([
      'error: no node accepts pods: add a node, or remove its taints',
    ]);
  });

  test('without permission, it is not checked', async () => {
    expect(await ask(askCapacity, { written, live: { nodes: FORBIDDEN, pods: [] } })).toEqual([
      'unchecked: forbidden',
    ]);
  });
});
