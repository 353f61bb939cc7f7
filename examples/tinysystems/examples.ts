import { Duration, Size } from 'cdk8s';
import { PodService } from '../../lib';
import type { TinySystems } from './tiny-systems';

/** The request that most examples extend. */
const API = { port: 8080, hostnames: ['api.example.com'], tls: true } as const;

/** The examples of document 004 by name, in its order. Each comment is the heading in the document. */
export const EXAMPLES: Readonly<Record<string, (cluster: TinySystems) => void>> = {
  /** "Exposing a Port" */
  basic: (cluster) => {
    cluster.exposePort(API);
  },

  /** "Custom Certificate" */
  'custom-certificate': (cluster) => {
    const tlsSecret = cluster.expectSecret({
      namespace: cluster.modules,
      name: 'my-existing-cert',
      type: 'kubernetes.io/tls',
      keys: { 'tls.crt': 'the certificate and its chain', 'tls.key': 'the private key of the certificate' },
      purpose: 'the ingress controller serves api.example.com with this existing certificate',
    });
    cluster.exposePort({ ...API, tlsSecret });
  },

  /** "No TLS (HTTP only)" */
  'no-tls': (cluster) => {
    cluster.exposePort({ port: 8080, hostnames: ['internal.example.com'], tls: false });
  },

  /** "Multiple Hostnames" */
  'three-hosts': (cluster) => {
    cluster.exposePort({ ...API, hostnames: ['api.example.com', 'api.example.org', 'api.example.net'] });
  },

  /** "Path-Based Routing" */
  'two-paths': ({ ingress, modules: namespace }) => {
    const service = (name: string) =>
      new PodService(ingress, name, {
        namespace,
        name: `${name}-service`,
        selector: { app: name },
        port: 8080,
      });
    ingress.expose('multi-path-ingress', {
      hostnames: ['api.example.com'],
      paths: [
        { path: '/users', service: service('user') },
        { path: '/orders', service: service('order') },
      ],
      tls: 'none',
    });
  },

  /** "NGINX Ingress Controller": options replace the annotations. */
  options: (cluster) => {
    const minute = Duration.seconds(60);
    cluster.exposePort({
      ...API,
      timeouts: { connect: minute, send: minute, read: minute },
      maxBodySize: Size.mebibytes(10),
      rateLimit: { requestsPerSecond: 100 },
      // The origin is *, so credentials are not allowed. The annotations of the document would allow them by default.
      cors: { origins: ['*'] },
    });
  },

  /** "Custom Annotations via Settings" */
  'custom-annotations': (cluster) => {
    cluster.exposePort({
      ...API,
      extraIngressAnnotations: { 'nginx.ingress.kubernetes.io/proxy-buffering': 'off' },
    });
  },

  /** "WebSocket Support": no snippet is needed, because nginx upgrades connections by itself. */
  websocket: (cluster) => {
    cluster.exposePort({ ...API, webSocket: true, hashBy: 'uri' });
  },

  /** "Backend Health": the controller uses the readiness of pods; it has no annotation for a health path. */
  'upstream-host': (cluster) => {
    cluster.exposePort({ ...API, upstreamHost: 'api.example.com' });
  },

  /** "Session Affinity" */
  'cookie-affinity': (cluster) => {
    cluster.exposePort({
      ...API,
      cookieAffinity: { name: 'route', expires: Duration.seconds(172_800) },
    });
  },

  /** "Enable Rate Limiting", and the timeout of "Configure Timeouts" */
  'rate-limit': (cluster) => {
    cluster.exposePort({
      ...API,
      rateLimit: { requestsPerSecond: 50, connections: 10 },
      timeouts: { read: Duration.minutes(5) },
    });
  },
};
