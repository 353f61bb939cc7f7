import { createHash } from 'node:crypto';
import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { ManifestFile } from '../core/placement';
import type { Env } from './env';
import { hardenedPod, httpProbe, tcpProbe } from './hardened-pod';
import type { Resources } from './hardening';
import { PodService } from './pod-service';

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
  /** Answers 200 while a restart would not help. @default none: that the port is open is enough */
  readonly alivePath?: string;
  /** Where it answers. @default the server's own port */
  readonly port?: number;
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
  readonly env?: Env;
  readonly port: number;
  readonly health: ServerHealth;
  readonly resources: Resources;
  /** The volume that it keeps, and where it is mounted. */
  readonly data: { readonly size: string; readonly mountPath: string; readonly storageClass?: string };
  readonly config: readonly ConfigFiles[];
  /** Directories that it writes to and that go with the pod, each with the most that it may hold. @default none */
  readonly scratch?: Readonly<Record<string, string>>;
  /** The ServiceAccount whose token it gets. @default no token */
  readonly account?: string;
  /** Whether the image can only write where something is mounted. @default true */
  readonly readOnlyRoot?: boolean;
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
    const manifest = k8s.KubeStatefulSet.manifest({
      metadata: { name, namespace: namespace.name, labels },
      spec: {
        serviceName: this.service.name,
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: podSpec(props),
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              volumeMode: 'Filesystem',
              storageClassName: props.data.storageClass,
              resources: { requests: { storage: k8s.Quantity.fromString(props.data.size) } },
            },
          },
        ],
      },
    });
    manifest.spec.template.metadata.annotations = Lazy.any({
      produce: () => ({ [CONFIG_HASH]: hash(props.config) }),
    });
    // The API server adds these to the list, which kubectl replaces as a whole: without them every apply would be a change.
    const added = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } };
    const patches = Object.entries(added).map(([key, value]) =>
      JsonPatch.add(`/spec/volumeClaimTemplates/0/${key}`, value),
    );
    new ApiObject(file, `stateful-set-${name}`, manifest).addJsonPatch(...patches);
  }
}

function podSpec(props: StatefulServerProps): k8s.PodSpec {
  const { health } = props;
  const port = health.port ?? props.port;
  const alive = { periodSeconds: 30, failureThreshold: 4, timeoutSeconds: 5 };
  const pod = hardenedPod({
    name: props.name,
    image: props.image,
    user: props.user,
    args: props.args,
    env: props.env,
    readOnlyRoot: props.readOnlyRoot,
    ports: { http: props.port, ...(health.port !== undefined && { health: health.port }) },
    probes: {
      // Ten minutes: a server replays its log of writes before it is ready.
      startup: httpProbe(port, health.readyPath, {
        periodSeconds: 5,
        failureThreshold: 120,
        timeoutSeconds: 5,
      }),
      readiness: httpProbe(port, health.readyPath, { timeoutSeconds: 5 }),
      liveness:
        health.alivePath === undefined ? tcpProbe(port, alive) : httpProbe(port, health.alivePath, alive),
    },
    resources: props.resources,
    scratch: props.scratch,
    mounts: [
      { name: 'data', mountPath: props.data.mountPath },
      ...props.config.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
    ],
    serviceAccount: props.account,
    gracePeriodSeconds: 60,
  });
  const config = props.config.map(({ name }) => ({ name, configMap: { name } }));
  const volumes = [...(pod.volumes ?? []), ...config];
  return { ...pod, ...(volumes.length > 0 && { volumes }) };
}

function hash(config: readonly ConfigFiles[]): string {
  return createHash('sha256')
    .update(JSON.stringify(config.map(({ files }) => files())))
    .digest('hex')
    .slice(0, 16);
}
