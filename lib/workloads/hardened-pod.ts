import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PriorityClass } from '../core/priority-class';
import { type Resources, resources } from '../core/resources';
import { HOSTNAME, type Labels } from '../kube/labels';
import { type Disk, withDisk } from './disk';
import { emptyDir } from './empty-dir';
import { type Env, envVars } from './env';
import { restrictedContainer, restrictedPod } from './hardening';

/** The probes of a container. */
export interface Probes {
  /** @default none: the other probes start with the container */
  readonly startup?: k8s.Probe;
  readonly readiness: k8s.Probe;
  /** @default none */
  readonly liveness?: k8s.Probe;
}

/** A pod of one container that complies with the Pod Security level `restricted`. */
export interface HardenedPodProps {
  /** The namespace of the pod, which has its priority class. @default none; a scheduled job adds the class to its pods */
  readonly namespace?: Pick<ClusterNamespace, 'priorityClass'>;
  /** @default the priority class of the namespace */
  readonly priorityClass?: PriorityClass;
  /** The name of the container. */
  readonly name: string;
  /** The image, with a pinned tag. */
  readonly image: string;
  /** The numeric user and group of the image. */
  readonly user: number;
  readonly resources: Resources;
  /** Disk space, in addition to {@link scratch}. @default the defaults of {@link withDisk} */
  readonly disk?: Disk;
  /** @default the image's command */
  readonly command?: readonly string[];
  /** @default the image's arguments */
  readonly args?: readonly string[];
  /** @default none */
  readonly env?: Env;
  /** A ConfigMap whose keys become environment variables. @default none */
  readonly envFrom?: { readonly name: string };
  /** The ports on which the container listens, by name. @default none */
  readonly ports?: Readonly<Record<string, number>>;
  /** @default none, for programs that accept no connections */
  readonly probes?: Probes;
  /** Temporary directories that the container can write to, each with its size limit. @default none */
  readonly scratch?: Readonly<Record<string, string>>;
  /** Further mounts, of {@link volumes} and of the volume claims of the workload. @default none */
  readonly mounts?: readonly k8s.VolumeMount[];
  /** Further volumes. @default none */
  readonly volumes?: readonly k8s.Volume[];
  /** Whether the container can write only to mounted volumes. @default true */
  readonly readOnlyRoot?: boolean;
  /** The ServiceAccount whose token is mounted. @default none: no token is mounted */
  readonly serviceAccount?: { readonly name: string };
  /** The Secret with the credentials of the registry. @default none, for public images */
  readonly pullSecret?: { readonly name: string };
  /** The pull policy. @default Kubernetes' default */
  readonly imagePullPolicy?: 'IfNotPresent';
  /** The number of seconds between SIGTERM and SIGKILL; `'unset'` omits the field. @default 30 */
  readonly gracePeriodSeconds?: number | 'unset';
  /** Whether Kubernetes sets an environment variable for each Service of the namespace. @default false */
  readonly serviceLinks?: boolean;
}

/** The specification of a hardened pod, for the template of a workload. */
export function hardenedPod(props: HardenedPodProps): k8s.PodSpec {
  const scratch = Object.entries(props.scratch ?? {}).map(([path, size]) => ({
    name: path.slice(1).replaceAll('/', '-'),
    mountPath: path,
    size,
  }));
  const mounts = [...(props.mounts ?? []), ...scratch.map(({ name, mountPath }) => ({ name, mountPath }))];
  const volumes = [...scratch.map(({ name, size }) => emptyDir(name, size)), ...(props.volumes ?? [])];
  const { command, args, env, envFrom, ports, probes, serviceAccount, pullSecret } = props;
  const { gracePeriodSeconds = 30 } = props;
  const pod: k8s.PodSpec = {
    priorityClassName: (props.priorityClass ?? props.namespace?.priorityClass)?.name,
    serviceAccountName: serviceAccount?.name,
    automountServiceAccountToken: serviceAccount !== undefined,
    // A Service named redis would set REDIS_PORT to tcp://…, which programs mistake for their own setting.
    enableServiceLinks: props.serviceLinks ? undefined : false,
    imagePullSecrets: pullSecret && [{ name: pullSecret.name }],
    securityContext: restrictedPod(props.user),
    terminationGracePeriodSeconds: gracePeriodSeconds === 'unset' ? undefined : gracePeriodSeconds,
    containers: [
      {
        name: props.name,
        image: props.image,
        imagePullPolicy: props.imagePullPolicy,
        command: command && [...command],
        args: args && [...args],
        env: env && envVars(env),
        envFrom: envFrom && [{ configMapRef: { name: envFrom.name } }],
        ports: ports && Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
        startupProbe: probes?.startup,
        readinessProbe: probes?.readiness,
        livenessProbe: probes?.liveness,
        resources: resources(props.resources),
        securityContext: restrictedContainer(props.readOnlyRoot),
        ...(mounts.length > 0 && { volumeMounts: mounts }),
      },
    ],
    ...(volumes.length > 0 && { volumes }),
  };
  return withDisk(pod, props.disk);
}

/**
 * A constraint that spreads the pods of one revision over different nodes.
 *
 * Nodes that accept no pods, such as a node that is being drained, are not counted. The new pods of a rollout are spread
 * independently of the old ones.
 *
 * @param isRequired whether a pod that would share a node with more pods than necessary stays `Pending`
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function spreadOverNodes(labels: Labels, isRequired = true): k8s.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: HOSTNAME,
    whenUnsatisfiable: isRequired ? 'DoNotSchedule' : 'ScheduleAnyway',
    nodeTaintsPolicy: 'Honor',
    labelSelector: { matchLabels: { ...labels } },
    matchLabelKeys: ['pod-template-hash'],
  };
}

/** A probe that opens a TCP connection. */
export function tcpProbe(port: number, figures: Omit<k8s.Probe, 'tcpSocket'> = {}): k8s.Probe {
  return { tcpSocket: { port: k8s.IntOrString.fromNumber(port) }, ...figures };
}

/** A probe that requests a path over HTTP. */
export function httpProbe(port: number, path: string, figures: Omit<k8s.Probe, 'httpGet'> = {}): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromNumber(port) }, ...figures };
}

/** A probe that runs a command in the container and expects exit code 0. */
export function commandProbe(command: readonly string[], figures: Omit<k8s.Probe, 'exec'> = {}): k8s.Probe {
  return { exec: { command: [...command] }, ...figures };
}

/** The health endpoints of a server. */
export interface ServerHealth {
  /** The path that returns 200 once requests are served. */
  readonly readyPath: string;
  /** The path that returns 200 unless a restart is needed. @default none: an open port is sufficient */
  readonly alivePath?: string;
}

/** The probes of a server that replays its write-ahead log at the start: it has ten minutes to become ready. */
export function serverProbes(port: number, { readyPath, alivePath }: ServerHealth): Probes {
  const alive = { periodSeconds: 30, failureThreshold: 4, timeoutSeconds: 5 };
  return {
    startup: httpProbe(port, readyPath, { periodSeconds: 5, failureThreshold: 120, timeoutSeconds: 5 }),
    readiness: httpProbe(port, readyPath, { timeoutSeconds: 5 }),
    liveness: alivePath === undefined ? tcpProbe(port, alive) : httpProbe(port, alivePath, alive),
  };
}
