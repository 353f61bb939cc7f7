import type { IConstruct } from 'constructs';

/**
 * The position of a file in the order of `kubectl apply`, as the number with which its name begins.
 *
 * `kubectl apply -f` reads the files of a folder in lexical order. An object comes before the objects that need it: a
 * namespace before its contents, a ServiceAccount before the pods that use it.
 */
export const Stage = {
  /** Namespaces with their quotas and limit ranges. */
  namespaces: 0,
  /** Network policies: in force before the first pod starts. */
  isolation: 10,
  /** RBAC and admission policies. */
  access: 20,
  /** Cluster add-ons: ingress controller, ExternalDNS, CNI, metrics-server. */
  addons: 30,
  /** Issuers and certificates. */
  certificates: 40,
  workloads: 50,
  ingress: 60,
  monitoring: 70,
  backup: 75,
  /** One file for each project, with all contents of its namespaces. */
  project: 80,
  /** One file for each preview, with all contents of its namespace. */
  preview: 90,
} as const;

/** The number of a stage. */
export type Stage = (typeof Stage)[keyof typeof Stage];

interface Statement {
  readonly fileName: string;
  /** Whether statements of constructs below are ignored. */
  readonly forAll: boolean;
}

const METADATA = 'cluster-topology/placement';

/**
 * States the file for the objects of a construct: stage 50 and `gitea` give `50-gitea.k8s.yaml`.
 *
 * It applies to all objects below the construct. A statement of a construct further down takes precedence.
 */
export function placeIn(construct: IConstruct, stage: Stage, name: string): void {
  state(construct, stage, name, false);
}

/**
 * States one file for all objects of a construct, as {@link placeIn} does, and takes precedence over the statements of
 * the constructs below: the whole of a preview is in one file.
 */
export function placeAllIn(construct: IConstruct, stage: Stage, name: string): void {
  state(construct, stage, name, true);
}

/** The name of a manifest file: `90-preview-task-abc123.k8s.yaml`. */
export function fileName(stage: Stage, name: string): string {
  return `${String(stage).padStart(2, '0')}-${name}.k8s.yaml`;
}

function state(construct: IConstruct, stage: Stage, name: string, forAll: boolean): void {
  construct.node.addMetadata(METADATA, { fileName: fileName(stage, name), forAll } satisfies Statement);
}

/** The file of a construct's objects, given the file that applies above the construct. */
export function resolvePlacement(construct: IConstruct, above: Statement | undefined): Statement | undefined {
  if (above?.forAll) return above;
  const own = construct.node.metadata.findLast(({ type }) => type === METADATA);
  return own ? (own.data as Statement) : above;
}

/** Places a construct in the file that {@link placeAllIn} states for another construct. Does nothing if there is none. */
export function placeWith(construct: IConstruct, other: IConstruct): void {
  const statements = other.node.scopes.flatMap(({ node }) => node.metadata);
  const all = statements.find(({ type, data }) => type === METADATA && (data as Statement).forAll);
  if (all) construct.node.addMetadata(METADATA, all.data);
}
