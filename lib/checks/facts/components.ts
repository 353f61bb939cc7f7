/** A component of a cluster, and the versions in which upstream fixes vulnerabilities. */
export interface Component {
  readonly name: string;
  /** The repositories of its images, with their registries. @default none */
  readonly images?: readonly string[];
  /**
   * Its release cycles, by the beginning of their versions, each with its last day of support; undefined if upstream has
   * published no date.
   *
   * @default one cycle of all versions, without a date
   */
  readonly cycles?: Readonly<Record<string, string | undefined>>;
  /** Why a cycle has no date. */
  readonly undated?: string;
  /** The replacement of a cycle. @default 'a newer version' */
  readonly instead?: string;
  /** The page that publishes the dates, or how long upstream fixes a version. */
  readonly source: string;
}

const NEWEST_ONLY = 'fixes are only in the newest release, and upstream publishes no date';

/**
 * ingress-nginx, the controller of the Kubernetes community. It has no more releases, not even security fixes.
 * `isIngressNginx()` recognizes its images.
 */
export const INGRESS_NGINX: Component = {
  name: 'ingress-nginx',
  cycles: { '': '2026-03-31' },
  instead: 'a Gateway API implementation',
  source: 'https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/',
};

/** Kubernetes, with the images that have its version. */
export const KUBERNETES: Component = {
  name: 'Kubernetes',
  images: ['registry.k8s.io/kubectl'],
  cycles: {
    '1.33': '2026-06-28',
    '1.34': '2026-10-27',
    '1.35': '2027-02-28',
    '1.36': '2027-06-28',
    '1.37': '2027-10-28',
  },
  instead: 'the next minor version',
  source: 'https://kubernetes.io/releases/patch-releases/',
};

/** The components whose support is known, in alphabetical order. */
export const COMPONENTS: readonly Component[] = [
  {
    name: 'Alertmanager',
    images: ['docker.io/prom/alertmanager', 'quay.io/prometheus/alertmanager'],
    undated: NEWEST_ONLY,
    source: 'https://github.com/prometheus/alertmanager/releases',
  },
  {
    name: 'BusyBox',
    images: ['docker.io/library/busybox'],
    undated: NEWEST_ONLY,
    source: 'https://busybox.net/',
  },
  {
    name: 'cert-manager',
    images: ['quay.io/jetstack/cert-manager-controller'],
    cycles: { '1.19': '2026-07-08', '1.20': undefined, '1.21': undefined },
    undated: 'support ends with the release of the second next minor version',
    source: 'https://cert-manager.io/docs/releases/',
  },
  {
    name: 'Elastic Stack',
    images: [
      'docker.elastic.co/beats/filebeat',
      'docker.elastic.co/elasticsearch/elasticsearch',
      'docker.elastic.co/kibana/kibana',
      'docker.elastic.co/logstash/logstash',
    ],
    cycles: { '8.19': '2027-07-15', '9.4': undefined, '9.5': undefined },
    undated: 'support ends with the release of the second next minor version',
    source: 'https://www.elastic.co/support/eol',
  },
  {
    name: 'Envoy',
    images: ['docker.io/envoyproxy/envoy'],
    cycles: { '1.39': '2027-07-14' },
    source: 'https://github.com/envoyproxy/envoy/blob/main/RELEASES.md#major-release-schedule',
  },
  {
    name: 'Envoy Gateway',
    images: ['docker.io/envoyproxy/gateway'],
    cycles: { '1.8': '2026-11-08', '1.9': '2027-02-14' },
    instead: 'the next minor version',
    source: 'https://gateway.envoyproxy.io/news/releases/matrix/',
  },
  {
    name: 'etcd',
    images: ['registry.k8s.io/etcd'],
    cycles: { '3.5': '2027-07-08', '3.6': undefined, '3.7': undefined },
    undated: 'the two newest minor versions are supported',
    source: 'https://etcd.io/docs/v3.7/op-guide/versioning/',
  },
  {
    name: 'ExternalDNS',
    images: ['registry.k8s.io/external-dns/external-dns'],
    undated: NEWEST_ONLY,
    source: 'https://github.com/kubernetes-sigs/external-dns/blob/master/docs/release.md',
  },
  {
    name: 'Flannel',
    images: ['ghcr.io/flannel-io/flannel', 'ghcr.io/flannel-io/flannel-cni-plugin'],
    undated: NEWEST_ONLY,
    source: 'https://github.com/flannel-io/flannel/blob/master/SECURITY.md',
  },
  {
    name: 'Gateway API',
    undated: NEWEST_ONLY,
    source: 'https://gateway-api.sigs.k8s.io/concepts/versioning/',
  },
  {
    name: 'Gitea',
    images: ['docker.gitea.com/gitea', 'docker.io/gitea/gitea'],
    cycles: { '1.27': '2026-09-30', '28': undefined },
    undated: 'support ends with the release of the next major version',
    source: 'https://github.com/go-gitea/gitea/blob/main/docs/release-management.md#end-of-life-eol',
  },
  {
    name: 'Grafana',
    images: ['docker.io/grafana/grafana'],
    cycles: { '12.4': '2027-05-24', '13.1': '2027-03-20', '13.2': '2027-05-18' },
    source: 'https://grafana.com/docs/grafana/latest/upgrade-guide/when-to-upgrade/',
  },
  {
    name: 'Grafana Alloy',
    images: ['docker.io/grafana/alloy'],
    undated: NEWEST_ONLY,
    source: 'https://github.com/grafana/alloy#release-cadence',
  },
  INGRESS_NGINX,
  {
    name: 'Helm',
    undated: NEWEST_ONLY,
    source: 'https://helm.sh/docs/topics/version_skew/',
  },
  {
    name: 'Istio',
    images: ['docker.io/istio/pilot', 'docker.io/istio/proxyv2'],
    // Upstream expects 1.30 and 1.31 to end within these months.
    cycles: { '1.29': '2026-10-12', '1.30': '2026-12-31', '1.31': '2027-02-28' },
    source: 'https://istio.io/latest/docs/releases/supported-releases/',
  },
  {
    name: 'kube-network-policies',
    images: ['registry.k8s.io/networking/kube-network-policies'],
    undated: NEWEST_ONLY,
    source: 'https://github.com/kubernetes-sigs/kube-network-policies/releases',
  },
  {
    name: 'kube-state-metrics',
    images: ['registry.k8s.io/kube-state-metrics/kube-state-metrics'],
    undated: NEWEST_ONLY,
    source: 'https://github.com/kubernetes/kube-state-metrics/blob/main/RELEASE.md',
  },
  {
    name: 'kubelet-csr-approver',
    images: ['ghcr.io/postfinance/kubelet-csr-approver'],
    undated: NEWEST_ONLY,
    source: 'https://github.com/postfinance/kubelet-csr-approver/releases',
  },
  KUBERNETES,
  {
    name: 'local-path-provisioner',
    images: ['docker.io/rancher/local-path-provisioner'],
    undated: NEWEST_ONLY,
    source: 'https://github.com/rancher/local-path-provisioner/releases',
  },
  {
    name: 'Loki',
    images: ['docker.io/grafana/loki'],
    cycles: { '3.6': undefined, '3.7': undefined },
    undated: 'the two newest minor versions get security fixes',
    source: 'https://github.com/grafana/loki/issues/18484',
  },
  {
    name: 'metrics-server',
    images: ['registry.k8s.io/metrics-server/metrics-server'],
    undated: NEWEST_ONLY,
    source: 'https://github.com/kubernetes-sigs/metrics-server/releases',
  },
  {
    name: 'MySQL',
    images: ['docker.io/library/mysql'],
    cycles: { '8.0': '2026-04-30', '8.4': '2032-04-30' },
    source: 'https://www.oracle.com/us/support/library/lifetime-support-technology-069183.pdf',
  },
  {
    name: 'Node.js',
    images: ['docker.io/library/node'],
    cycles: { '20': '2026-04-30', '22': '2027-04-30', '24': '2028-04-30', '26': '2029-04-30' },
    source: 'https://github.com/nodejs/release#release-schedule',
  },
  {
    name: 'Prometheus',
    images: ['docker.io/prom/prometheus', 'quay.io/prometheus/prometheus'],
    cycles: { '3.5': '2026-07-31', '3.13': '2027-07-31' },
    instead: 'a version with long-term support',
    source: 'https://prometheus.io/docs/introduction/release-cycle/',
  },
  {
    name: 'Prometheus node exporter',
    images: ['docker.io/prom/node-exporter', 'quay.io/prometheus/node-exporter'],
    undated: NEWEST_ONLY,
    source: 'https://github.com/prometheus/node_exporter/releases',
  },
  {
    name: 'Redis',
    images: ['docker.io/library/redis'],
    // 8.8 ends six months after the release of 8.10.
    cycles: { '7.4': '2029-12-01', '8.2': '2030-09-01', '8.8': '2027-01-29', '8.10': undefined },
    undated: 'support ends six months after the release of the next minor version',
    source: 'https://redis.io/docs/latest/operate/oss_and_stack/install/version-mgmt/',
  },
  {
    name: 'restic',
    images: ['docker.io/restic/restic'],
    undated: NEWEST_ONLY,
    source: 'https://github.com/restic/restic/releases',
  },
];
