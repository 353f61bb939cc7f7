import { perCluster } from '../engine/per-cluster';

/**
 * The versions with which autoscalers read metrics, by API group.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#support-for-metrics-apis
 * @see https://github.com/kubernetes/metrics
 */
const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'metrics.k8s.io': ['v1beta1'],
  'custom.metrics.k8s.io': ['v1beta1', 'v1beta2'],
  'external.metrics.k8s.io': ['v1beta1'],
};

/**
 * The API groups of components that a person installs, by the names of `cluster.expectComponent()`.
 *
 * @see https://github.com/kubernetes-sigs/metrics-server
 * @see https://github.com/kubernetes-sigs/prometheus-adapter
 * @see https://keda.sh/docs/latest/concepts/
 */
const OF_COMPONENTS: Readonly<Record<string, readonly string[]>> = {
  'metrics-server': ['metrics.k8s.io'],
  'prometheus-adapter': ['custom.metrics.k8s.io', 'external.metrics.k8s.io'],
  KEDA: ['external.metrics.k8s.io'],
};

/** The API groups of metrics that other API servers serve in a cluster. */
export const metricsGroups = perCluster((cluster): ReadonlySet<string> => {
  const { provider, components } = cluster.facts;
  const served = cluster
    .ofKind('APIService')
    .filter(({ spec: { group = '', version = '' } }) => VERSIONS[group]?.includes(version))
    .map(({ spec }) => spec.group ?? '');
  const installed = components.flatMap(({ name }) => OF_COMPONENTS[name] ?? []);
  return new Set([...(provider.apiGroups ?? []), ...served, ...installed]);
});

/** The components that serve an API group, for a remedy. */
export function componentsWith(group: string): string[] {
  return Object.keys(OF_COMPONENTS).filter((name) => OF_COMPONENTS[name]?.includes(group));
}
