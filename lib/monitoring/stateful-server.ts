import { createHash } from 'node:crypto';
import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../cluster-namespace';
import type { ManifestFile } from '../output/manifest-file';
import { PodService } from '../pod-service';
import { type Resources, resources, restrictedContainer, restrictedPod } from '../workloads/hardening';

/** The annotation of a pod with the hash of its configuration, so that a change of that rolls the pod. */
const CONFIG_HASH = 'cluster-topology/config-sha256';

/** Files of a ConfigMap, and where a server reads them. */
export interface ConfigFiles {
  /** The ConfigMap's name. */
  readonly name: string;
  readonly mountPath: string;
  /** The files by name; asked when the manifests are written, as what they hold may be declared until then. */
  readonly files: () => Readonly<Record<string, string>>;
}

/** A path that says how a server is. */
export interface ServerHealth {
  /** Answers 200 once requests are served. */
  readonly readyPath: string;
  /** Answers 200 while a restart would not help. */
  readonly alivePath: string;
}

/** What a server runs and keeps. */
export interface StatefulServerProps {
  readonly namespace: ClusterNamespace;
  /** The StatefulSet's name, and its pods' label `app`. */
  readonly name: string;
  /** @default name */
  readonly serviceName?: string;
  readonly file: ManifestFile;
  readonly image: string;
  /** The numeric user that the image runs as. */
  readonly user: number;
  /** @default the image's own arguments */
  readonly args?: readonly string[];
  /** @default none */
  readonly env?: readonly k8s.EnvVar[];
  readonly port: number;
  readonly health: ServerHealth;
  readonly resources: Resources;
  /** The volume that it keeps, and where it is mounted. */
  readonly data: { readonly size: string; readonly mountPath: string; readonly storageClass?: string };
  readonly config: readonly ConfigFiles[];
  /** Directories that it writes to and that go with the pod. @default none */
  readonly scratch?: readonly string[];
  /** The ServiceAccount whose token it gets. @default no token */
  readonly account?: string;
}

/**
 * One pod with one volume and one Service.
 *
 * A StatefulSet, as it ends the old pod before it starts the new: the volume is one pod's at a time, and the quota need
 * not hold two. A change of configuration rolls the pod.
 */
export class StatefulServer extends Construct {
  readonly service: PodService;

  constructor(scope: Construct, id: string, props: StatefulServerProps) {
    super(scope, id);
    const { namespace, name, file } = props;
    const labels = { app: name };
    this.service = new PodService(this, 'service', {
      namespace,
      name: props.serviceName ?? name,
      selector: labels,
      port: props.port,
      portName: 'http',
      file,
    });
    for (const config of props.config) {
      new k8s.KubeConfigMap(file, `config-map-${config.name}`, {
        metadata: { name: config.name, namespace: namespace.name },
        data: Lazy.any({ produce: config.files }),
      });
    }
    new k8s.KubeStatefulSet(file, `stateful-set-${name}`, {
      metadata: { name, namespace: namespace.name, labels },
      spec: {
        serviceName: this.service.name,
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: {
            labels,
            annotations: Lazy.any({ produce: () => ({ [CONFIG_HASH]: hash(props.config) }) }),
          },
          spec: podSpec(props),
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: props.data.storageClass,
              resources: { requests: { storage: k8s.Quantity.fromString(props.data.size) } },
            },
          },
        ],
      },
    });
  }
}

function podSpec(props: StatefulServerProps): k8s.PodSpec {
  const scratch = (props.scratch ?? []).map((path, index) => ({ name: `scratch-${index}`, path }));
  return {
    serviceAccountName: props.account,
    automountServiceAccountToken: props.account !== undefined,
    enableServiceLinks: false,
    securityContext: restrictedPod(props.user),
    containers: [
      {
        name: props.name,
        image: props.image,
        args: props.args && [...props.args],
        env: props.env && [...props.env],
        ports: [{ name: 'http', containerPort: props.port }],
        // Ten minutes: a server replays its log of writes before it is ready.
        startupProbe: { ...probe(props, props.health.readyPath), periodSeconds: 5, failureThreshold: 120 },
        readinessProbe: { ...probe(props, props.health.readyPath), periodSeconds: 10 },
        livenessProbe: { ...probe(props, props.health.alivePath), periodSeconds: 30, failureThreshold: 4 },
        resources: resources(props.resources),
        securityContext: restrictedContainer(),
        volumeMounts: [
          { name: 'data', mountPath: props.data.mountPath },
          ...props.config.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
          ...scratch.map(({ name, path }) => ({ name, mountPath: path })),
        ],
      },
    ],
    volumes: [
      ...props.config.map(({ name }) => ({ name, configMap: { name } })),
      ...scratch.map(({ name }) => ({
        name,
        emptyDir: { sizeLimit: k8s.Quantity.fromString('64Mi') },
      })),
    ],
  };
}

function probe({ port }: StatefulServerProps, path: string): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromNumber(port) }, timeoutSeconds: 5 };
}

function hash(config: readonly ConfigFiles[]): string {
  return createHash('sha256')
    .update(JSON.stringify(config.map(({ files }) => files())))
    .digest('hex')
    .slice(0, 16);
}
