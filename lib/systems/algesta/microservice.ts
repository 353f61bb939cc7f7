import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { PodGroup } from '../../core/isolation/connection';
import type { PriorityClass } from '../../core/priority-class';
import type { Resources } from '../../core/resources';
import { CONFIG_HASH, configHash } from '../../workloads/config-files';
import type { Env } from '../../workloads/env';
import { httpProbe } from '../../workloads/hardened-pod';
import type { PodService } from '../../workloads/pod-service';
import { StatelessServer } from '../../workloads/stateless-server';
import type { Rollout } from '../../workloads/stateless-workload';

/** The user `node` of the official Node.js images. */
const NODE_USER = 1000;

/** A volume of every pod, and its mount path. */
export interface MountedVolume {
  readonly volume: k8s.Volume;
  readonly mountPath: string;
}

/** The number of seconds for which the ingress controller waits for a response. Generating a PDF takes minutes. */
export const REQUEST_SECONDS = 600;

/**
 * The number of seconds for which a terminating pod still serves: the controller needs some seconds to stop sending new
 * requests to it, and the last of them may take {@link REQUEST_SECONDS}. It does not depend on the program in the image.
 */
const DRAIN_SECONDS = REQUEST_SECONDS + 10;

/** The drain, and the time that the program has for its own shutdown. */
const GRACE_SECONDS = DRAIN_SECONDS + 20;

/**
 * A rollout under a full quota waits for terminating pods. It counts as failed only after more time without progress than
 * the grace periods of six pods, the largest number of one micro-service, one after the other.
 */
const PROGRESS_DEADLINE_SECONDS = 5400;

/** A container that does not respond is not drained before it is restarted. */
const LIVENESS_GRACE_SECONDS = 10;

/**
 * The rollouts of a micro-service.
 *
 * - `startFirst`: a new pod starts before an old one stops. With three or more replicas, a third of them may stop first, so
 *   that a full quota does not block the rollout.
 * - `endFirst`: one pod stops before a new one starts, so that a rollout needs no more resources than the replicas.
 */
export const ROLLOUTS = {
  startFirst: { maxSurge: 1, maxUnavailable: '34%' },
  endFirst: { maxSurge: 0, maxUnavailable: 1 },
} as const satisfies Record<string, Rollout>;

/** The properties of a micro-service. */
export interface MicroserviceProps {
  readonly namespace: ClusterNamespace;
  /** The value of the label `environment`, and the suffix of every name. */
  readonly environment: string;
  /** The value of the label `app`. With the environment, it is the name of all objects. */
  readonly name: string;
  readonly port: number;
  readonly image: string;
  readonly resources: Resources;
  /** The bounds of the autoscaler. */
  readonly replicas: { readonly min: number; readonly max: number };
  /** Environment variables without secrets. A change restarts the pods. */
  readonly settings: Readonly<Record<string, string>>;
  /** Environment variables with secrets. */
  readonly secrets: Env;
  readonly rollout: keyof typeof ROLLOUTS;
  /** @default none: the priority is 0 */
  readonly priorityClass?: PriorityClass;
  /** A volume besides the temporary directory `/tmp`. @default none */
  readonly volume?: MountedVolume;
}

/**
 * A micro-service on Node.js: a Deployment, Service, HorizontalPodAutoscaler and ConfigMap, each named
 * `<name>-<environment>`; the name of the autoscaler has the suffix `-hpa`.
 *
 * @see document 002, "Microservicios Despliegue Pattern"
 */
export class Microservice extends Construct {
  readonly service: PodService;
  /** The pods, on the port on which they listen. */
  readonly pods: PodGroup;

  /** @throws Error if the bounds of the autoscaler are not a valid range */
  constructor(scope: Construct, id: string, props: MicroserviceProps) {
    super(scope, id);
    const { namespace, port, settings, volume } = props;
    const name = `${props.name}-${props.environment}`;
    const labels = { app: props.name, environment: props.environment };
    const configMap = new k8s.KubeConfigMap(this, 'settings', {
      metadata: { name, namespace: namespace.name, labels },
      data: settings,
    });
    const server = new StatelessServer(this, 'server', {
      namespace,
      name,
      containerName: props.name,
      labels,
      objectLabels: labels,
      podAnnotations: { [CONFIG_HASH]: configHash(Object.entries(settings).sort()) },
      replicas: props.replicas.min,
      autoscaler: { name: `${name}-hpa`, maxReplicas: props.replicas.max, cpuPercent: 70, memoryPercent: 80 },
      rollout: ROLLOUTS[props.rollout],
      image: props.image,
      imagePullPolicy: 'IfNotPresent',
      user: NODE_USER,
      port,
      servicePort: 80,
      env: { NODE_ENV: props.environment, PORT: String(port), ...props.secrets },
      envFrom: configMap,
      probes: {
        liveness: httpProbe(port, '/health', {
          initialDelaySeconds: 30,
          periodSeconds: 10,
          timeoutSeconds: 5,
          failureThreshold: 3,
          terminationGracePeriodSeconds: LIVENESS_GRACE_SECONDS,
        }),
        readiness: httpProbe(port, '/health', {
          initialDelaySeconds: 10,
          periodSeconds: 5,
          timeoutSeconds: 3,
          failureThreshold: 2,
        }),
      },
      resources: props.resources,
      // Uploads and generated documents are stored here; the rest of the image is read-only.
      scratch: { '/tmp': '1Gi' },
      mounts: volume && [{ name: volume.volume.name, mountPath: volume.mountPath, readOnly: true }],
      volumes: volume && [volume.volume],
      priorityClass: props.priorityClass,
      drainSeconds: DRAIN_SECONDS,
      gracePeriodSeconds: GRACE_SECONDS,
      progressDeadlineSeconds: PROGRESS_DEADLINE_SECONDS,
      serviceLinks: true,
      // Under load, more pods than nodes run. One that must not share a node would wait although nodes have room.
      spread: props.replicas.min > 1 && 'preferred',
    });
    this.service = server.service;
    this.pods = server.pods;
  }
}
