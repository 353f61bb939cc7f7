import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  type ContainerResources,
  EnvoyProxy,
  type EnvoyWorkload,
  type PatchedContainer,
} from '../../../imports/envoy-gateway';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { PodGroup } from '../../core/isolation/connection';
import { IMAGES } from '../../core/versions';
import { goDuration } from '../../kube/go-duration';
import type { Labels } from '../../kube/labels';
import { spreadOverNodes } from '../../workloads/hardened-pod';
import { restrictedContainer, restrictedPod } from '../../workloads/hardening';

/** The labels of the Envoys of every gateway. No option of an exposure changes them. */
export const ENVOY_LABELS: Labels = {
  'app.kubernetes.io/name': 'envoy',
  'app.kubernetes.io/component': 'proxy',
  'app.kubernetes.io/managed-by': 'envoy-gateway',
};

/**
 * The ports of a gateway's listeners, and those on which its Envoys listen for them: Envoy Gateway adds 10000 to ports below
 * 1024, which would need a capability.
 */
export const HTTP = { port: 80, containerPort: 10_080 } as const;
export const HTTPS = { port: 443, containerPort: 10_443 } as const;

/** The Envoys of a namespace, on the ports for HTTP and HTTPS. */
export function envoysIn(namespace: ClusterNamespace): PodGroup {
  return namespace.pods(ENVOY_LABELS, { port: HTTP.containerPort }, { port: HTTPS.containerPort });
}

/** The user of the images. */
const USER = 65_532;

/** The volume for the file with which the shutdown manager reports that Envoy has drained. */
const TMP = { name: 'tmp', mountPath: '/tmp' } as const;

/** Envoy stops to allocate memory at four fifths of its limit: Envoy Gateway sets this from the limit. */
const ENVOY: ContainerResources = {
  requests: { cpu: '100m', memory: '256Mi', 'ephemeral-storage': '64Mi' },
  limits: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' },
};

const SHUTDOWN_MANAGER: ContainerResources = {
  requests: { cpu: '10m', memory: '32Mi', 'ephemeral-storage': '64Mi' },
  limits: { cpu: '200m', memory: '128Mi', 'ephemeral-storage': '1Gi' },
};

/**
 * How long a terminating Envoy serves at least. Until then, a load balancer has noticed that its node has no ready pod, and
 * sends no new connections.
 */
const MIN_DRAIN = Duration.seconds(60);

/** The properties of the Envoys of a class. */
export interface EnvoySettingsProps {
  readonly name: string;
  /** The namespace of Envoy Gateway, in which the Envoys run. */
  readonly namespace: ClusterNamespace;
  readonly placement: 'loadBalancer' | 'hostPorts';
  /** The address of the node on which the Envoys listen. @default all addresses */
  readonly hostAddress?: string;
  /** How long the connections of a terminating Envoy may last, at least a minute. */
  readonly drain: Duration;
  /** The annotations of the Service of type LoadBalancer. @default none */
  readonly serviceAnnotations?: Labels;
}

/**
 * The settings of the Envoys of a class. The pods comply with the Pod Security level `restricted`, except for host ports.
 *
 * Behind a load balancer, each gateway has two Envoys on different nodes. With host ports it has one on every node: the pods
 * keep an address of their own in the pod network, by which network policies match them, and the CNI plugin `portmap` leads
 * the ports of the node to them.
 *
 * @see https://gateway.envoyproxy.io/docs/tasks/operations/customize-envoyproxy/
 */
export function envoySettings(scope: Construct, id: string, props: EnvoySettingsProps): EnvoyProxy {
  const annotations = props.serviceAnnotations;
  return new EnvoyProxy(scope, id, {
    name: props.name,
    namespace: props.namespace.name,
    spec: {
      shutdown: { drainTimeout: goDuration(props.drain), minDrainDuration: goDuration(MIN_DRAIN) },
      provider: {
        type: 'Kubernetes',
        kubernetes: {
          ...workload(props),
          envoyService:
            props.placement === 'hostPorts'
              ? { type: 'ClusterIP' }
              : {
                  type: 'LoadBalancer',
                  // Otherwise the node that receives a connection replaces the address of the client with its own.
                  externalTrafficPolicy: 'Local',
                  ...(annotations && { annotations }),
                },
        },
      },
    },
  });
}

function workload(props: EnvoySettingsProps): EnvoyWorkload {
  if (props.placement === 'hostPorts') return { envoyDaemonSet: pods(props, {}) };
  const spread = { topologySpreadConstraints: [spreadOverNodes(ENVOY_LABELS)] };
  return {
    envoyDeployment: {
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      ...pods(props, spread),
    },
    envoyPDB: { minAvailable: 1 },
  };
}

function pods(props: EnvoySettingsProps, spread: object) {
  return {
    pod: {
      ...(props.namespace.priorityClass && { priorityClassName: props.namespace.priorityClass.name }),
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      securityContext: restrictedPod(USER),
      ...spread,
    },
    container: { image: IMAGES.envoy, resources: ENVOY, securityContext: restrictedContainer() },
    patch: {
      type: 'StrategicMerge' as const,
      value: {
        spec: {
          template: {
            spec: {
              // Envoy Gateway's own variables are references to fields of the pod.
              enableServiceLinks: false,
              containers: [
                { name: 'envoy' as const, ports: ports(props) },
                { name: 'shutdown-manager' as const, resources: SHUTDOWN_MANAGER, volumeMounts: [TMP] },
              ],
              volumes: [{ name: TMP.name, emptyDir: { sizeLimit: '1Mi' } }],
            },
          },
        },
      },
    },
  };
}

function ports({ placement, hostAddress }: EnvoySettingsProps): PatchedContainer['ports'] {
  return Object.entries({ http: HTTP, https: HTTPS }).map(([name, { port, containerPort }]) => ({
    name,
    containerPort,
    ...(placement === 'hostPorts' && { hostPort: port, ...(hostAddress && { hostIP: hostAddress }) }),
    protocol: 'TCP',
  }));
}
