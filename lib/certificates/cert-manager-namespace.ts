import { Construct } from 'constructs';
import { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/connection';
import type { QuotaFigures } from '../core/limit-range';
import { CERT_MANAGER_PODS, WEBHOOK_PORT } from '../kube/cert-manager';
import { CERT_MANAGER_NAMESPACE, METRICS_PORT } from './installation';

/**
 * The quota for seven pods, each with requests of 20m and 64Mi and limits of 200m and 256Mi: controller, webhook and CA
 * injector, each beside its successor during an upgrade, and the job with which the Helm chart checks the API.
 */
const QUOTA: QuotaFigures = {
  requests: { cpu: '140m', memory: '448Mi' },
  limits: { cpu: '1400m', memory: '1792Mi' },
  pods: 7,
};

/** The connections of cert-manager. */
export interface CertManagerNamespaceProps {
  /**
   * The ingress controllers; `'nodes'` for one on the host network.
   *
   * cert-manager checks an HTTP-01 challenge itself before the certificate authority does. Within the cluster,
   * connections to the address of the load balancer go directly to the pods of the controller.
   */
  readonly ingressControllers: readonly (PodGroup | 'nodes')[];
  /**
   * The pods through which a managed API server connects to pods.
   *
   * @default none: the API server runs on a node and connects from there
   */
  readonly apiServerTunnel?: PodGroup;
}

/**
 * The namespace of cert-manager, with a small quota and only the connections that HTTP-01 needs.
 *
 * A person installs cert-manager in it with its Helm chart, whose pods comply with the Pod Security level `restricted`.
 * The namespace must be applied before cert-manager is installed, and cert-manager must be installed before any issuer is
 * applied. `docs/clusters/` has the commands.
 *
 * @see https://cert-manager.io/docs/installation/best-practice/
 */
export class CertManagerNamespace extends Construct {
  readonly namespace: ClusterNamespace;
  /** The controller, on its metrics port. */
  readonly controller: PodGroup;

  constructor(scope: Construct, id: string, props: CertManagerNamespaceProps) {
    super(scope, id);
    const cluster = ClusterBase.of(this);
    const { isolation } = cluster;
    this.namespace = cluster.addNamespace(
      { name: CERT_MANAGER_NAMESPACE.name, quota: QUOTA, podSecurity: 'restricted' },
      this,
    );
    this.controller = this.namespace.pods(CERT_MANAGER_PODS.controller, { port: METRICS_PORT });
    const webhook = this.namespace.pods(CERT_MANAGER_PODS.webhook, { port: WEBHOOK_PORT });

    isolation.allowApiServer({
      from: this.namespace,
      because: 'cert-manager reads Certificates and writes their Secrets',
    });
    const because = 'the API server calls the webhook for every Issuer and Certificate';
    if (props.apiServerTunnel) isolation.allow({ from: props.apiServerTunnel, to: webhook, because });
    else isolation.allowFromNodes({ to: webhook, because });
    isolation.allowInternet({
      from: this.controller,
      ports: [80, 443],
      because: "cert-manager calls Let's Encrypt, and checks each challenge before it reports it as ready",
    });
    const ownCheck = 'cert-manager checks its HTTP-01 challenges at the ingress controller';
    for (const ingress of props.ingressControllers)
      if (ingress === 'nodes')
        isolation.allowToNodes({ from: this.controller, ports: [80, 443], because: ownCheck });
      else isolation.allow({ from: this.controller, to: ingress, because: ownCheck });
  }
}
