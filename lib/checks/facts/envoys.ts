import type { IContainer, ISecurityContext } from '../../../imports/manifest-types';
import type { ClusterIndex } from '../engine/cluster-index';
import { type KubeObject, kubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { envoySettings, podsOfGateway } from './gateways';
import type { Scale } from './scale';
import { type Workload, workloadOf } from './workload';

/** The Envoys of a Gateway: the workload that Envoy Gateway creates while the cluster runs. */
export interface EnvoyFleet {
  readonly workload: Workload;
  /** The number of its pods, if an autoscaler sets it. */
  readonly autoscaled: Pick<Scale, 'min' | 'max'> | undefined;
}

/**
 * The requests of the containers, unless the EnvoyProxy states others.
 *
 * @see https://github.com/envoyproxy/gateway/blob/v1.9.3/api/v1alpha1/shared_types.go
 */
const ENVOY = { requests: { cpu: '100m', memory: '512Mi' } };
const SHUTDOWN_MANAGER = { requests: { cpu: '10m', memory: '32Mi' } };

/** The security context of both containers. The EnvoyProxy changes single fields. */
const HARDENED: ISecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  runAsGroup: 65_532,
  runAsNonRoot: true,
  runAsUser: 65_532,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The fields by which a strategic merge patch finds the item of a list. */
const MERGE_KEYS = ['name', 'containerPort', 'mountPath'] as const;

/** The Envoys of all Gateways of Envoy Gateway. Gateways that are merged into one have the same Envoys. */
export const envoyFleets = perCluster((cluster): readonly EnvoyFleet[] => {
  const fleets = new Map<string, EnvoyFleet>();
  for (const gateway of cluster.ofKind('Gateway')) {
    const fleet = fleetOf(cluster, gateway);
    const key = JSON.stringify([fleet?.workload.namespace, fleet?.workload.labels]);
    if (fleet && !fleets.has(key)) fleets.set(key, fleet);
  }
  return [...fleets.values()];
});

/** @see https://github.com/envoyproxy/gateway/blob/v1.9.3/internal/infrastructure/kubernetes/proxy/resource_provider.go */
function fleetOf(cluster: ClusterIndex, gateway: KubeObject<'Gateway'>): EnvoyFleet | undefined {
  const settings = envoySettings(cluster, gateway);
  const pods = podsOfGateway(cluster, gateway);
  if (settings === undefined || pods === undefined) return undefined;
  const { envoyDeployment, envoyDaemonSet, envoyHpa } = settings.provider?.kubernetes ?? {};
  const { pod, container, patch, replicas, strategy } = envoyDaemonSet ?? envoyDeployment ?? {};
  const { labels: _labels, annotations, ...podSpec } = pod ?? {};
  const securityContext = merged(HARDENED, container?.securityContext);
  const containers: Partial<IContainer>[] = [
    { resources: ENVOY, ...container, name: 'envoy', securityContext },
    { name: 'shutdown-manager', resources: SHUTDOWN_MANAGER, securityContext },
  ];
  const json = {
    apiVersion: 'apps/v1',
    kind: envoyDaemonSet ? 'DaemonSet' : 'Deployment',
    metadata: { name: pods.name, namespace: pods.namespace },
    spec: {
      replicas,
      strategy,
      template: {
        metadata: { labels: pods.labels, annotations },
        spec: { ...podSpec, containers },
      },
    },
  };
  const { path, file } = gateway;
  const workload = workloadOf(kubeObject({ json: merged(json, patch?.value), path, file }));
  const autoscaled = envoyHpa && { min: envoyHpa.minReplicas ?? 1, max: envoyHpa.maxReplicas ?? 1 };
  return workload && { workload, autoscaled };
}

/** A value with a strategic merge patch: maps are merged, and lists of named items by their names. */
function merged<T>(value: T, patch: unknown): T {
  return (patch === undefined ? value : replaced(value, patch)) as T;
}

function replaced(value: unknown, patch: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(patch)) return mergedLists(value, patch);
  if (!isMap(value) || !isMap(patch)) return patch;
  const keys = new Set([...Object.keys(value), ...Object.keys(patch)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(value[key], patch[key])]));
}

function mergedLists(items: readonly unknown[], patches: readonly unknown[]): unknown[] {
  const key = MERGE_KEYS.find((name) => patches.every((patch) => isMap(patch) && patch[name] !== undefined));
  if (key === undefined) return [...patches];
  const keyOf = (item: unknown) => isMap(item) && item[key];
  const added = patches.filter((patch) => !items.some((item) => keyOf(item) === keyOf(patch)));
  return [
    ...items.map((item) =>
      merged(
        item,
        patches.find((patch) => keyOf(patch) === keyOf(item)),
      ),
    ),
    ...added,
  ];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
