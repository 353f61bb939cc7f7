import * as k8s from '../../imports/k8s';
import type { Labels } from '../kube/labels';
import { type Env, envVars } from './env';
import { type Resources, resources, restrictedContainer, restrictedPod } from './hardening';

/** How the kubelet looks whether a container starts, lives, and can serve. */
export interface Probes {
  /** @default none, so that the others count from the container's start */
  readonly startup?: k8s.Probe;
  readonly readiness: k8s.Probe;
  /** @default none */
  readonly liveness?: k8s.Probe;
}

/** A pod of one container that passes Pod Security's level `restricted` and writes only where it says so. */
export interface HardenedPodProps {
  /** The container's name. */
  readonly name: string;
  /** With a pinned tag. */
  readonly image: string;
  /** The numeric user and group that the image runs as. */
  readonly user: number;
  readonly resources: Resources;
  /** @default the image's own */
  readonly command?: readonly string[];
  /** @default the image's own */
  readonly args?: readonly string[];
  /** @default none */
  readonly env?: Env;
  /** The ports on which it listens, by name. @default none */
  readonly ports?: Readonly<Record<string, number>>;
  /** @default none, for what serves nobody */
  readonly probes?: Probes;
  /** Folders that it writes to and that go with the pod, each with the most that it may hold. @default none */
  readonly scratch?: Readonly<Record<string, string>>;
  /** Where volumes that the workload claims are mounted. @default none */
  readonly mounts?: readonly k8s.VolumeMount[];
  /** Whether the image can only write where something is mounted. @default true */
  readonly readOnlyRoot?: boolean;
  /** A service account of its own, whose token the pod gets. @default no token */
  readonly serviceAccount?: string;
  /** The secret with which its image is pulled. @default none, for public images */
  readonly pullSecret?: string;
  /** Seconds between the request to stop and the end. @default 30 */
  readonly gracePeriodSeconds?: number;
}

/** The specification of a hardened pod, for a workload's template. */
export function hardenedPod(props: HardenedPodProps): k8s.PodSpec {
  const scratch = Object.entries(props.scratch ?? {}).map(([path, size]) => ({
    path,
    name: path.slice(1).replaceAll('/', '-'),
    size: k8s.Quantity.fromString(size),
  }));
  const mounts = [...(props.mounts ?? []), ...scratch.map(({ path, name }) => ({ name, mountPath: path }))];
  const { probes, command, args, env } = props;
  return {
    ...(props.serviceAccount === undefined
      ? { automountServiceAccountToken: false }
      : { serviceAccountName: props.serviceAccount, automountServiceAccountToken: true }),
    // The variables that Docker links once had: a Service called redis would set REDIS_PORT to tcp://…
    enableServiceLinks: false,
    ...(props.pullSecret !== undefined && { imagePullSecrets: [{ name: props.pullSecret }] }),
    securityContext: restrictedPod(props.user),
    terminationGracePeriodSeconds: props.gracePeriodSeconds ?? 30,
    containers: [
      {
        name: props.name,
        image: props.image,
        ...(command && { command: [...command] }),
        ...(args && { args: [...args] }),
        ...(env && { env: envVars(env) }),
        ...(props.ports && {
          ports: Object.entries(props.ports).map(([name, containerPort]) => ({ name, containerPort })),
        }),
        ...(probes && {
          startupProbe: probes.startup,
          readinessProbe: probes.readiness,
          livenessProbe: probes.liveness,
        }),
        resources: resources(props.resources),
        securityContext: restrictedContainer({ readOnlyRoot: props.readOnlyRoot }),
        ...(mounts.length > 0 && { volumeMounts: mounts }),
      },
    ],
    ...(scratch.length > 0 && {
      volumes: scratch.map(({ name, size }) => ({ name, emptyDir: { sizeLimit: size } })),
    }),
  };
}

/**
 * The rule that puts pods of one revision on different nodes.
 *
 * Nodes that take no pods, as while one is drained, do not count, so that it never keeps a pod from starting for their
 * sake; and a rollout's new pods are spread without regard to the old ones.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function spreadOverNodes(labels: Labels): k8s.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'DoNotSchedule',
    nodeTaintsPolicy: 'Honor',
    labelSelector: { matchLabels: { ...labels } },
    matchLabelKeys: ['pod-template-hash'],
  };
}

/** A probe that opens a TCP connection, for a program whose paths are its own business. */
export function tcpProbe(port: number, figures: Omit<k8s.Probe, 'tcpSocket'> = {}): k8s.Probe {
  return { tcpSocket: { port: k8s.IntOrString.fromNumber(port) }, ...figures };
}

/** A probe that gets a path over HTTP. */
export function httpProbe(port: number, path: string, figures: Omit<k8s.Probe, 'httpGet'> = {}): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromNumber(port) }, ...figures };
}

/** A probe that runs a command in the container and asks for its exit code 0. */
export function commandProbe(command: readonly string[], figures: Omit<k8s.Probe, 'exec'> = {}): k8s.Probe {
  return { exec: { command: [...command] }, ...figures };
}
