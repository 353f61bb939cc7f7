import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { placeIn, Stage } from '../core/placement';
import { IMAGES } from '../core/versions';
import { ServiceAccount } from '../workloads/service-account';
import { StatelessServer } from '../workloads/stateless-server';

const NAME = 'metrics-server';
const PORT = 10_250;
const KUBELET_PORT = 10_250;

/** The certificate authority of the cluster, in every pod with a mounted token. */
const CLUSTER_CA = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

/** The properties of metrics-server. */
export interface MetricsServerProps {
  readonly namespace: ClusterNamespace;
}

/**
 * metrics-server, which provides the CPU and memory usage of pods to autoscalers and to `kubectl top`.
 *
 * It verifies the certificates of kubelets with the cluster's certificate authority: the kubelets need serving
 * certificates that the cluster has signed (`serverTLSBootstrap`). metrics-server generates its own certificate at each
 * start, and the API server does not verify it.
 *
 * @see https://github.com/kubernetes-sigs/metrics-server
 */
export class MetricsServer extends Construct {
  constructor(scope: Construct, id: string, { namespace }: MetricsServerProps) {
    super(scope, id);
    const { isolation } = ClusterBase.of(this);
    placeIn(this, Stage.addons, NAME);
    const probe = (path: string, figures: Omit<k8s.Probe, 'httpGet'>): k8s.Probe => ({
      httpGet: { path, port: k8s.IntOrString.fromNumber(PORT), scheme: 'HTTPS' },
      ...figures,
    });
    const { service, pods } = new StatelessServer(this, 'server', {
      namespace,
      name: NAME,
      replicas: 1,
      image: IMAGES.metricsServer,
      user: 1000,
      serviceAccount: this.addAccount(namespace),
      args: [
        '--cert-dir=/tmp',
        `--secure-port=${PORT}`,
        `--kubelet-certificate-authority=${CLUSTER_CA}`,
        '--kubelet-preferred-address-types=InternalIP',
        '--kubelet-use-node-status-port',
        '--metric-resolution=15s',
      ],
      port: PORT,
      portName: 'https',
      servicePort: 443,
      probes: {
        readiness: probe('/readyz', { initialDelaySeconds: 20, periodSeconds: 10, failureThreshold: 3 }),
        liveness: probe('/livez', { periodSeconds: 10, failureThreshold: 3 }),
      },
      scratch: { '/tmp': '16Mi' },
      resources: { requests: { cpu: '100m', memory: '200Mi' }, limits: { cpu: '500m', memory: '400Mi' } },
    });
    new k8s.KubeApiService(this, 'api-service', {
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        service: { name: service.name, namespace: namespace.name, port: service.port },
        insecureSkipTlsVerify: true,
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    });
    isolation.allowFromNodes({ to: pods, because: 'the API server forwards requests for metrics' });
    isolation.allowApiServer({
      from: pods,
      because: 'metrics-server lists pods and nodes, and authenticates its callers',
    });
    isolation.allowToNodes({
      from: pods,
      ports: [KUBELET_PORT],
      because: 'metrics-server reads the resource usage of pods from the kubelets',
    });
  }

  private addAccount(namespace: ClusterNamespace): ServiceAccount {
    const account = new ServiceAccount(this, 'account', { namespace, name: NAME });
    account.grantEverywhere([
      { apiGroup: '', resources: ['nodes/metrics'], verbs: ['get'] },
      { apiGroup: '', resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
    ]);
    // Every aggregated API server needs these roles: to authenticate the API server, and to check the permissions of its
    // callers.
    account.bindClusterRole('auth-delegator', `${NAME}-auth-delegator`, 'system:auth-delegator');
    account.bindRole(
      account,
      { name: `${NAME}-auth-reader`, namespace: 'kube-system' },
      'extension-apiserver-authentication-reader',
    );
    return account;
  }
}
