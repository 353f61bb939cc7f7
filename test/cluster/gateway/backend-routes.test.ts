import { getAll, tryKubectl } from '../support/kubectl';

const BACKEND = 'system:serviceaccount:control-plane:aiworker-backend';

/** The namespaces of aiworker's previews and projects; empty on other clusters. */
const namespaces = getAll<{ metadata: { name: string; labels?: Record<string, string> } }>('namespaces');
const ofEnvironment = (environment: string) =>
  namespaces.find(
    ({ metadata: { labels } }) =>
      labels?.['managed-by'] === 'aiworker' &&
      labels.environment === environment &&
      labels.protected !== 'true',
  )?.metadata;
const preview = ofEnvironment('preview')?.name ?? '';
const staging = ofEnvironment('staging');
const project = staging?.labels?.project ?? '';

const GATEWAY = {
  group: 'gateway.networking.k8s.io',
  kind: 'Gateway',
  name: 'public',
  namespace: 'envoy-gateway',
};

interface Route {
  readonly namespace?: string;
  readonly annotations?: object;
  readonly parentRefs?: readonly object[];
  readonly hostnames?: readonly string[];
  readonly rule?: object;
}

const PREVIEW: Required<Route> = {
  namespace: preview,
  annotations: { 'external-dns.alpha.kubernetes.io/controller': 'none' },
  parentRefs: [{ ...GATEWAY, sectionName: 'previews' }],
  hostnames: ['task-new.preview.aiworker.dev'],
  rule: { backendRefs: [{ name: 'web', port: 80 }] },
};

const PROJECT: Route = {
  namespace: staging?.name,
  parentRefs: [{ ...GATEWAY, sectionName: 'wildcard.aiworker.dev' }],
  hostnames: [`staging-${project}.aiworker.dev`],
};

/** The answer of the API server to a new route of the backend. */
function create(route: Route): string {
  const { namespace, annotations, parentRefs, hostnames, rule } = { ...PREVIEW, ...route };
  return ask({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'new', namespace, annotations },
    spec: { parentRefs, hostnames, rules: [rule] },
  });
}

function ask(object: object): string {
  const args = ['create', `--as=${BACKEND}`, '--dry-run=server', '-f', '-'];
  const { stdout, stderr } = tryKubectl(args, JSON.stringify(object));
  return (stderr || stdout).trim();
}

// Arcana has no backend that makes routes.
const onAiworker = preview === '' ? describe.skip : describe;

onAiworker('the backend of aiworker (skipped on clusters without previews)', () => {
  test('makes routes of previews at their listener, and of projects at that of the domain', () => {
    expect(create({})).toMatch(/created/);
    expect(create(PROJECT)).toMatch(/created/);
    expect(create({ ...PROJECT, parentRefs: [{ ...GATEWAY, sectionName: 'http' }] })).toMatch(/created/);
  });

  test.each<[string, Route, string]>([
    [
      'attaches a preview to a listener without authentication',
      { parentRefs: [{ ...GATEWAY, sectionName: 'wildcard.aiworker.dev' }] },
      'routes attach to the gateway envoy-gateway/public',
    ],
    ['attaches a preview to every listener', { parentRefs: [GATEWAY] }, 'routes attach to the gateway'],
    [
      'attaches a preview to the listeners of an exposure',
      {
        parentRefs: [
          { ...GATEWAY, kind: 'ListenerSet', name: 'backend-ingress', namespace: 'control-plane' },
        ],
      },
      'routes attach to the gateway',
    ],
    [
      'attaches a project to the listener of previews',
      { ...PROJECT, parentRefs: PREVIEW.parentRefs },
      'routes attach to the gateway',
    ],
    [
      'takes the host of the API',
      { hostnames: ['api.aiworker.dev'] },
      'hosts are <name>.preview.aiworker.dev',
    ],
    ['takes every host of previews', { hostnames: ['*.preview.aiworker.dev'] }, 'hosts are <name>'],
    ['takes all hosts of the listener', { hostnames: [] }, 'hosts are <name>.preview.aiworker.dev'],
    [
      'takes the host of another environment',
      { ...PROJECT, hostnames: [`production-${project}.aiworker.dev`] },
      'hosts are <name>.preview.aiworker.dev',
    ],
    [
      'sends requests to another namespace',
      { rule: { backendRefs: [{ name: 'mysql', namespace: 'control-plane', port: 3306 }] } },
      'the backends of a route are Services of its namespace',
    ],
    [
      'copies requests',
      {
        rule: {
          filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'web', port: 80 } } }],
        },
      },
      'the filters of a route are',
    ],
    [
      'redirects to another host',
      { rule: { filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'evil.example.com' } }] } },
      'redirects stay on their host',
    ],
    [
      'changes DNS records',
      { annotations: { 'external-dns.alpha.kubernetes.io/target': '203.0.113.9' } },
      'routes have no annotations but these',
    ],
    ['makes a route of the platform', { namespace: 'control-plane' }, 'denied request'],
  ])('is refused if it %s', (_, route, message) => {
    expect(create(route)).toContain(message);
  });

  test('makes no policy, listener or gateway', () => {
    const kinds = [
      'securitypolicies.gateway.envoyproxy.io',
      'backendtrafficpolicies.gateway.envoyproxy.io',
      'clienttrafficpolicies.gateway.envoyproxy.io',
      'gateways.gateway.networking.k8s.io',
      'listenersets.gateway.networking.k8s.io',
      'referencegrants.gateway.networking.k8s.io',
    ];
    for (const kind of kinds)
      expect(
        tryKubectl(['auth', 'can-i', 'create', kind, '-n', preview, `--as=${BACKEND}`]).stdout.trim(),
      ).toBe('no');
  });
});
