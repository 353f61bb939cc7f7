import * as k8s from '../../imports/k8s';
import { formatMemory, parseQuantity } from '../kube/quantity';

const RESOURCE = 'ephemeral-storage';

/** Disk space of a container, in addition to scratch volumes: its logs, which the kubelet rotates, and its own files. */
const OWN = { request: '64Mi', limit: '1Gi' } as const;

/** The disk space of a pod, as quantities. */
export interface Disk {
  /** The request of the pod. @default the scratch volumes at their maximum size, and 64Mi for each container */
  readonly request?: string;
  /** The limit of each container for its logs and its own files. @default 1Gi */
  readonly limit?: string;
}

/**
 * Adds requests and limits of disk space to the containers of a pod. Containers that state them are not changed.
 *
 * The scratch volumes (`emptyDir` on disk) count in the first container: the kubelet evicts a pod whose volumes and
 * containers use more than the sum of the limits.
 *
 * @see https://kubernetes.io/docs/concepts/storage/ephemeral-storage/
 */
export function withDisk(pod: k8s.PodSpec, { request, limit = OWN.limit }: Disk = {}): k8s.PodSpec {
  const scratch = (pod.volumes ?? [])
    .flatMap(({ emptyDir }) => (emptyDir?.medium === 'Memory' ? [] : (emptyDir?.sizeLimit ?? [])))
    .reduce((sum, size) => sum + parseQuantity(String(size.value)), 0);
  const container = (given: k8s.Container, volumes: number, requested?: string): k8s.Container => {
    const { requests, limits } = given.resources ?? {};
    if (requests?.[RESOURCE]) return given;
    const own = { [RESOURCE]: bytes(requested ?? formatMemory(parseQuantity(OWN.request) + volumes)) };
    const most = { [RESOURCE]: bytes(formatMemory(parseQuantity(limit) + volumes)) };
    return { ...given, resources: { requests: { ...requests, ...own }, limits: { ...limits, ...most } } };
  };
  return {
    ...pod,
    initContainers: pod.initContainers?.map((given) => container(given, 0)),
    containers: pod.containers.map((given, index) =>
      index === 0 ? container(given, scratch, request) : container(given, 0),
    ),
  };
}

function bytes(quantity: string): k8s.Quantity {
  return k8s.Quantity.fromString(quantity);
}
