import { Construct } from 'constructs';
import { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { placeIn, Stage } from '../core/placement';
import { IMAGES } from '../core/versions';
import { httpProbe } from '../workloads/hardened-pod';
import { ServiceAccount } from '../workloads/service-account';
import { StatelessWorkload } from '../workloads/stateless-workload';

const NAME = 'kubelet-csr-approver';
const HEALTH_PORT = 8081;

/** The nodes whose certificate signing requests are approved. */
export interface KubeletCsrApproverProps {
  readonly namespace: ClusterNamespace;
  /** The names of the nodes. */
  readonly nodeNames: readonly string[];
  /** The ranges of the nodes' addresses, as IPv4 CIDRs. */
  readonly nodeCidrs: readonly string[];
}

/**
 * kubelet-csr-approver, which approves the serving certificates of the cluster's kubelets.
 *
 * Kubernetes does not approve these requests itself, because it does not know the valid names and addresses of a node.
 * Kubelets request a new certificate every year; without an approval, `kubectl logs` and metrics-server fail. A request
 * is approved only if it comes from the node itself, for its own name and an address in the given ranges.
 *
 * @see https://github.com/postfinance/kubelet-csr-approver
 * @see https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#certificate-rotation
 */
export class KubeletCsrApprover extends Construct {
  constructor(scope: Construct, id: string, props: KubeletCsrApproverProps) {
    super(scope, id);
    const { namespace } = props;
    placeIn(this, Stage.addons, NAME);
    const { pods } = new StatelessWorkload(this, 'workload', {
      namespace,
      name: NAME,
      replicas: 1,
      image: IMAGES.kubeletCsrApprover,
      user: 65_532,
      serviceAccount: this.addAccount(namespace),
      args: [
        `--provider-regex=^(${props.nodeNames.map((name) => name.replaceAll('.', '\\.')).join('|')})$`,
        `--provider-ip-prefixes=${props.nodeCidrs.join(',')}`,
        // The names of the nodes have no DNS records.
        '--bypass-dns-resolution=true',
        '--ignore-non-system-node=true',
      ],
      ports: { health: HEALTH_PORT },
      probes: {
        readiness: httpProbe(HEALTH_PORT, '/healthz', { periodSeconds: 10 }),
        liveness: httpProbe(HEALTH_PORT, '/healthz', { periodSeconds: 20 }),
      },
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '100m', memory: '128Mi' } },
    });
    ClusterBase.of(this).isolation.allowApiServer({
      from: pods,
      because: 'kubelet-csr-approver reads and approves the requests of kubelets',
    });
  }

  private addAccount(namespace: ClusterNamespace): ServiceAccount {
    const account = new ServiceAccount(this, 'account', { namespace, name: NAME });
    const apiGroup = 'certificates.k8s.io';
    const requests = 'certificatesigningrequests';
    account.grantEverywhere([
      { apiGroup, resources: [requests], verbs: ['get', 'list', 'watch'] },
      { apiGroup, resources: [`${requests}/approval`], verbs: ['update'] },
      {
        apiGroup,
        resources: ['signers'],
        resourceNames: ['kubernetes.io/kubelet-serving'],
        verbs: ['approve'],
      },
      { apiGroup: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
    ]);
    return account;
  }
}
