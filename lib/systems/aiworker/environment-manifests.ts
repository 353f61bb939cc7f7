import { withoutCommonLabels } from '../../core/common-labels';
import { fileName, Stage } from '../../core/placement';
import { isAtRuntime } from '../../core/runtime';
import { TopologyApp } from '../../core/topology-app';
import { toDnsLabel } from '../../kube/dns-names';
import type { ManifestObject } from '../../output/manifest';
import { checkedManifest } from '../../synth';
import { AiworkerCluster } from './cluster';
import { type AiworkerConfig, environmentFields, type Project, reportTakenHosts } from './config';
import { DEFAULT_PORT } from './preview-env';
import type { RuntimeEnvironment } from './project-environments';
import { type RawValues, readRequest } from './request';
import { type RuntimeManifests, runtimeManifests } from './runtime-manifests';

/** A request for the manifests that deploy an application to dev or staging. */
export interface EnvironmentRequest {
  /** The configuration of the platform, for example the result of `readAiworker('config/aiworker.yaml')`. */
  readonly config: AiworkerConfig;
  /** The name of the project, which need not be in the configuration. */
  readonly project: string;
  readonly environment: RuntimeEnvironment;
  /** The image, with a pinned tag. */
  readonly image: string;
  /** The port of the application, 1024 or above. @default the port in the configuration, or 3000 */
  readonly port?: number;
}

/** The values of a request, valid or invalid. */
export type EnvironmentValues = RawValues<typeof environmentFields>;

/**
 * Renders the objects of an environment that dist/ does not contain: the Deployment, and all others if the project is not
 * in the configuration, its namespace and its isolation among them.
 *
 * A backend calls this function: it does not read files or the clock, and does not write anything. The objects do not
 * have the labels of what this program owns, so that `npm run prune` does not delete them.
 *
 * @throws ConfigError with all problems of the request, one on each line
 * @throws SynthError if the manifests violate a rule in lib/checks
 */
export function environmentManifests({ config, ...values }: EnvironmentRequest): RuntimeManifests {
  return renderEnvironment(values, config, (field) => field);
}

/** Renders a request that is not yet validated. @param nameOf returns the name of a field in the request */
export function renderEnvironment(
  values: EnvironmentValues,
  config: AiworkerConfig,
  nameOf: (field: keyof EnvironmentValues) => string,
): RuntimeManifests {
  const { project, environment, image, port = DEFAULT_PORT } = readEnvironment(values, config, nameOf);
  const { name, known, application } = inConfiguration(config, project);
  const requested = { name: project, application: { port, ...application, image } };
  const path = `aiworker/${fileName(Stage.project, `project-${name}`)}`;
  const manifest = checkedManifest(appOf(config, [requested]), path);
  const written = new Set(
    appOf(config, known)
      .manifests()
      .filter((file) => file.path === path)
      .flatMap(({ objects }) => objects.filter(({ construct }) => !isAtRuntime(construct)).map(keyOf)),
  );
  const namespace = `${name}-${environment}`;
  const objects = manifest.objects
    .filter((object) => namespaceOf(object) === namespace && !written.has(keyOf(object)))
    .map(({ construct, json }) => ({ construct, json: withoutCommonLabels(json) }));
  return runtimeManifests({ ...manifest, objects }, namespace);
}

function readEnvironment(
  values: EnvironmentValues,
  config: AiworkerConfig,
  nameOf: (field: keyof EnvironmentValues) => string,
) {
  return readRequest(environmentFields, values, nameOf, ({ project, port }, report) => {
    if (project === undefined) return;
    const { others, application } = inConfiguration(config, project);
    const all = [...others, { name: project, application: {} }];
    reportTakenHosts(config.domain, all, ([, index], problem) => {
      if (index === others.length) report('project', problem);
    });
    if (port !== undefined && application !== undefined && port !== application.port)
      report('port', `the port of the project is ${application.port} in the configuration: leave it out`);
  });
}

/** An app with the cluster of the configuration, with other projects and without previews. */
function appOf(config: AiworkerConfig, projects: readonly Project[]): TopologyApp {
  const app = new TopologyApp();
  new AiworkerCluster(app, { ...config, projects, previews: [] });
  return app;
}

/** A project in the configuration, if it is there, and the other projects. */
function inConfiguration({ projects }: AiworkerConfig, project: string) {
  const name = toDnsLabel(project);
  const known = projects.filter((one) => toDnsLabel(one.name) === name);
  const others = projects.filter((one) => !known.includes(one));
  return { name, known, others, application: known[0]?.application };
}

interface Identified {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The namespace of an object; that of a Namespace is its own name. */
function namespaceOf({ json }: ManifestObject): string | undefined {
  const { kind, metadata } = json as Identified;
  return kind === 'Namespace' ? metadata.name : metadata.namespace;
}

function keyOf(object: ManifestObject): string {
  const { kind, metadata } = object.json as Identified;
  return `${kind}/${namespaceOf(object)}/${metadata.name}`;
}
