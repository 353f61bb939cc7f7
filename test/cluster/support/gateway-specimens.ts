import type { ObjectJson } from '../../../lib/checks/engine/kube-object';

const GATEWAY_API = 'gateway.networking.k8s.io';
const group = GATEWAY_API;

function object(apiVersion: string, kind: string, spec: object): ObjectJson {
  return { apiVersion, kind, metadata: { name: 'specimen' }, spec } as ObjectJson;
}

const LISTENERS = [
  {
    name: 'http',
    hostname: '*.example.com',
    port: 80,
    protocol: 'HTTP',
    allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ group, kind: 'HTTPRoute' }] },
  },
  {
    name: 'https',
    hostname: 'example.com',
    port: 443,
    protocol: 'HTTPS',
    tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'tls' }] },
    allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'web' } } } },
  },
  { name: 'tls', hostname: 'tls.example.com', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
  { name: 'tcp', port: 5432, protocol: 'TCP' },
];

const FILTERS = [
  { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-a', value: 'b' }] } },
  { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['x-b'] } },
  {
    type: 'RequestMirror',
    requestMirror: { backendRef: { group: '', kind: 'Service', name: 'copy', port: 80 }, percent: 10 },
  },
  { type: 'CORS', cors: { allowOrigins: ['https://example.com'], allowMethods: ['GET', 'POST'], maxAge: 5 } },
  {
    type: 'URLRewrite',
    urlRewrite: {
      hostname: 'api.example.com',
      path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/v1' },
    },
  },
];

/** One object of each kind of Gateway API. */
export const GATEWAY_SPECIMENS: readonly ObjectJson[] = [
  object(`${GATEWAY_API}/v1`, 'GatewayClass', {
    controllerName: 'example.com/controller',
    parametersRef: { group: 'example.com', kind: 'Settings', name: 'a', namespace: 'b' },
  }),
  object(`${GATEWAY_API}/v1`, 'Gateway', {
    gatewayClassName: 'specimen',
    allowedListeners: { namespaces: { from: 'Same' } },
    addresses: [{ type: 'IPAddress', value: '203.0.113.7' }],
    listeners: LISTENERS,
  }),
  object(`${GATEWAY_API}/v1`, 'ListenerSet', {
    parentRef: { group, kind: 'Gateway', name: 'specimen' },
    listeners: LISTENERS,
  }),
  object(`${GATEWAY_API}/v1`, 'HTTPRoute', {
    parentRefs: [
      { group, kind: 'Gateway', name: 'specimen', sectionName: 'http' },
      { group, kind: 'Gateway', name: 'specimen', sectionName: 'https' },
    ],
    hostnames: ['example.com', '*.example.com'],
    rules: [
      {
        name: 'all',
        matches: [
          {
            path: { type: 'PathPrefix', value: '/api' },
            method: 'GET',
            headers: [{ name: 'x-a', value: 'b' }],
          },
        ],
        filters: FILTERS,
        backendRefs: [{ group: '', kind: 'Service', name: 'web', port: 80, weight: 1 }],
        timeouts: { request: '10s', backendRequest: '5s' },
      },
      {
        matches: [{ path: { type: 'Exact', value: '/old' } }],
        filters: [
          {
            type: 'RequestRedirect',
            requestRedirect: {
              scheme: 'https',
              statusCode: 301,
              path: { type: 'ReplaceFullPath', replaceFullPath: '/new' },
            },
          },
        ],
      },
    ],
  }),
  object(`${GATEWAY_API}/v1`, 'ReferenceGrant', {
    from: [{ group, kind: 'HTTPRoute', namespace: 'web' }],
    to: [{ group: '', kind: 'Service', name: 'web' }],
  }),
  object(`${GATEWAY_API}/v1`, 'BackendTLSPolicy', {
    targetRefs: [{ group: '', kind: 'Service', name: 'web', sectionName: 'https' }],
    validation: {
      hostname: 'web.example.com',
      caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }],
      subjectAltNames: [{ type: 'Hostname', hostname: 'web.example.com' }],
    },
  }),
  ...['BackendTrafficPolicy', 'ClientTrafficPolicy', 'SecurityPolicy'].map((kind) =>
    object('gateway.envoyproxy.io/v1alpha1', kind, {
      targetRefs: [{ group, kind: 'Gateway', name: 'specimen', sectionName: 'http' }],
    }),
  ),
];
