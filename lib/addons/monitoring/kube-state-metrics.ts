import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { PodGroup } from '../../core/isolation/connection';
import { placeIn, Stage } from '../../core/placement';
import type { Resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { hardenedPod, httpProbe } from '../../workloads/hardened-pod';
import { ServiceAccount } from '../../workloads/service-account';
import type { Prometheus } from './prometheus';

const NAME = 'kube-state-metrics';
const PORT = 8080;
const OWN_PORT = 8081;

/** The kinds that rules and dashboards query, by API group. */
const KINDS = {
  '': ['namespaces', 'nodes', 'persistentvolumeclaims', 'pods', 'resourcequotas'],
  apps: ['daemonsets', 'deployments', 'statefulsets'],
  batch: ['cronjobs', 'jobs'],
} as const;

/** The labels of namespaces that become labels of `kube_namespace_labels`. */
const NAMESPACE_LABELS = ['environment', 'project', 'task-id', 'ttl'];

/** The properties of kube-state-metrics. */
export interface KubeStateMetricsProps {
  readonly namespace: ClusterNamespace;
  readonly prometheus: Prometheus;
  /** @default requests 50m and 128Mi, limits 100m and 256Mi */
  readonly resources?: Resources;
}

/**
 * kube-state-metrics, which exposes the state of the cluster's objects as metrics.
 *
 * It has permission to list only the kinds that rules and dashboards query: no Secrets, no ConfigMaps.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs
 */
export class KubeStateMetrics extends Construct {
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, { namespace, prometheus, ...props }: KubeStateMetricsProps) {
    super(scope, id);
    const { isolation } = ClusterBase.of(this);
    const account = new ServiceAccount(this, 'account', { namespace, name: NAME });
    account.grantEverywhere(
      Object.entries(KINDS).map(([apiGroup, resources]) => ({
        apiGroup,
        resources,
        verbs: ['list', 'watch'],
      })),
    );
    const labels = { app: NAME };
    this.pods = namespace.pods(labels, { port: PORT });
    isolation.allowApiServer({ from: this.pods, because: 'kube-state-metrics watches the objects' });
    prometheus.scrape({ job: NAME, pods: this.pods, port: PORT, honorLabels: true });

    placeIn(this, Stage.monitoring, NAME);
    new k8s.KubeDeployment(this, 'deployment', {
      metadata: { name: NAME, namespace: namespace.name, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: hardenedPod({
            name: NAME,
            image: IMAGES.kubeStateMetrics,
            user: 65534,
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
            resources: props.resources ?? {
              requests: { cpu: '50m', memory: '128Mi' },
              limits: { cpu: '100m', memory: '256Mi' },
            },
            serviceAccount: account,
          }),
        },
      },
    });
  }
}
