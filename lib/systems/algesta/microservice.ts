import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { PodGroup } from '../../core/isolation/network-isolation';
import type { ManifestFile } from '../../core/placement';
import type { Labels } from '../../kube/labels';
import { type Resources, resources, restrictedContainer, restrictedPod } from '../../workloads/hardening';
import { PodService } from '../../workloads/pod-service';

/** The user `node` of the official Node.js images. */
const NODE_USER = 1000;

/** An environment variable whose value is in a secret. */
export interface SecretVariable {
  readonly variable: string;
  readonly secret: string;
  readonly key: string;
}

/** A volume of every pod, and where it is mounted. */
export interface MountedVolume {
  readonly volume: k8s.Volume;
  readonly mountPath: string;
}

/**
 * How a new version replaces the old one.
 *
 * - `startFirst`: a new pod starts before an old one ends, while there is room for it; from five replicas on, one in five
 *   may end first, so that a full quota does not hold the rollout up.
 * - `endFirst`: one pod ends before a new one starts, so that a rollout needs no more than what runs.
 */
export type Rollout = 'startFirst' | 'endFirst';

/** What a micro-service is. */
export interface MicroserviceProps {
  readonly namespace: ClusterNamespace;
  /** The value of the label `environment`, and the end of every name. */
  readonly environment: string;
  /** The value of the label `app`; with the environment, the name of all its objects. */
  readonly name: string;
  /** Where it listens. */
  readonly port: number;
  readonly image: string;
  readonly resources: Resources;
  /** The autoscaler's bounds. */
  readonly replicas: { readonly min: number; readonly max: number };
  /** Environment variables without secrets; a change of them starts new pods. */
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: readonly SecretVariable[];
  readonly rollout: Rollout;
  /** A volume besides the temporary one at `/tmp`. @default none */
  readonly volume?: MountedVolume;
  readonly file: ManifestFile;
}

/**
 * A Node.js service: Deployment, Service, HorizontalPodAutoscaler and ConfigMap, each called `<name>-<environment>` (the
 * autoscaler with `-hpa`).
 *
 * The Deployment states no number of replicas: the autoscaler rules it, and an apply would set it back each time.
 *
 * @see document 002, "Microservicios Despliegue Pattern"
 */
export class Microservice extends Construct {
  /** `<name>-<environment>`. */
  readonly name: string;
  readonly service: PodService;
  /** Its pods, on the port where they listen. */
  readonly pods: PodGroup;

  /** @throws Error if the autoscaler's bounds are no range from 1 up */
  constructor(scope: Construct, id: string, props: MicroserviceProps) {
    super(scope, id);
    this.name = `${props.name}-${props.environment}`;
    const { min, max } = props.replicas;
    if (min < 1 || min > max) {
      throw new Error(
        `microservice "${this.name}": replicas from ${min} to ${max} are no range: give a minimum from 1 up, and a maximum not below it`,
      );
    }
    const labels = { app: props.name, environment: props.environment };
    this.addSettings(props, labels);
    this.addDeployment(props, labels);
    this.service = new PodService(this, 'service', {
      namespace: props.namespace,
      name: this.name,
      selector: labels,
      port: 80,
      targetPort: props.port,
      portName: 'http',
      file: props.file,
    });
    this.pods = this.service.pods;
    this.addAutoscaler(props, labels);
  }

  private addSettings({ file, namespace, settings }: MicroserviceProps, labels: Labels): void {
    new k8s.KubeConfigMap(file, `settings-${this.name}`, {
      metadata: { name: this.name, namespace: namespace.name, labels },
      data: settings,
    });
  }

  private addDeployment(props: MicroserviceProps, labels: Labels): void {
    const { file, namespace, port } = props;
    new k8s.KubeDeployment(file, `deployment-${this.name}`, {
      metadata: { name: this.name, namespace: namespace.name, labels },
      spec: {
        selector: { matchLabels: labels },
        strategy: { type: 'RollingUpdate', rollingUpdate: rollingUpdate(props.rollout) },
        template: {
          metadata: { labels, annotations: { 'cluster-topology/settings': digest(props.settings) } },
          spec: {
            automountServiceAccountToken: false,
            securityContext: restrictedPod(NODE_USER),
            containers: [
              {
                name: props.name,
                image: props.image,
                imagePullPolicy: 'IfNotPresent',
                ports: [{ containerPort: port, name: 'http' }],
                env: [
                  { name: 'NODE_ENV', value: props.environment },
                  { name: 'PORT', value: String(port) },
                  ...props.secrets.map(({ variable, secret, key }) => ({
                    name: variable,
                    valueFrom: { secretKeyRef: { name: secret, key } },
                  })),
                ],
                envFrom: [{ configMapRef: { name: this.name } }],
                resources: resources(props.resources),
                livenessProbe: {
                  httpGet: { path: '/health', port: k8s.IntOrString.fromNumber(port) },
                  initialDelaySeconds: 30,
                  periodSeconds: 10,
                  timeoutSeconds: 5,
                  failureThreshold: 3,
                },
                readinessProbe: {
                  httpGet: { path: '/health', port: k8s.IntOrString.fromNumber(port) },
                  initialDelaySeconds: 10,
                  periodSeconds: 5,
                  timeoutSeconds: 3,
                  failureThreshold: 2,
                },
                securityContext: restrictedContainer(),
                volumeMounts: [
                  // Uploads and generated documents pass through here, as the rest of the image is read-only.
                  { name: 'tmp', mountPath: '/tmp' },
                  ...(props.volume
                    ? [{ name: props.volume.volume.name, mountPath: props.volume.mountPath, readOnly: true }]
                    : []),
                ],
              },
            ],
            volumes: [
              { name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('1Gi') } },
              ...(props.volume ? [props.volume.volume] : []),
            ],
          },
        },
      },
    });
  }

  private addAutoscaler({ file, namespace, replicas }: MicroserviceProps, labels: Labels): void {
    new k8s.KubeHorizontalPodAutoscalerV2(file, `autoscaler-${this.name}`, {
      metadata: { name: `${this.name}-hpa`, namespace: namespace.name, labels },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: this.name },
        minReplicas: replicas.min,
        maxReplicas: replicas.max,
        metrics: [utilization('cpu', 70), utilization('memory', 80)],
      },
    });
  }
}

function rollingUpdate(rollout: Rollout): k8s.RollingUpdateDeployment {
  return rollout === 'startFirst'
    ? { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromString('20%') }
    : { maxSurge: k8s.IntOrString.fromNumber(0), maxUnavailable: k8s.IntOrString.fromNumber(1) };
}

function utilization(name: string, averageUtilization: number): k8s.MetricSpecV2 {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
}

/** So that a change of the settings alone starts new pods: a running pod keeps its environment. */
function digest(settings: Readonly<Record<string, string>>): string {
  const text = JSON.stringify(Object.entries(settings).sort());
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
