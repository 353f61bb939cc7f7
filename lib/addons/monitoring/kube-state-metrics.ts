import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { IMAGES } from '../../core/versions';
import { httpProbe } from '../../workloads/hardened-pod';
import { ServiceAccount } from '../../workloads/service-account';
import { StatelessWorkload } from '../../workloads/stateless-workload';
import type { Prometheus } from './prometheus';

const NAME = 'kube-state-metrics';
const PORT = 8080;
const OWN_PORT = 8081;

/** The kinds that rules and dashboards query, by API group. */
const KINDS = {
  '': ['namespaces', 'nodes', 'persistentvolumeclaims', 'pods', 'resourcequotas'],
  apps: ['daemonsets', 'deployments', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
} as const;

/** The labels of namespaces that become labels of `kube_namespace_labels`. */
const NAMESPACE_LABELS = ['environment', 'project', 'task-id', 'ttl'];

/** The properties of kube-state-metrics. */
export interface KubeStateMetricsProps {
  readonly namespace: ClusterNamespace;
  readonly prometheus: Prometheus;
}

/**
 * kube-state-metrics, which exposes the state of the cluster's objects as metrics.
 *
 * It has permission to list only the kinds that rules and dashboards query: no Secrets, no ConfigMaps.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs
 */
export class KubeStateMetrics extends Construct {
  constructor(scope: Construct, id: string, { namespace, prometheus }: KubeStateMetricsProps) {
    super(scope, id);
    placeIn(this, Stage.monitoring, NAME);
    const account = new ServiceAccount(this, 'account', { namespace, name: NAME });
    account.grantEverywhere(
      Object.entries(KINDS).map(([apiGroup, resources]) => ({
        apiGroup,
        resources,
        verbs: ['list', 'watch'],
      })),
    );
    const { pods } = new StatelessWorkload(this, 'workload', {
      namespace,
      name: NAME,
      objectLabels: { app: NAME },
      replicas: 1,
      image: IMAGES.kubeStateMetrics,
      user: 65534,
      serviceAccount: account,
      args: [
        `--port=${PORT}`,
        `--telemetry-port=${OWN_PORT}`,
        `--resources=${Object.values(KINDS).flat().join(',')}`,
        `--metric-labels-allowlist=namespaces=[${NAMESPACE_LABELS.join(',')}]`,
      ],
      ports: { http: PORT, own: OWN_PORT },
      probes: {
        readiness: httpProbe(OWN_PORT, '/readyz', { timeoutSeconds: 5 }),
        liveness: httpProbe(PORT, '/livez', { timeoutSeconds: 5 }),
      },
      resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '100m', memory: '256Mi' } },
      rollout: 'unset',
      drainSeconds: 0,
    });
    ClusterBase.of(this).isolation.allowApiServer({
      from: pods,
      because: 'kube-state-metrics watches the objects',
    });
    prometheus.scrape({ job: NAME, pods, port: PORT, honorLabels: true });
  }
}
