import { type Breakable, container, type Workshop } from './sound-cluster';

const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const ENVOY = 'gateway.envoyproxy.io/v1alpha1';

/** The labels of the pods that Envoy Gateway creates for the Gateway `public`. */
export const ENVOYS = {
  'gateway.envoyproxy.io/owning-gateway-namespace': 'edge',
  'gateway.envoyproxy.io/owning-gateway-name': 'public',
};

/** Objects of Gateway API beside the Ingress of the sound cluster, which violate no rule: the same shop by an Envoy Gateway. */
export function addGateways({ add }: Workshop): void {
  for (const object of [...platform(), ...shop(), ...policies()]) add(structuredClone(object));
}

/** A change of the sound cluster with its gateway. */
export function withGateways(change: (workshop: Workshop) => void): (workshop: Workshop) => void {
  return (workshop) => {
    addGateways(workshop);
    change(workshop);
  };
}

/** A Gateway of AKS, whose certificate comes from a key vault. */
export function addVaultGateway({ add }: Workshop): void {
  const identity = { 'azure.workload.identity/client-id': '01234567-89ab-cdef-0123-456789abcdef' };
  const tls = {
    mode: 'Terminate',
    certificateRefs: [{ group: '', kind: 'Secret', namespace: 'shop', name: 'kv-gw-cert-vault-https' }],
    options: {
      'kubernetes.azure.com/tls-cert-keyvault-uri': 'https://akv-shop.vault.azure.net/certificates/shop',
      'kubernetes.azure.com/tls-cert-service-account': 'vault-reader',
    },
  };
  add(
    object(GATEWAY_API, 'GatewayClass', undefined, 'approuting-istio', {
      controllerName: 'istio.io/controller',
    }),
  );
  add({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'vault-reader', namespace: 'shop', annotations: identity },
    automountServiceAccountToken: false,
  } as Breakable);
  add(
    object(GATEWAY_API, 'Gateway', 'shop', 'vault', {
      gatewayClassName: 'approuting-istio',
      listeners: [{ name: 'https', hostname: 'vault.example', port: 443, protocol: 'HTTPS', tls }],
    }),
  );
}

function object(apiVersion: string, kind: string, namespace: string | undefined, name: string, spec: object) {
  return { apiVersion, kind, metadata: { name, namespace }, spec };
}

/** A route of the shop by its ListenerSet. */
export function httpRoute(name: string, spec: object = {}): Breakable {
  return object(GATEWAY_API, 'HTTPRoute', 'shop', name, {
    parentRefs: [
      { group: 'gateway.networking.k8s.io', kind: 'ListenerSet', name: 'shop', sectionName: 'https' },
    ],
    hostnames: ['shop.example'],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [{ name: 'web', port: 80 }],
        timeouts: { request: '60s' },
      },
    ],
    ...spec,
  });
}

/** A permission of the shop for references of another namespace. */
export function referenceGrant(kind: string, to: { kind: string; name?: string }, from = 'edge'): Breakable {
  return object(GATEWAY_API, 'ReferenceGrant', 'shop', 'grant', {
    from: [{ group: 'gateway.networking.k8s.io', kind, namespace: from }],
    to: [{ group: '', ...to }],
  });
}

function platform(): object[] {
  return [
    object(GATEWAY_API, 'GatewayClass', undefined, 'envoy', {
      controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
      parametersRef: {
        group: 'gateway.envoyproxy.io',
        kind: 'EnvoyProxy',
        name: 'proxies',
        namespace: 'edge',
      },
    }),
    object(ENVOY, 'EnvoyProxy', 'edge', 'proxies', {
      provider: { type: 'Kubernetes', kubernetes: { envoyService: { externalTrafficPolicy: 'Local' } } },
    }),
    object('apps/v1', 'Deployment', 'edge', 'envoy-gateway', {
      selector: { matchLabels: { app: 'envoy-gateway' } },
      template: {
        metadata: { labels: { app: 'envoy-gateway' } },
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [container('envoy-gateway', 'docker.io/envoyproxy/gateway:v1.9.1', {})],
        },
      },
    }),
    object(GATEWAY_API, 'Gateway', 'edge', 'public', {
      gatewayClassName: 'envoy',
      allowedListeners: { namespaces: { from: 'All' } },
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } },
      ],
    }),
  ];
}

function shop(): object[] {
  return [
    object(GATEWAY_API, 'ListenerSet', 'shop', 'shop', {
      parentRef: { name: 'public', namespace: 'edge' },
      listeners: [
        {
          name: 'https',
          hostname: 'shop.example',
          port: 443,
          protocol: 'HTTPS',
          tls: { mode: 'Terminate', certificateRefs: [{ name: 'shop-tls' }] },
        },
      ],
    }),
    httpRoute('web'),
    httpRoute('web-redirect', {
      parentRefs: [{ name: 'public', namespace: 'edge', sectionName: 'http' }],
      rules: [
        {
          filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }],
        },
      ],
    }),
    object(ENVOY, 'BackendTrafficPolicy', 'shop', 'web', {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'web' }],
      timeout: { http: { requestTimeout: '60s' } },
    }),
    object(ENVOY, 'ClientTrafficPolicy', 'edge', 'public', {
      targetRefs: [
        { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public', sectionName: 'http' },
      ],
      timeout: { http: { idleTimeout: '60s' } },
    }),
  ];
}

function policies(): object[] {
  const envoys = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
    podSelector: { matchLabels: ENVOYS },
  };
  const pods = (labels: object) => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
    podSelector: { matchLabels: labels },
  });
  const [web, solver] = [{ app: 'web' }, { 'acme.cert-manager.io/http01-solver': 'true' }];
  const policy = (namespace: string, name: string, spec: object) =>
    object('networking.k8s.io/v1', 'NetworkPolicy', namespace, name, spec);
  return [
    policy('edge', 'envoys', {
      podSelector: { matchLabels: ENVOYS },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ ports: [{ port: 10_080 }, { port: 10_443 }] }],
      egress: [
        { to: [pods(web)], ports: [{ port: 8080 }] },
        { to: [pods(solver)], ports: [{ port: 8089 }] },
      ],
    }),
    policy('shop', 'web-of-envoys', {
      podSelector: { matchLabels: web },
      policyTypes: ['Ingress'],
      ingress: [{ from: [envoys], ports: [{ port: 8080 }] }],
    }),
    policy('shop', 'solver-of-envoys', {
      podSelector: { matchLabels: solver },
      policyTypes: ['Ingress'],
      ingress: [{ from: [envoys], ports: [{ port: 8089 }] }],
    }),
  ];
}
