import { CertManagerIssuers } from '../../lib/certificates/cert-manager-issuers';
import { ClusterBase } from '../../lib/core/cluster-base';
import type { ClusterNamespace } from '../../lib/core/cluster-namespace';
import { TopologyApp } from '../../lib/core/topology-app';
import type { Exposed, ExposureOptions } from '../../lib/ingress/exposure';
import { IngressStack } from '../../lib/ingress/ingress-stack';
import { stringify } from '../../lib/output/yaml';

/** What the document's `resource.ExposePortRequest` asks, and what it leaves to annotations. */
export interface ExposePortRequest extends ExposureOptions {
  readonly port: number;
  readonly hostnames: readonly string[];
  readonly tls: boolean;
  /** A certificate that is there already. @default one is ordered, as `<name>-tls` */
  readonly tlsSecretName?: string;
}

/**
 * A cluster in which TinySystems' modules run, with one that is about to be exposed.
 *
 * @see document 004
 */
export class TinySystems extends ClusterBase {
  readonly modules: ClusterNamespace;
  readonly ingress: IngressStack;

  constructor(app: TopologyApp) {
    super(app, 'tinysystems', {
      kubernetesVersion: '1.34',
      nodes: [{ name: 'general', count: 3, cpu: '3920m', memory: '14Gi' }],
      network: {
        policyEngine: 'calico',
        podCidr: '10.244.0.0/16',
        serviceCidr: '10.96.0.0/12',
        nodeCidrs: ['10.0.0.0/16'],
        apiServer: { cidrs: ['10.0.0.10/32'], port: 6443 },
      },
    });
    this.modules = this.namespace({ name: 'tinysystems', podSecurity: 'restricted' });
    const issuers = new CertManagerIssuers(this, 'issuers', { email: 'ops@tinysystems.io' });
    const issuer = issuers.acme('letsencrypt-prod', { challenge: 'http01', ingressClass: 'nginx' });
    this.ingress = new IngressStack(this, 'ingress', {
      controller: 'loadBalancer',
      issuer: issuer.name,
      challenge: 'http01',
    });
  }

  /** The document's ExposePort, for its module `http-server-abc123`. */
  exposePort({ port, hostnames, tls, tlsSecretName, ...options }: ExposePortRequest): Exposed {
    const certificate = tlsSecretName === undefined ? 'auto' : { secretName: tlsSecretName };
    return this.ingress.expose('http-server-abc123', {
      service: { namespace: this.modules, selector: { app: 'http-module' }, port },
      hostnames,
      tls: tls ? certificate : 'none',
      ...options,
    });
  }
}

/** The file of Services and Ingresses that an example comes to. */
export function render(example: (cluster: TinySystems) => void): string {
  const app = new TopologyApp();
  example(new TinySystems(app));
  const file = app.manifests().find(({ path }) => path === 'tinysystems/60-ingress.k8s.yaml');
  return stringify(file?.json ?? []);
}
