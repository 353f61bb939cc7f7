import type { IContainer, IPodSpec } from '../../../imports/manifest-types';
import type { Labels } from '../../kube/labels';
import { type KubeObject, valueAt } from '../engine/kube-object';

/** A pod template, and the object that creates pods from it. */
export interface Workload {
  readonly object: KubeObject;
  readonly namespace: string;
  /** The labels of its pods. */
  readonly labels: Labels;
  /** The annotations of its pods. */
  readonly annotations: Labels;
  readonly pod: IPodSpec;
  /** The path of the pod specification in the object: `spec.template.spec`. */
  readonly field: string;
}

/** A container of a pod template. */
export interface PodContainer {
  readonly object: KubeObject;
  readonly workload: Workload;
  readonly container: IContainer;
  /** The path of the container in the object: `spec.template.spec.containers[0]`. */
  readonly field: string;
}

/** The path of the pod specification in the kinds that have one. */
const POD_SPEC: Readonly<Record<string, string>> = {
  Deployment: 'spec.template.spec',
  StatefulSet: 'spec.template.spec',
  DaemonSet: 'spec.template.spec',
  ReplicaSet: 'spec.template.spec',
  Job: 'spec.template.spec',
  CronJob: 'spec.jobTemplate.spec.template.spec',
  PodTemplate: 'template.spec',
  Pod: 'spec',
};

/** The pod template of an object; undefined if it has none. */
export function workloadOf(object: KubeObject): Workload | undefined {
  const field = POD_SPEC[object.kind];
  const pod = field && (valueAt(object.json, field) as IPodSpec | undefined);
  if (!pod) return undefined;
  return {
    object,
    namespace: object.namespace ?? 'default',
    labels: (valueAt(object.json, field.replace(/spec$/, 'metadata.labels')) as Labels | undefined) ?? {},
    annotations:
      (valueAt(object.json, field.replace(/spec$/, 'metadata.annotations')) as Labels | undefined) ?? {},
    pod: { ...pod, containers: pod.containers ?? [] },
    field,
  };
}

/** All containers of a pod template, the init containers first. */
export function containersOf(workload: Workload): PodContainer[] {
  return (['initContainers', 'containers'] as const).flatMap((kind) =>
    (workload.pod[kind] ?? []).map((container, index) => ({
      object: workload.object,
      workload,
      container,
      field: `${workload.field}.${kind}[${index}]`,
    })),
  );
}

/** The containers of a pod that run at the same time: init containers that restart are sidecars. */
export function runningContainers({ pod }: Workload): readonly IContainer[] {
  const sidecars = (pod.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...pod.containers, ...sidecars];
}

/** Whether policies apply to the pods of a template: no policy selects a pod on the host network. */
export function isInPodNetwork({ pod }: Workload): boolean {
  return pod.hostNetwork !== true;
}
