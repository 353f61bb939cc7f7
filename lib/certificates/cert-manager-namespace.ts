import { Construct } from 'constructs';
import { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace, QuotaFigures } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/network-isolation';
import { CERT_MANAGER_NAMESPACE, CERT_MANAGER_PODS, METRICS_PORT, WEBHOOK_PORT } from './installation';

/**
 * What seven pods of 20m and 64Mi need: controller, webhook and CA injector, each beside its successor during an
 * upgrade, and the job by which the chart checks the API. The quota's limits are 200m and 256Mi each.
 */
const QUOTA: QuotaFigures = {
  requests: { cpu: '140m', memory: '448Mi' },
  limits: { cpu: '1400m', memory: '1792Mi' },
  pods: 7,
};

/** How cert-manager reaches, and is reached, in a cluster. */
export interface CertManagerNamespaceProps {
  /**
   * Who answers under the names that are proven over HTTP: cert-manager asks itself first, and within the cluster the
   * load balancer's address leads straight to the controller's pods. `'nodes'` for a controller on the host's network.
   */
  readonly ingressController: PodGroup | 'nodes';
  /**
   * Pods through which a hosted API server reaches pods.
   *
   * @default none: the API server runs on a node, and calls from there
   */
  readonly apiServerTunnel?: PodGroup;
}

/**
 * The namespace that cert-manager is installed into by its chart, with little to use and only the connections that
 * ACME over HTTP needs.
 *
 * Its chart's pods pass Pod Security's level `restricted`. It must be applied before cert-manager is installed, and
 * cert-manager before any issuer; `docs/clusters/` has the commands.
 *
 * @see https://cert-manager.io/docs/installation/best-practice/
 */
export class CertManagerNamespace extends Construct {
  readonly namespace: ClusterNamespace;
  /** The controller, and its port for metrics. */
  readonly controller: PodGroup;

  constructor(scope: Construct, id: string, props: CertManagerNamespaceProps) {
    super(scope, id);
    const cluster = ClusterBase.of(this);
    const { isolation } = cluster;
    this.namespace = cluster.namespace({
      name: CERT_MANAGER_NAMESPACE,
      quota: QUOTA,
      podSecurity: 'restricted',
    });
    this.controller = this.namespace.pods(CERT_MANAGER_PODS.controller, { port: METRICS_PORT });
    const webhook = this.namespace.pods(CERT_MANAGER_PODS.webhook, { port: WEBHOOK_PORT });

    isolation.allowApiServer({
      from: this.namespace,
      because: 'cert-manager reads certificates and writes their secrets',
    });
    const judged = 'the API server asks the webhook about every issuer and certificate';
    if (props.apiServerTunnel) isolation.allow({ from: props.apiServerTunnel, to: webhook, because: judged });
    else isolation.allowFromNodes({ to: webhook, because: judged });
    isolation.allowInternet({
      from: this.controller,
      ports: [80, 443],
      because: "it calls Let's Encrypt, and looks whether a challenge is answered before it says so",
    });
    const ownCheck = "from within, the cluster's public address leads to the ingress controller itself";
    if (props.ingressController === 'nodes')
      isolation.allowToNodes({ from: this.controller, ports: [80, 443], because: ownCheck });
    else isolation.allow({ from: this.controller, to: props.ingressController, because: ownCheck });
  }
}
