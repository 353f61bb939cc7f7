import {
  CertManagerIssuers,
  ClusterBase,
  type ClusterNamespace,
  type Exposed,
  type ExposureOptions,
  envoyGateway,
  gatewayListener,
  type IngressController,
  IngressStack,
  nginx,
  placeIn,
  type SecretReference,
  Stage,
  stringify,
  TopologyApp,
} from '../../lib';

/**
 * A request to expose a port of a module: `resource.ExposePortRequest` of document 004. Options replace the annotations
 * of the document.
 */
export interface ExposePortRequest extends ExposureOptions {
  readonly port: number;
  readonly hostnames: readonly string[];
  readonly tls: boolean;
  /** The Secret of an existing certificate. @default a certificate is ordered, in the Secret `<name>-tls` */
  readonly tlsSecret?: SecretReference;
}

/**
 * The cluster of TinySystems, which runs modules as pods and exposes their ports.
 *
 * @see document 004
 */
export class TinySystems extends ClusterBase {
  readonly modules: ClusterNamespace;
  readonly ingress: IngressStack;

  /** @param controller the ingress controller: ingress-nginx, as in the document, or a gateway */
  constructor(app: TopologyApp, controller: 'nginx' | 'gateway' = 'nginx') {
    super(app, 'tinysystems', {
      kubernetesVersion: '1.36',
      nodes: [{ name: 'general', count: 3, cpu: '3920m', memory: '14Gi' }],
      network: {
        policyEngine: 'calico',
        podCidr: '10.244.0.0/16',
        serviceCidr: '10.96.0.0/12',
        nodeCidrs: ['10.0.0.0/16'],
        apiServer: { cidrs: ['10.0.0.10/32'], port: 6443 },
      },
    });
    placeIn(this, Stage.ingress, 'ingress');
    this.modules = this.addNamespace({ name: 'tinysystems', podSecurity: 'restricted' });
    const issuers = new CertManagerIssuers(this, 'issuers', { email: 'ops@tinysystems.io' });
    const isNginx = controller === 'nginx';
    const namespace = this.addNamespace({
      name: isNginx ? 'ingress-nginx' : 'envoy-gateway',
      podSecurity: 'restricted',
    });
    const way = isNginx ? { ingressClass: 'nginx' } : { gateway: gatewayListener(namespace.name) };
    const props = { namespace, placement: 'loadBalancer' } as const;
    this.ingress = new IngressStack<IngressController>(this, 'ingress', {
      controller: isNginx ? nginx(props) : envoyGateway(props),
      issuer: issuers.acme('letsencrypt-prod', { challenge: 'http01', ...way }),
    });
  }

  /** Exposes a port of the module `http-server-abc123`, as `ExposePort` of the document does. */
  exposePort({ port, hostnames, tls, tlsSecret, ...options }: ExposePortRequest): Exposed {
    const certificate = tlsSecret ? { secret: tlsSecret } : 'auto';
    return this.ingress.expose('http-server-abc123', {
      service: { namespace: this.modules, selector: { app: 'http-module' }, port },
      hostnames,
      tls: tls ? certificate : 'none',
      ...options,
    });
  }
}

/** Renders the Services of an example, and their Ingresses or routes. */
export function render(
  example: (cluster: TinySystems) => void,
  controller: 'nginx' | 'gateway' = 'nginx',
): string {
  const app = new TopologyApp();
  example(new TinySystems(app, controller));
  const file = app.manifests().find(({ path }) => path === 'tinysystems/60-ingress.k8s.yaml');
  return stringify(file?.objects.map(({ json }) => json) ?? []);
}
