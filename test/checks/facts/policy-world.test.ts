import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifests } from '../../support/manifests';
import {
  type Address,
  cellsOf,
  type Destination,
  type Labels,
  matrix,
  type Pod,
  PolicyWorld,
  type Protocol,
} from '../../support/reachability';

const web: Pod = { namespace: 'shop', name: 'web', labels: { app: 'web', tier: 'front' } };
const db: Pod = {
  namespace: 'shop',
  name: 'db',
  labels: { app: 'db' },
  ports: [
    { name: 'sql', containerPort: 5432 },
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
    { containerPort: 9 },
  ],
};
const agent: Pod = { namespace: 'ops', name: 'agent', labels: { app: 'agent' } };
const opsWeb: Pod = { namespace: 'ops', name: 'web', labels: { app: 'web' } };
const located: Pod = { ...agent, address: '10.1.2.3' };

function namespace(name: string, labels?: Labels): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

function policy(spec: object | undefined, name = 'p', inNamespace: string | undefined = 'shop'): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: inNamespace },
    spec,
  };
}

/** The namespaces shop and ops, and policies p0, p1, … in shop. */
function worldOf(...specs: object[]): PolicyWorld {
  const policies = specs.map((spec, index) => policy(spec, `p${index}`));
  return new PolicyWorld([
    namespace('shop', { team: 'sales' }),
    namespace('ops', { team: 'platform' }),
    ...policies,
  ]);
}

type Case = [
  behaviour: string,
  allowed: boolean,
  from: Pod | Address,
  to: Pod | Address,
  port?: number,
  protocol?: Protocol,
];

function check(world: PolicyWorld, cases: Case[]): void {
  test.each(cases)('%s (%p)', (_behaviour, allowed, from, to, port = 80, protocol = 'TCP') => {
    expect(world.allows(from, to, port, protocol)).toBe(allowed);
  });
}

const everyone = { podSelector: {} };
const onlyDb = { podSelector: { matchLabels: { app: 'db' } } };

describe('without policies', () => {
  check(worldOf(), [
    ['a pod can connect to a pod of another namespace', true, agent, db],
    ['a pod can connect to an address', true, web, '203.0.113.7'],
    ['an address can connect to a pod', true, '203.0.113.7', web],
  ]);
});

describe('isolation', () => {
  describe('for ingress only', () => {
    check(worldOf({ ...onlyDb, policyTypes: ['Ingress'] }), [
      ['the selected pod accepts no connection from a pod', false, web, db],
      ['nor from an address', false, '203.0.113.7', db],
      ['nor from another pod of its own kind', false, db, db],
      ['it can still connect to others', true, db, agent],
      ['pods that are not selected accept connections', true, agent, web],
    ]);
  });

  describe('for egress only', () => {
    check(worldOf({ ...onlyDb, policyTypes: ['Egress'] }), [
      ['the selected pod cannot connect to a pod', false, db, web],
      ['nor to an address', false, db, '203.0.113.7'],
      ['it still accepts connections', true, web, db],
      ['pods that are not selected can connect to others', true, web, agent],
    ]);
  });

  describe('an empty podSelector selects all pods of its own namespace only', () => {
    check(worldOf({ ...everyone, policyTypes: ['Ingress', 'Egress'] }), [
      ['a pod of its own namespace', false, agent, web],
      ['a pod of its own namespace, in the other direction', false, web, agent],
      ['a pod of another namespace', true, agent, opsWeb],
    ]);
  });

  describe.each([
    ['no rules at all', {}, false, true],
    ['an empty list of types', { policyTypes: [] }, false, true],
    ['an empty list of egress rules', { egress: [] }, false, true],
    ['egress rules', { egress: [{ ports: [{ port: 1 }] }] }, false, false],
    ['type Egress and no rules', { policyTypes: ['Egress'] }, true, false],
    [
      'type Egress and an ingress rule',
      { policyTypes: ['Egress'], ingress: [{ ports: [{ port: 1 }] }] },
      true,
      false,
    ],
    [
      'type Ingress and an egress rule',
      { policyTypes: ['Ingress'], egress: [{ ports: [{ port: 1 }] }] },
      false,
      true,
    ],
  ])('policyTypes with %s', (_title, spec, reached, reaches) => {
    check(worldOf({ ...everyone, ...spec }), [
      ['ingress', reached, agent, web],
      ['egress', reaches, web, agent],
    ]);
  });

  describe('both ends must allow a connection', () => {
    const intoDb = { ...onlyDb, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }] };
    const denyEgress = { ...everyone, policyTypes: ['Egress'] };
    const outOfWeb = {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Egress'],
      egress: [{ to: [onlyDb] }],
    };
    describe('only the destination does', () =>
      check(worldOf(intoDb, denyEgress), [['denied', false, web, db]]));
    describe('both do', () => check(worldOf(intoDb, denyEgress, outOfWeb), [['allowed', true, web, db]]));
    describe('only the source does', () => {
      check(worldOf(denyEgress, outOfWeb, { ...onlyDb }), [['denied', false, web, db]]);
    });
  });

  describe('policies and rules are additive', () => {
    const rules = { ingress: [{ ports: [{ port: 1 }] }, { ports: [{ port: 2 }] }] };
    check(
      worldOf({ ...everyone }, { ...everyone, ...rules }, { ...onlyDb, ingress: [{ ports: [{ port: 3 }] }] }),
      [
        ['a first rule', true, web, db, 1],
        ['a second rule', true, web, db, 2],
        ['another policy', true, web, db, 3],
        ['a policy for other pods adds nothing', false, db, web, 3],
        ['no rule', false, web, db, 4],
      ],
    );
  });

  describe('from and ports of one rule must both match', () => {
    const rules = [
      { from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 1 }] },
      { from: [{ podSelector: { matchLabels: { app: 'db' } } }], ports: [{ port: 2 }] },
    ];
    check(worldOf({ ...everyone, ingress: rules }), [
      ['peer and port of one rule', true, web, db, 1],
      ['peer of one rule, port of another', false, web, db, 2],
    ]);
  });
});

describe('peers', () => {
  describe.each([
    ['an empty rule', [{}]],
    ['an empty list', [{ from: [], ports: [] }]],
    ['a null', [{ from: null, ports: null }]],
  ])('%s allows everyone, on every port', (_title, ingress) => {
    check(worldOf({ ...everyone, ingress }), [
      ['a pod', true, agent, db],
      ['an address, by UDP', true, '203.0.113.7', db, 53, 'UDP'],
    ]);
  });

  const web1 = { matchLabels: { app: 'web' } };
  const platform = { matchLabels: { team: 'platform' } };
  describe.each([
    [
      'only podSelector: its own namespace',
      [{ podSelector: web1 }],
      { web: true, agent: false, opsWeb: false },
    ],
    [
      'an empty podSelector: its own namespace',
      [{ podSelector: {} }],
      { web: true, agent: false, opsWeb: false },
    ],
    ['only namespaceSelector', [{ namespaceSelector: platform }], { web: false, agent: true, opsWeb: true }],
    ['an empty namespaceSelector', [{ namespaceSelector: {} }], { web: true, agent: true, opsWeb: true }],
    [
      'both in one peer',
      [{ namespaceSelector: platform, podSelector: web1 }],
      { web: false, agent: false, opsWeb: true },
    ],
    [
      'all namespaces',
      [{ namespaceSelector: {}, podSelector: web1 }],
      { web: true, agent: false, opsWeb: true },
    ],
    [
      'two peers',
      [{ namespaceSelector: platform }, { podSelector: web1 }],
      { web: true, agent: true, opsWeb: true },
    ],
    [
      "a namespace by the API server's label",
      [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } } }],
      { web: false, agent: true, opsWeb: true },
    ],
  ])('%s', (_title, peers, expected) => {
    check(worldOf({ ...onlyDb, ingress: [{ from: peers }] }), [
      ['from web', expected.web, web, db],
      ['from agent', expected.agent, agent, db],
      ['from web of the other namespace', expected.opsWeb, opsWeb, db],
      ['from an address', false, '203.0.113.7', db],
    ]);
    check(worldOf({ ...onlyDb, policyTypes: ['Egress'], egress: [{ to: peers }] }), [
      ['to web', expected.web, db, web],
      ['to agent', expected.agent, db, agent],
      ['to web of the other namespace', expected.opsWeb, db, opsWeb],
      ['to an address', false, db, '203.0.113.7'],
    ]);
  });

  test('a manifest cannot change the label with the name of a namespace', () => {
    const peer = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } };
    const liar = namespace('ops', { 'kubernetes.io/metadata.name': 'shop' });
    const world = new PolicyWorld([
      namespace('shop'),
      liar,
      policy({ ...everyone, ingress: [{ from: [peer] }] }),
    ]);
    expect(world.allows(agent, db, 80, 'TCP')).toBe(false);
  });
});

describe('label selectors', () => {
  const app = (operator: string, values?: string[]) => ({
    matchExpressions: [{ key: 'app', operator, values }],
  });
  const unlabelled = { namespace: 'shop', labels: {} };
  test.each([
    ['In', app('In', ['web', 'cache']), { web: true, db: false, unlabelled: false }],
    [
      'NotIn, which also matches a missing label',
      app('NotIn', ['web']),
      { web: false, db: true, unlabelled: true },
    ],
    [
      'Exists, with null for values',
      { matchExpressions: [{ key: 'app', operator: 'Exists', values: null }] },
      { web: true, db: true, unlabelled: false },
    ],
    ['DoesNotExist', app('DoesNotExist'), { web: false, db: false, unlabelled: true }],
    [
      'all of several labels',
      { matchLabels: { app: 'web', tier: 'back' } },
      { web: false, db: false, unlabelled: false },
    ],
    [
      'labels and expressions together',
      { matchLabels: { tier: 'front' }, ...app('In', ['db']) },
      { web: false, db: false, unlabelled: false },
    ],
    [
      'a label with the name of a member of every object',
      { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] },
      { web: false, db: false, unlabelled: false },
    ],
  ])('%s', (_title, podSelector, expected) => {
    const world = worldOf({ podSelector, policyTypes: ['Ingress'] });
    const isolated = (pod: Pod) => !world.allows(agent, pod, 80, 'TCP');
    expect({ web: isolated(web), db: isolated(db), unlabelled: isolated(unlabelled) }).toEqual(expected);
  });
});

describe('ports', () => {
  const ports = (...list: object[]) => worldOf({ ...everyone, ingress: [{ ports: list }] });

  describe('a number', () => {
    check(ports({ port: 80 }), [
      ['that port', true, web, db, 80],
      ['another', false, web, db, 81],
      ['TCP is the default', false, web, db, 80, 'UDP'],
    ]);
  });

  describe('a list', () => {
    check(ports({ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }), [
      ['one', true, web, db, 53, 'UDP'],
      ['the other', true, web, db, 53, 'TCP'],
    ]);
  });

  describe('only a protocol', () => {
    check(ports({ protocol: 'UDP' }), [
      ['all its ports', true, web, db, 4242, 'UDP'],
      ['no port of another protocol', false, web, db, 4242, 'TCP'],
    ]);
  });

  describe('null, which counts as a missing field', () => {
    check(ports({ port: null, protocol: 'UDP' }, { port: 80, endPort: null }), [
      ['every port of the protocol', true, web, db, 4242, 'UDP'],
      ['one port', true, web, db, 80],
      ['no other', false, web, db, 81],
    ]);
  });

  describe('a range', () => {
    check(ports({ port: 100, endPort: 200 }), [
      ['before it', false, web, db, 99],
      ['its first', true, web, db, 100],
      ['its last', true, web, db, 200],
      ['after it', false, web, db, 201],
      ['another protocol', false, web, db, 150, 'UDP'],
    ]);
  });

  describe('a name', () => {
    check(ports({ port: 'sql' }, { port: 'dns', protocol: 'UDP' }), [
      ['is the number that the destination declares', true, web, db, 5432],
      ['is no other number', false, web, db, 5433],
      ['is no port without this name', false, web, db, 9],
      ['is the number with its protocol', true, web, db, 53, 'UDP'],
      ['is not the number with another protocol', false, web, db, 53, 'TCP'],
      ['is no port of a pod without the name', false, db, web, 5432],
    ]);
    check(ports({ port: 'dns' }), [
      ['rule and pod must agree on the protocol', false, web, db, 53, 'UDP'],
      ['with every protocol of the connection', false, web, db, 53, 'TCP'],
    ]);
    check(worldOf({ ...everyone, policyTypes: ['Egress'], egress: [{ ports: [{ port: 'sql' }] }] }), [
      ['is looked up at the destination for egress, too', true, web, db, 5432],
      ['is never looked up at the source', false, db, web, 5432],
      ['an address has no names', false, web, '203.0.113.7', 5432],
    ]);
  });
});

describe('ipBlock', () => {
  const blocks = (...list: object[]) => list.map((ipBlock) => ({ ipBlock }));
  const to = (...list: object[]) =>
    worldOf({ ...everyone, policyTypes: ['Egress'], egress: [{ to: blocks(...list) }] });

  describe('with exceptions', () => {
    check(to({ cidr: '172.17.0.0/16', except: ['172.17.1.0/24', '172.17.255.255/32'] }), [
      ['before it', false, web, '172.16.255.255'],
      ['its first', true, web, '172.17.0.0'],
      ['before the exception', true, web, '172.17.0.255'],
      ['first of the exception', false, web, '172.17.1.0'],
      ['last of the exception', false, web, '172.17.1.255'],
      ['after the exception', true, web, '172.17.2.0'],
      ['a single address excepted', false, web, '172.17.255.255'],
      ['after it', false, web, '172.18.0.0'],
    ]);
  });

  describe('everything', () => {
    check(to({ cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] }), [
      ['the highest address', true, web, '255.255.255.255'],
      ['a private address', false, web, '10.200.0.1'],
      ['no pod without an address', false, web, agent],
      ['no pod at an excepted address', false, web, located],
      ['a pod at another address', true, web, { ...agent, address: '11.0.0.1' }],
    ]);
  });

  describe('an exception counts only in its own block', () => {
    check(to({ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] }, { cidr: '10.1.2.0/24' }), [
      ['another block contains it', true, web, '10.1.2.3'],
      ['no block contains it', false, web, '10.1.3.3'],
    ]);
  });

  describe('a base address inside the block', () => {
    check(to({ cidr: '192.168.1.77/24' }), [
      ['an address of the same network', true, web, '192.168.1.1'],
      ['an address of another network', false, web, '192.168.2.77'],
    ]);
  });

  describe('an IPv6 block', () =>
    check(to({ cidr: '::/0', except: ['fc00::/7'] }), [
      ['contains no IPv4 address', false, web, '203.0.113.7'],
    ]));

  describe('as a source', () => {
    check(worldOf({ ...everyone, ingress: [{ from: blocks({ cidr: '10.1.0.0/16' }) }] }), [
      ['an address inside', true, '10.1.2.3', web],
      ['an address outside', false, '10.2.2.3', web],
      ['a pod by its address', true, located, web],
      ['no pod without an address', false, agent, web],
    ]);
  });
});

// https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource
describe("the documentation's example", () => {
  const spec = {
    podSelector: { matchLabels: { app: 'db' } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      {
        from: [
          { ipBlock: { cidr: '172.17.0.0/16', except: ['172.17.1.0/24'] } },
          { namespaceSelector: { matchLabels: { team: 'platform' } } },
          { podSelector: { matchLabels: { tier: 'front' } } },
        ],
        ports: [{ protocol: 'TCP', port: 6379 }],
      },
    ],
    egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/24' } }], ports: [{ protocol: 'TCP', port: 5978 }] }],
  };
  check(worldOf(spec), [
    ['a pod of its namespace, by label', true, web, db, 6379],
    ['a pod of its namespace without the label', false, db, db, 6379],
    ['any pod of a namespace, by label', true, agent, db, 6379],
    ['an address in the block', true, '172.17.2.9', db, 6379],
    ['an address in the exception', false, '172.17.1.9', db, 6379],
    ['another port', false, web, db, 6380],
    ['egress to the block', true, db, '10.0.0.9', 5978],
    ['egress beside the block', false, db, '10.0.1.9', 5978],
    ['egress to a pod', false, db, web, 5978],
  ]);
});

describe('explain()', () => {
  const world = new PolicyWorld([
    namespace('shop'),
    namespace('ops'),
    policy({ ...everyone, policyTypes: ['Ingress', 'Egress'] }, 'deny', 'shop'),
    policy({ ...everyone, policyTypes: ['Ingress', 'Egress'] }, 'deny', 'ops'),
    policy(
      { ...onlyDb, ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 5432 }] }] },
      'sql',
      'shop',
    ),
    policy({ ...everyone, policyTypes: ['Egress'], egress: [{}] }, 'out', 'ops'),
  ]);

  it('names the allowing policies, at both ends', () => {
    expect(world.explain(agent, db, 5432, 'TCP')).toEqual({
      allowed: true,
      egress: {
        allowed: true,
        isolatedBy: ['ops/deny', 'ops/out'],
        allowedBy: ['ops/out'],
        rules: ['egress[0]'],
      },
      ingress: {
        allowed: true,
        isolatedBy: ['shop/deny', 'shop/sql'],
        allowedBy: ['shop/sql'],
        rules: ['ingress[0]'],
      },
    });
  });

  it('names the isolating policies if none allows', () => {
    expect(world.explain(web, '203.0.113.7', 443, 'TCP')).toEqual({
      allowed: false,
      egress: { allowed: false, isolatedBy: ['shop/deny'], allowedBy: [], rules: [] },
      ingress: { allowed: true, isolatedBy: [], allowedBy: [], rules: [] },
    });
  });
});

describe('PolicyWorld', () => {
  it('ignores objects of other kinds and of other API groups', () => {
    const other = { ...policy({ ...everyone }), apiVersion: 'crd.projectcalico.org/v1' };
    const world = new PolicyWorld([namespace('shop'), other, { apiVersion: 'apps/v1', kind: 'Deployment' }]);
    expect(world.allows('203.0.113.7', web, 80, 'TCP')).toBe(true);
  });

  test('fails if a pod is in an unknown namespace', () => {
    expect(() => worldOf().allows({ namespace: 'shpo', labels: {} }, db, 80, 'TCP')).toThrow(
      'namespace "shpo" of a pod not found among the manifests: add a Namespace object',
    );
  });

  test.each([['10.0.0.256'], ['example.com'], ['::1']])('fails if an end is "%s"', (address) => {
    expect(() => worldOf().allows(web, address, 80, 'TCP')).toThrow(
      `"${address}" is not a valid IPv4 address: write one such as 10.0.0.1`,
    );
  });

  test('fails if two policies of one namespace have one name', () => {
    expect(() => new PolicyWorld([policy({ ...everyone }), policy({ ...everyone })])).toThrow(
      'there are two policies "shop/p": remove one of them',
    );
  });

  test('fails if two namespaces have one name', () => {
    expect(() => new PolicyWorld([namespace('shop'), namespace('shop')])).toThrow(
      'there are two namespaces "shop": remove one of them',
    );
  });

  const from = (...peers: object[]) => ({ ...everyone, ingress: [{ from: peers }] });
  const fromBlock = (cidr: string, except?: string[]) => from({ ipBlock: { cidr, except } });
  const onPort = (port: object) => ({ ...everyone, ingress: [{ ports: [port] }] });
  const expression = (operator: string, values?: string[]) => ({
    podSelector: { matchExpressions: [{ key: 'app', operator, values }] },
  });
  const unknown = 'unknown field, which an API server rejects or drops: ';
  const invalidRange = 'is not a valid address range: write it like 10.0.0.1/32';
  test.each<[string, object | undefined, string]>([
    ['it has no spec', undefined, ': spec is missing: state the pods that the policy selects'],
    ['it has no podSelector', {}, ': spec.podSelector is missing: write {} for all pods of the namespace'],
    [
      'it has an unknown type',
      { ...everyone, policyTypes: ['ingress'] },
      ' does not match its schema: spec.policyTypes[0]: must be one of "Egress", "Ingress": did you mean "Ingress"?',
    ],
    [
      'a field of the policy is misspelt',
      { ...everyone, policyType: ['Egress'] },
      ` does not match its schema: spec.policyType: ${unknown}did you mean "policyTypes"?`,
    ],
    [
      'an ingress rule has a field of egress rules',
      { ...everyone, ingress: [{ to: [everyone] }] },
      ` does not match its schema: spec.ingress[0].to: ${unknown}correct its name, or remove it`,
    ],
    [
      'an egress rule has a field of ingress rules',
      { ...everyone, egress: [{ from: [everyone] }] },
      ` does not match its schema: spec.egress[0].from: ${unknown}correct its name, or remove it`,
    ],
    [
      'a field of a peer is misspelt',
      from({ namespaceselector: {}, podSelector: {} }),
      ` does not match its schema: spec.ingress[0].from[0].namespaceselector: ${unknown}did you mean "namespaceSelector"?`,
    ],
    [
      'a field of a port is misspelt',
      onPort({ port: 1, endport: 2 }),
      ` does not match its schema: spec.ingress[0].ports[0].endport: ${unknown}did you mean "endPort"?`,
    ],
    [
      'a field of a selector is misspelt',
      from({ podSelector: { app: 'web' } }),
      ` does not match its schema: spec.ingress[0].from[0].podSelector.app: ${unknown}correct its name, or remove it`,
    ],
    [
      'a peer is empty',
      from({}),
      ': a peer has no ipBlock and no selector: to allow everyone, remove the list of peers',
    ],
    [
      'a peer has both a block and a selector',
      from({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }),
      ': a peer has an ipBlock and a selector: write two peers',
    ],
    ['a block has no mask', fromBlock('10.0.0.1'), `: "10.0.0.1" ${invalidRange}`],
    ['a block has no bits', fromBlock('10.0.0.1/'), `: "10.0.0.1/" ${invalidRange}`],
    ['a mask is too long', fromBlock('10.0.0.1/33'), `: "10.0.0.1/33" ${invalidRange}`],
    ['a block is not an address', fromBlock('10.0.0/8'), `: "10.0.0/8" ${invalidRange}`],
    ['a block has two masks', fromBlock('10.0.0.0/8/9'), `: "10.0.0.0/8/9" ${invalidRange}`],
    [
      'an exception is outside its block',
      fromBlock('10.0.0.0/8', ['11.0.0.0/16']),
      ': exception "11.0.0.0/16" is not a part of "10.0.0.0/8": state a smaller range within it',
    ],
    [
      'an exception is of the other address family',
      fromBlock('::/0', ['11.0.0.0/16']),
      ': exception "11.0.0.0/16" is not a part of "::/0": state a smaller range within it',
    ],
    [
      'an exception is the whole block',
      fromBlock('10.0.0.0/8', ['10.0.0.0/8']),
      ': exception "10.0.0.0/8" is not a part of "10.0.0.0/8": state a smaller range within it',
    ],
    [
      'a range has a name',
      onPort({ port: 'sql', endPort: 9 }),
      ': endPort 9 is invalid for port "sql": port must be a number up to endPort',
    ],
    [
      'a range is reversed',
      onPort({ port: 10, endPort: 9 }),
      ': endPort 9 is invalid for port "10": port must be a number up to endPort',
    ],
    [
      'an operator is unknown',
      expression('Is'),
      ': operator "Is" is unknown: use In, NotIn, Exists or DoesNotExist',
    ],
    [
      'In has no values',
      expression('In'),
      ': operator In of "app" has 0 values: only In and NotIn have values, at least one',
    ],
    [
      'Exists has a value',
      expression('Exists', ['web']),
      ': operator Exists of "app" has 1 values: only In and NotIn have values, at least one',
    ],
  ])('fails if %s', (_title, spec, message) => {
    expect(() => new PolicyWorld([policy(spec)])).toThrow(`policy "shop/p"${message}`);
  });

  test('fails if a policy has no namespace', () => {
    expect(() => new PolicyWorld([policy({ ...everyone }, 'p', '')])).toThrow(
      'policy "p": namespace is missing: kubectl would use the current one',
    );
  });
});

describe('matrix()', () => {
  const world = worldOf(
    { ...everyone },
    { ...onlyDb, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 5432 }] }] },
  );
  const podEnd = (pod: Pod) => ({ name: `${pod.namespace}/${pod.name}`, at: pod });
  const to = (pod: Pod, port: number, protocol: Protocol = 'TCP'): Destination => ({
    ...podEnd(pod),
    block: pod.namespace,
    title: pod.name ?? '',
    port,
    protocol,
  });
  const internet: Destination = {
    name: 'internet',
    at: '198.51.100.1',
    block: 'outside the cluster',
    title: 'internet',
    port: 443,
    protocol: 'TCP',
  };

  it('lists the sources, then one block for each destination namespace, with the other sources in the last row', () => {
    const cells = cellsOf(
      world,
      [
        podEnd(web),
        podEnd(agent),
        { name: 'client', at: '203.0.113.7' },
        { name: 'own node', at: undefined },
      ],
      [to(db, 5432), to(opsWeb, 80), to(db, 53, 'UDP'), internet],
    );
    expect(matrix(cells)).toBe(`sources
  shop/web
  ops/agent
  client     203.0.113.7
  own node   all connections

to shop               db:5432  db:53/UDP
  shop/web            yes      ·
  every other source  ·        ·

to ops       web:80
  shop/web   yes
  ops/agent  yes
  client     yes

to outside the cluster  internet:443
  shop/web              yes
  ops/agent             yes
`);
  });

  it('has one row if no source can connect', () => {
    const cells = cellsOf(world, [podEnd(agent), podEnd(opsWeb)], [to(web, 80)]);
    expect(matrix(cells)).toBe(
      'sources\n  ops/agent\n  ops/web\n\nto shop         web:80\n  every source  ·\n',
    );
  });

  test('fails if two sources have the same name', () => {
    expect(() =>
      matrix(cellsOf(world, [podEnd(web), { ...podEnd(db), name: 'shop/web' }], [to(web, 80)])),
    ).toThrow('two sources have the name "shop/web": give one of them another name');
  });

  test('fails if two headings of a block are equal', () => {
    expect(() =>
      matrix(cellsOf(world, [podEnd(web)], [to(db, 80), { ...to(web, 80), title: 'db' }])),
    ).toThrow('two destinations in shop have the name "db:80": give one of them another name');
  });
});

describe('readManifests()', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  it('reads every document, in the order of file names, and no other file', () => {
    write('10-b.k8s.yaml', 'kind: C\n');
    write('00-a.k8s.yaml', 'kind: A\n---\nkind: B\n');
    write('05-empty.k8s.yaml', '');
    write('kubeadm.yaml', 'kind: Z\n');
    expect(readManifests(folder)).toEqual([{ kind: 'A' }, { kind: 'B' }, { kind: 'C' }]);
  });

  test.each([
    ['does not parse', 'a: [1\n', /00-a\.k8s\.yaml: Flow sequence in block collection must be/],
    ['has a key twice', 'a: 1\na: 2\n', /00-a\.k8s\.yaml: Map keys must be unique/],
    ['parses with a warning', 'a: !what 1\n', /00-a\.k8s\.yaml: Unresolved tag: !what/],
    ['has a broken second document', 'a: 1\n---\nb: "\n', /00-a\.k8s\.yaml: Missing closing "quote/],
    ['has an empty document', 'a: 1\n---\n', /00-a\.k8s\.yaml: document 2 is null: it must be an object$/],
    ['has a list', '- a\n', /00-a\.k8s\.yaml: document 1 is \["a"\]: it must be an object$/],
  ])('fails if a file %s', (_title, text, message) => {
    write('00-a.k8s.yaml', text);
    expect(() => readManifests(folder)).toThrow(message);
  });

  test('fails if the folder has no manifests', () => {
    write('readme.md', '');
    expect(() => readManifests(folder)).toThrow(
      `folder "${folder}" has no *.k8s.yaml: use a folder that a synth has written`,
    );
  });
});
