import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * When an object is applied, as the number that its file's name begins with.
 *
 * `kubectl apply -f` takes the files of a folder in lexical order, so that what others need comes first: a
 * namespace before what lies in it, a ServiceAccount before the pod that runs as it.
 */
export const Stage = {
  /** Namespaces with their quotas and limit ranges. */
  namespaces: 0,
  /** Network policies: in force before the first pod starts. */
  isolation: 10,
  /** RBAC and admission policies. */
  access: 20,
  /** What the cluster itself needs: ingress controller, ExternalDNS, CNI, metrics-server. */
  platform: 30,
  /** Issuers and certificates. */
  certificates: 40,
  workloads: 50,
  ingress: 60,
  monitoring: 70,
  backup: 75,
  /** One file a project, with all that lies in its namespaces. */
  project: 80,
  /** One file a preview, with all that lies in its namespace. */
  preview: 90,
} as const;

/** One of the stages' numbers. */
export type Stage = (typeof Stage)[keyof typeof Stage];

/** What a file of dist/ is made from. */
export interface ManifestFileProps {
  /** The folder of dist/ that it lies in: the cluster's name. */
  readonly cluster: string;
  readonly stage: Stage;
  /** What the file holds, as the rest of its name: `namespaces` gives `00-namespaces.k8s.yaml`. */
  readonly name: string;
  /** Labels on every object in the file; an object's own win. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A file of dist/, holding the objects that are made beneath it.
 *
 * Its name is its stage and its own name, and nothing else: no other file, and no dependency between charts, can
 * change it. Objects stand in the order in which they were made, unless one depends on another.
 */
export class ManifestFile extends Chart {
  /** cdk8s has `instanceof` ask whether something is a Chart; this asks for the class itself again. */
  static override [Symbol.hasInstance](value: unknown): value is ManifestFile {
    return Function.prototype[Symbol.hasInstance].call(ManifestFile, value);
  }

  readonly cluster: string;
  /** The name within the cluster's folder, such as `00-namespaces.k8s.yaml`. */
  readonly fileName: string;

  constructor(scope: Construct, props: ManifestFileProps) {
    const name = `${String(props.stage).padStart(2, '0')}-${props.name}`;
    super(scope, name, { labels: { ...props.labels }, disableResourceNameHashes: true });
    this.cluster = props.cluster;
    this.fileName = `${name}.k8s.yaml`;
  }

  /** The path below dist/, such as `aiworker/00-namespaces.k8s.yaml`. */
  get path(): string {
    return `${this.cluster}/${this.fileName}`;
  }
}
