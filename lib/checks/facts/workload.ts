import type { Labels } from '../../kube/labels';
import { type KubeObject, specOf } from '../engine/kube-object';

/** One container, as far as rules read it. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly {
    readonly configMapRef?: OptionalRef;
    readonly secretRef?: OptionalRef;
  }[];
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort: number;
    readonly hostPort?: number;
    readonly protocol?: string;
  }[];
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly restartPolicy?: string;
  readonly securityContext?: {
    readonly privileged?: boolean;
    readonly allowPrivilegeEscalation?: boolean;
    readonly runAsNonRoot?: boolean;
    readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
    readonly seccompProfile?: { readonly type?: string };
  };
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}

export interface Probe {
  readonly httpGet?: { readonly port: number | string };
  readonly tcpSocket?: { readonly port: number | string };
  readonly grpc?: { readonly port: number };
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly configMapKeyRef?: OptionalRef & { readonly key: string };
    readonly secretKeyRef?: OptionalRef & { readonly key: string };
  };
}

export interface OptionalRef {
  readonly name?: string;
  readonly optional?: boolean;
}

interface KeyItems {
  readonly items?: readonly { readonly key: string }[];
}

export interface Volume {
  readonly name: string;
  readonly hostPath?: { readonly path: string };
  readonly configMap?: OptionalRef & KeyItems;
  readonly secret?: { readonly secretName?: string; readonly optional?: boolean } & KeyItems;
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly projected?: {
    readonly sources?: readonly {
      readonly configMap?: OptionalRef & KeyItems;
      readonly secret?: OptionalRef & KeyItems;
      readonly serviceAccountToken?: object;
    }[];
  };
  readonly csi?: { readonly driver: string; readonly volumeAttributes?: Labels };
}

/** A pod's spec, as far as rules read it. */
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: readonly OptionalRef[];
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly seccompProfile?: { readonly type?: string };
  };
}

/** A pod template, and the object that makes pods of it. */
export interface Workload {
  readonly object: KubeObject;
  readonly namespace: string;
  /** The labels of its pods. */
  readonly labels: Labels;
  readonly pod: PodSpec;
  /** Where the pod's spec stands in the object: `spec.template.spec`. */
  readonly field: string;
}

interface Template {
  readonly metadata?: { readonly labels?: Labels };
  readonly spec?: PodSpec;
}

/** The pod template of an object; undefined for an object without one. */
export function workloadOf(object: KubeObject): Workload | undefined {
  const found = templateOf(object);
  if (found?.template.spec === undefined) return undefined;
  return {
    object,
    namespace: object.namespace ?? 'default',
    labels: found.template.metadata?.labels ?? {},
    pod: { ...found.template.spec, containers: found.template.spec.containers ?? [] },
    field: found.field,
  };
}

function templateOf(object: KubeObject): { template: Template; field: string } | undefined {
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'Job': {
      const { template } = specOf<{ template: Template }>(object);
      return template && { template, field: 'spec.template.spec' };
    }
    case 'CronJob': {
      const { jobTemplate } = specOf<{ jobTemplate: { spec?: { template?: Template } } }>(object);
      const template = jobTemplate?.spec?.template;
      return template && { template, field: 'spec.jobTemplate.spec.template.spec' };
    }
    case 'PodTemplate': {
      const { template } = object.json as { template?: Template };
      return template && { template, field: 'template.spec' };
    }
    case 'Pod':
      return { template: object.json as Template, field: 'spec' };
    default:
      return undefined;
  }
}

/** All containers of a pod, with where each stands in the object. */
export function containersOf({ pod, field }: Workload): { container: Container; field: string }[] {
  const at = (kind: 'containers' | 'initContainers') =>
    (pod[kind] ?? []).map((container, index) => ({ container, field: `${field}.${kind}[${index}]` }));
  return [...at('initContainers'), ...at('containers')];
}
