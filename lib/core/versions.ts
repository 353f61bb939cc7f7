/**
 * The versions of Kubernetes, of the components that a person installs, and of the images.
 *
 * Each image has a tag that is never reused. Images that a deployment changes every day are in config/. When the support
 * of a version ends is in lib/checks/facts/components.ts.
 */

/**
 * The minor version of Kubernetes. Pod Security and kubeadm use it.
 *
 * @see https://kubernetes.io/releases/
 */
export const KUBERNETES_VERSION = '1.36';

/**
 * The minor version of Kubernetes before the last change of {@link KUBERNETES_VERSION}.
 *
 * A backend that was built for it can still create and update previews of aiworker. The cluster tests run on it as well.
 */
export const PREVIOUS_KUBERNETES_VERSION = '1.34';

/**
 * The version of cert-manager. A person installs it before the objects that order certificates are applied.
 *
 * @see https://cert-manager.io/docs/releases/
 */
export const CERT_MANAGER_VERSION = 'v1.21.2';

/**
 * The version of the Gateway API, of its standard channel. A person installs its CRDs in a cluster with gateways. The minor
 * version is that of {@link ENVOY_GATEWAY_VERSION}.
 *
 * @see https://github.com/kubernetes-sigs/gateway-api/releases
 * @see https://gateway.envoyproxy.io/news/releases/matrix/
 */
export const GATEWAY_API_VERSION = 'v1.6.3';

/**
 * The version of Envoy Gateway. A person installs its CRDs, of this version, in a cluster with gateways.
 *
 * @see https://gateway.envoyproxy.io/news/releases/matrix/
 */
export const ENVOY_GATEWAY_VERSION = 'v1.9.3';

/**
 * The version of Helm, with which a person installs cert-manager on a machine.
 *
 * @see https://github.com/helm/helm/releases
 */
export const HELM_VERSION = 'v4.3.0';

/**
 * The version of Istio. A person installs it in a cluster with `serviceMesh: istio`.
 *
 * @see https://istio.io/latest/docs/releases/supported-releases/
 */
export const ISTIO_VERSION = '1.31.1';

/**
 * The images, in alphabetical order. Those of aiworker are in its own registry, which Gitea serves; aiworker itself builds
 * and supports them.
 */
export const IMAGES = {
  agent: 'git.aiworker.dev/aiworker/agent:1.0.0',
  aiworkerBackend: 'git.aiworker.dev/aiworker/backend:1.0.0',
  aiworkerFrontend: 'git.aiworker.dev/aiworker/frontend:1.0.0',
  aiworkerMcpServer: 'git.aiworker.dev/aiworker/mcp-server:1.0.0',
  aiworkerWorkers: 'git.aiworker.dev/aiworker/workers:1.0.0',
  alertmanager: 'quay.io/prometheus/alertmanager:v0.34.2', // https://github.com/prometheus/alertmanager/releases; the tests build amtool from this release
  alloy: 'docker.io/grafana/alloy:v1.20.1', // https://github.com/grafana/alloy/releases
  busybox: 'docker.io/library/busybox:1.38.0', // https://hub.docker.com/_/busybox
  elasticsearch: 'docker.elastic.co/elasticsearch/elasticsearch:9.5.6', // https://www.docker.elastic.co/r/elasticsearch/elasticsearch
  envoy: 'docker.io/envoyproxy/envoy:distroless-v1.39.6', // https://github.com/envoyproxy/envoy/releases; the minor version is that of the Envoy Gateway below
  envoyGateway: `docker.io/envoyproxy/gateway:${ENVOY_GATEWAY_VERSION}`, // https://github.com/envoyproxy/gateway/releases
  etcd: 'registry.k8s.io/etcd:3.6.8-0', // the version of kubeadm 1.36, from `kubeadm config images list`
  externalDns: 'registry.k8s.io/external-dns/external-dns:v0.23.0', // https://github.com/kubernetes-sigs/external-dns/releases; the tests build it: test/cluster/dns/external-dns/build
  filebeat: 'docker.elastic.co/beats/filebeat:9.5.6', // https://www.docker.elastic.co/r/beats/filebeat
  flannel: 'ghcr.io/flannel-io/flannel:v0.28.10', // https://github.com/flannel-io/flannel/releases
  flannelCniPlugin: 'ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3', // https://github.com/flannel-io/cni-plugin/releases
  gitea: 'docker.gitea.com/gitea:28.1.0-rootless', // https://docs.gitea.com/installation/install-with-docker-rootless
  grafana: 'docker.io/grafana/grafana:13.2.3', // https://github.com/grafana/grafana/releases
  ingressNginx: 'registry.k8s.io/ingress-nginx/controller:v1.15.1', // https://github.com/kubernetes/ingress-nginx/releases
  kibana: 'docker.elastic.co/kibana/kibana:9.5.6', // https://www.docker.elastic.co/r/kibana/kibana
  kubectl: 'registry.k8s.io/kubectl:v1.36.4', // https://kubernetes.io/releases/download/#container-images
  kubeletCsrApprover: 'ghcr.io/postfinance/kubelet-csr-approver:v1.2.15', // https://github.com/postfinance/kubelet-csr-approver/releases
  kubeNetworkPolicies: 'registry.k8s.io/networking/kube-network-policies:v1.1.2', // https://github.com/kubernetes-sigs/kube-network-policies/releases
  kubeStateMetrics: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0', // https://github.com/kubernetes/kube-state-metrics/releases
  localPathProvisioner: 'docker.io/rancher/local-path-provisioner:v0.0.37', // https://github.com/rancher/local-path-provisioner/releases
  logstash: 'docker.elastic.co/logstash/logstash:9.5.6', // https://www.docker.elastic.co/r/logstash/logstash
  loki: 'docker.io/grafana/loki:3.7.8', // https://github.com/grafana/loki/releases
  metricsServer: 'registry.k8s.io/metrics-server/metrics-server:v0.9.0', // https://github.com/kubernetes-sigs/metrics-server/releases
  mysql: 'docker.io/library/mysql:8.4.13', // https://hub.docker.com/_/mysql
  node: 'docker.io/library/node:24.22.2-alpine3.24', // https://hub.docker.com/_/node
  nodeExporter: 'quay.io/prometheus/node-exporter:v1.12.1', // https://github.com/prometheus/node_exporter/releases
  prometheus: 'quay.io/prometheus/prometheus:v3.13.5', // https://github.com/prometheus/prometheus/releases; 3.13 has long-term support, 3.14 to 3.16 have six weeks each; the tests build promtool from this release
  redis: 'docker.io/library/redis:8.10.2', // https://hub.docker.com/_/redis
  restic: 'docker.io/restic/restic:0.19.1', // https://hub.docker.com/r/restic/restic
} as const;
