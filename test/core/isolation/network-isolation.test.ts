import type { Network } from '../../../lib/checks/engine/cluster-facts';
import type { PodGroup } from '../../../lib/core/isolation/connection';
import { ForeignNamespace } from '../../../lib/core/isolation/foreign-namespace';
import { includesPods, type NetworkIsolation } from '../../../lib/core/isolation/network-isolation';
import { REASONS } from '../../../lib/core/reasons';
import { TestCluster } from '../../support/test-cluster';

function twoNamespaces(network: Partial<Network> = {}) {
  const cluster = new TestCluster(network);
  const namespace = (name: string, labels = {}) =>
    cluster.addNamespace({ name, labels, podSecurity: 'restricted' });
  return { cluster, isolation: cluster.isolation, namespace, a: namespace('a'), b: namespace('b') };
}

const peer = (namespace: string, app: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  podSelector: { matchLabels: { app } },
});

test('every namespace denies all traffic in both directions, except for DNS over UDP and TCP', () => {
  const { cluster } = twoNamespaces();
  for (const namespace of ['a', 'b']) {
    expect(cluster.find('NetworkPolicy', 'default-deny', namespace).spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    expect(cluster.find('NetworkPolicy', `${namespace}-isolation`, namespace).spec.egress).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
    ]);
  }
});

test('a connection is allowed at both of its ends, with its reason in an annotation', () => {
  const { cluster, isolation, a, b } = twoNamespaces();
  const ports = [{ port: 3306, protocol: 'TCP' }];
  isolation.allow({
    from: a.pods({ app: 'api' }),
    to: b.pods({ app: 'db' }, { port: 3306 }),
    because: 'the API stores data',
  });
  const from = cluster.find('NetworkPolicy', 'app-api', 'a');
  expect(from.spec).toEqual({
    podSelector: { matchLabels: { app: 'api' } },
    policyTypes: ['Egress'],
    egress: [{ to: [peer('b', 'db')], ports }],
  });
  expect(from.metadata.annotations).toEqual({ [REASONS]: 'egress[0]: the API stores data\n' });
  const to = cluster.find('NetworkPolicy', 'app-db', 'b');
  expect(to.spec).toEqual({
    podSelector: { matchLabels: { app: 'db' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [peer('a', 'api')], ports }],
  });
  expect(to.metadata.annotations).toEqual({ [REASONS]: 'ingress[0]: the API stores data\n' });
});

test('the rules for one set of pods form one policy, with their reasons in the same order', () => {
  const { cluster, isolation, a, b } = twoNamespaces();
  const api = a.pods({ app: 'api' }, { port: 80 });
  isolation.allow({ from: b, to: api, because: 'one' });
  isolation.allow({ from: api, to: b, because: 'two' });
  isolation.allowInternet({ from: api, ports: [443], because: 'three' });
  const policy = cluster.find('NetworkPolicy', 'app-api', 'a');
  expect(policy.metadata.annotations?.[REASONS]).toBe('ingress[0]: one\negress[0]: two\negress[1]: three\n');
  expect(policy.spec.egress).toHaveLength(2);
});

describe('a group of namespaces', () => {
  const grouped = () => {
    const all = twoNamespaces();
    const group = all.isolation.group({ matchLabels: { environment: 'preview' } });
    return { ...all, group };
  };

  test('is selected by label at the other end, and each of its namespaces has a copy of the rules, whenever it is added', () => {
    const { cluster, isolation, namespace, a, group } = grouped();
    namespace('early', { environment: 'preview' });
    isolation.allow({
      from: group,
      to: a.pods({ app: 'git' }, { port: 3000 }),
      because: 'previews clone repositories',
    });
    namespace('late', { environment: 'preview' });
    namespace('other', { environment: 'dev' });
    expect(cluster.find('NetworkPolicy', 'app-git', 'a').spec.ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { environment: 'preview' } } }],
        ports: [{ port: 3000, protocol: 'TCP' }],
      },
    ]);
    const rules = (name: string) =>
      cluster.find('NetworkPolicy', `${name}-isolation`, name).spec.egress.length;
    expect([rules('early'), rules('late'), rules('other')]).toEqual([2, 2, 1]);
  });

  test('can be narrowed to some pods of each namespace', () => {
    const { cluster, isolation, namespace, a, group } = grouped();
    namespace('p', { environment: 'preview' });
    isolation.allow({
      from: a,
      to: group.pods({ app: 'web' }, { port: 8080 }),
      because: 'requests are forwarded',
    });
    expect(cluster.find('NetworkPolicy', 'app-web', 'p').spec.ingress).toHaveLength(1);
    expect(cluster.find('NetworkPolicy', 'a-isolation', 'a').spec.egress[1]).toEqual({
      to: [
        {
          namespaceSelector: { matchLabels: { environment: 'preview' } },
          podSelector: { matchLabels: { app: 'web' } },
        },
      ],
      ports: [{ port: 8080, protocol: 'TCP' }],
    });
  });
});

test('a connection from a foreign namespace is rendered at the other end only', () => {
  const { cluster, isolation, a } = twoNamespaces();
  const foreign = {
    namespaces: new ForeignNamespace('istio-system'),
    podLabels: { istio: 'ingressgateway' },
    ports: [],
  };
  isolation.allow({
    from: foreign,
    to: a.pods({ app: 'api' }, { port: 80 }),
    because: 'the gateway of the mesh forwards requests',
  });
  expect(cluster.ofKind('NetworkPolicy').map(({ metadata }) => metadata.namespace)).not.toContain(
    'istio-system',
  );
  expect(cluster.find('NetworkPolicy', 'app-api', 'a').spec.ingress[0].from).toEqual([
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'istio-system' } },
      podSelector: { matchLabels: { istio: 'ingressgateway' } },
    },
  ]);
});

test('a connection to the internet excludes special address ranges', () => {
  const { cluster, isolation, a } = twoNamespaces();
  isolation.allowInternet({ from: a, ports: [443, 80], because: 'packages are downloaded' });
  const rule = cluster.find('NetworkPolicy', 'a-isolation', 'a').spec.egress[1];
  expect(rule.to[0].ipBlock.cidr).toBe('0.0.0.0/0');
  expect(rule.to[0].ipBlock.except).toContain('169.254.0.0/16');
  expect(rule.ports).toEqual([
    { port: 443, protocol: 'TCP' },
    { port: 80, protocol: 'TCP' },
  ]);
});

describe('access to the API server', () => {
  test.each(['calico', 'kube-network-policies'] as const)('is allowed by address with %s', (policyEngine) => {
    const { cluster, isolation, a } = twoNamespaces({ policyEngine });
    isolation.allowApiServer({ from: a.pods({ app: 'job' }), because: 'it lists namespaces' });
    expect(cluster.find('NetworkPolicy', 'app-job', 'a').spec.egress).toEqual([
      { to: [{ ipBlock: { cidr: '10.0.0.10/32' } }], ports: [{ port: 6443, protocol: 'TCP' }] },
    ]);
  });

  test('is allowed by entity with Cilium, which never matches the API server by address', () => {
    const { cluster, isolation, a } = twoNamespaces({ policyEngine: 'cilium' });
    isolation.allowApiServer({ from: a.pods({ app: 'job' }), because: 'it lists namespaces' });
    expect(cluster.find('CiliumNetworkPolicy', 'app-job-api-server', 'a').spec).toEqual({
      description: 'it lists namespaces',
      endpointSelector: { matchLabels: { app: 'job' } },
      egress: [{ toEntities: ['kube-apiserver'] }],
    });
  });
});

test('all egress is allowed by a separate policy with the given name', () => {
  const { cluster, isolation, a } = twoNamespaces();
  isolation.allowAllEgress({
    from: a.pods({ app: 'api' }),
    policyName: 'backend-egress',
    because: 'the API calls webhooks',
  });
  expect(cluster.find('NetworkPolicy', 'backend-egress', 'a').spec).toEqual({
    podSelector: { matchLabels: { app: 'api' } },
    policyTypes: ['Egress'],
    egress: [{}],
  });
});

test('fails if the network enforces no policies', () => {
  const { cluster } = twoNamespaces({ policyEngine: 'none' });
  expect(() => cluster.objects()).toThrow(
    new Error(
      'test/isolation: the network enforces no policies (policyEngine: none), which leaves every namespace open: declare the policy engine of the cluster',
    ),
  );
});

test('access to the nodes is allowed by address, on the given ports', () => {
  const { cluster, isolation, a } = twoNamespaces();
  isolation.allowToNodes({
    from: a.pods({ app: 'api' }),
    ports: [80, 443],
    because: 'clients connect to the ingress controller',
  });
  expect(cluster.find('NetworkPolicy', 'app-api', 'a').spec.egress).toEqual([
    {
      to: [{ ipBlock: { cidr: '10.0.0.0/16' } }],
      ports: [
        { port: 80, protocol: 'TCP' },
        { port: 443, protocol: 'TCP' },
      ],
    },
  ]);
});

describe('pods of this program in a foreign namespace', () => {
  const foreign = new ForeignNamespace('kube-system');

  test('have default deny, and no other policy is made in the namespace', () => {
    const { cluster, isolation, a } = twoNamespaces();
    const guests = isolation.guests(foreign, { app: 'guest' }, { port: 7979 });
    isolation.allow({ from: a.pods({ app: 'api' }), to: guests, because: 'the API sends requests' });
    const policies = cluster
      .ofKind('NetworkPolicy')
      .filter(({ metadata }) => metadata.namespace === 'kube-system');
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(['app-guest']);
    expect(policies[0]?.spec).toMatchObject({
      podSelector: { matchLabels: { app: 'guest' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [peer('a', 'api')], ports: [{ port: 7979, protocol: 'TCP' }] }],
    });
    expect(policies[0]?.spec.egress).toHaveLength(1);
  });

  test('are the only pods of the namespace that have a policy', () => {
    const { cluster, isolation, a } = twoNamespaces();
    isolation.guests(foreign, { app: 'guest' });
    isolation.allow({
      from: { namespaces: foreign, podLabels: { app: 'other' }, ports: [] },
      to: a.pods({ app: 'api' }, { port: 80 }),
      because: 'requests are forwarded',
    });
    const policies = cluster
      .ofKind('NetworkPolicy')
      .filter(({ metadata }) => metadata.namespace === 'kube-system');
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(['app-guest']);
  });

  test('fails if pods of another program need access to the API server with Cilium', () => {
    const { isolation } = twoNamespaces({ policyEngine: 'cilium' });
    expect(() =>
      isolation.allowApiServer({
        from: { namespaces: foreign, podLabels: { app: 'other' }, ports: [] },
        because: 'the operator watches pods',
      }),
    ).toThrow(
      new Error(
        'access to the API server (the operator watches pods) is not possible for pods of several namespaces or of another program: allow it for each namespace of the cluster',
      ),
    );
  });
});

test.each<[string, (isolation: NetworkIsolation, from: PodGroup) => void, string]>([
  [
    'no range',
    (isolation, from) => isolation.allowAddresses({ from, cidrs: [], ports: [443], because: 'b' }),
    'no address, which would allow every address',
  ],
  [
    'no port of a range',
    (isolation, from) =>
      isolation.allowAddresses({ from, cidrs: ['198.51.100.0/24'], ports: [], because: 'b' }),
    'no port, which would allow every port',
  ],
  [
    'no port of the internet',
    (isolation, from) => isolation.allowInternet({ from, ports: [], because: 'b' }),
    'no port, which would allow every port',
  ],
  [
    'no port of the nodes',
    (isolation, from) => isolation.allowToNodes({ from, ports: [], because: 'b' }),
    'no port, which would allow every port',
  ],
])('a rule with %s fails', (_, allow, problem) => {
  const { isolation, a } = twoNamespaces();
  expect(() => allow(isolation, a)).toThrow(
    new Error(`network access (b) has ${problem}: state at least one`),
  );
});

test.each<[string, Partial<Network>, (isolation: NetworkIsolation, pods: PodGroup) => void]>([
  [
    'the API server',
    { apiServer: { cidrs: [], port: 6443 } },
    (isolation, from) => isolation.allowApiServer({ from, because: 'b' }),
  ],
  [
    'nodes',
    { nodeCidrs: [] },
    (isolation, from) => isolation.allowToNodes({ from, ports: [443], because: 'b' }),
  ],
  ['nodes as sources', { nodeCidrs: [] }, (isolation, to) => isolation.allowFromNodes({ to, because: 'b' })],
])('a rule for %s fails if the network states no address of them', (_, network, allow) => {
  const { isolation, a } = twoNamespaces(network);
  expect(() => allow(isolation, a)).toThrow(
    new Error('network access (b) has no address, which would allow every address: state at least one'),
  );
});

describe('access from everywhere', () => {
  test('is a rule without peers for the ports of the pods', () => {
    const { cluster, isolation, a } = twoNamespaces();
    isolation.allowFromAnywhere({ to: a.pods({ app: 'x' }, { port: 443 }), because: 'clients connect' });
    expect(cluster.find('NetworkPolicy', 'app-x', 'a').spec).toEqual({
      podSelector: { matchLabels: { app: 'x' } },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ port: 443, protocol: 'TCP' }] }],
    });
  });

  test('fails if the pods have no port', () => {
    const { isolation, a } = twoNamespaces();
    expect(() => isolation.allowFromAnywhere({ to: a, because: 'clients connect' })).toThrow(
      new Error(
        'access from everywhere (clients connect) has no port, which would open every port: state the ports',
      ),
    );
  });
});

describe('includesPods() decides whether a rule covers other pods', () => {
  const { cluster, isolation, a, b } = twoNamespaces();
  const previews = isolation.group({ matchLabels: { environment: 'preview' } });
  const preview = cluster.addNamespace({
    name: 'preview',
    labels: { environment: 'preview' },
    podSecurity: 'restricted',
  });
  const web = { port: 80 };

  test.each([
    ['the same pods and port', a.pods({ app: 'x' }, web), a.pods({ app: 'x' }, web), true],
    ['some of the ports', a.pods({ app: 'x' }, web, { port: 443 }), a.pods({ app: 'x' }, web), true],
    ['every port', a.pods({ app: 'x' }), a.pods({ app: 'x' }, web), true],
    ['all pods of the namespace', a, a.pods({ app: 'x' }, web), true],
    ['a namespace of a group', previews, preview.pods({ app: 'x' }, web), true],
    ['another port', a.pods({ app: 'x' }, web), a.pods({ app: 'x' }, { port: 81 }), false],
    ['every port, for a rule with one port', a.pods({ app: 'x' }, web), a.pods({ app: 'x' }), false],
    ['other pods', a.pods({ app: 'x' }, web), a.pods({ app: 'y' }, web), false],
    ['another namespace', a, b.pods({ app: 'x' }, web), false],
    ['a namespace outside the group', previews, a.pods({ app: 'x' }, web), false],
    ['certain pods of a group', previews.pods({ app: 'x' }), preview.pods({ app: 'x' }, web), false],
  ])('with %s', (_, outer, inner, holds) => {
    expect(includesPods(outer, inner)).toBe(holds);
  });
});
