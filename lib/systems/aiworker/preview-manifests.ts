import { TopologyApp } from '../../core/topology-app';
import { toDnsLabel } from '../../kube/dns-names';
import { type Manifest, renderManifest } from '../../output/manifest';
import { ManifestTemplate } from '../../output/template';
import { checkedManifest } from '../../synth';
import { AiworkerCluster } from './cluster';
import type { AiworkerConfig, Preview } from './config';
import { DEFAULT_PORT, type PreviewEnvProps } from './preview-env';
import { readPreview } from './preview-request';
import {
  isOrdinary,
  namespaceOf,
  type PreviewTemplate,
  previewPath,
  type ResolvedPreview,
  sampleOf,
  shapeOf,
  slotsOf,
  templateFrom,
} from './preview-template';
import { type RuntimeManifests, runtimeManifests } from './runtime-manifests';

/** A request for the manifests of one preview. */
export interface PreviewRequest extends Pick<PreviewEnvProps, 'image' | 'createdAt' | 'ttl'> {
  /** The configuration of the platform, for example the result of `readAiworker('config/aiworker.yaml')`. */
  readonly config: AiworkerConfig;
  /** The name of one of the projects. */
  readonly project: string;
  /** The id of the task. */
  readonly task: string;
  /** The port of the preview, 1024 or above. @default the port of the application of the project, or 3000 */
  readonly port?: number;
}

/**
 * Renders the manifests of one preview, with the same bytes that `npm run synth` writes for the same values.
 *
 * A backend calls this function: it does not read files or the clock, and does not write anything. For the first preview
 * of a project, port and image repository, it describes and checks the whole cluster, with only this project and this
 * preview, so that the manifests contain everything that the cluster adds to a preview. It fills the others from a template,
 * as long as `config` is the same object, which must not be changed. Deleting the namespace deletes the preview.
 *
 * @throws ConfigError with all problems of the request, one on each line
 * @throws SynthError if the manifests violate a rule in lib/checks
 */
export function previewManifests({ config, task, ...values }: PreviewRequest): RuntimeManifests {
  const preview = readPreview({ id: task, ...values }, config, (field) => (field === 'id' ? 'task' : field));
  return renderPreview(preview, config);
}

/** The templates of each configuration, by the shapes of previews that were checked. */
const TEMPLATES = new WeakMap<AiworkerConfig, Map<string, PreviewTemplate>>();

/** Texts that are kept between processes, by their names. */
export interface TemplateStore {
  /** The text of a name; undefined if there is none. */
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

/**
 * Renders the manifests of a validated preview.
 *
 * @param store keeps the templates that were checked @default templates are kept in this process only
 * @throws SynthError if they violate a rule in lib/checks
 */
export function renderPreview(
  request: Preview,
  config: AiworkerConfig,
  store?: TemplateStore,
): RuntimeManifests {
  const project = toDnsLabel(request.project);
  const projects = config.projects.filter(({ name }) => toDnsLabel(name) === project);
  const preview = { ...request, port: request.port ?? projects[0]?.application?.port ?? DEFAULT_PORT };
  const cluster = { ...config, projects };
  const { namespace, values } = namespaceOf(preview);
  if (!isOrdinary(preview)) {
    const app = appOf(cluster, [preview]);
    return runtimeManifests(checkedManifest(app, previewPath(preview)), namespace);
  }
  const templates = TEMPLATES.get(config) ?? new Map<string, PreviewTemplate>();
  TEMPLATES.set(config, templates);
  const shape = shapeOf(preview);
  const template =
    templates.get(shape) ?? keptTemplate(shape, cluster, store, () => checkedTemplate(preview, cluster));
  templates.set(shape, template);
  return { yaml: template.content(values), objects: template.objects(values), namespace };
}

/** The template of a shape from a store, or a new one. The same cluster and shape give the same template. */
function keptTemplate(
  shape: string,
  cluster: AiworkerConfig,
  store: TemplateStore | undefined,
  make: () => PreviewTemplate,
): PreviewTemplate {
  const name = JSON.stringify({ ...cluster, previews: shape });
  const kept = store?.read(name);
  if (kept !== undefined) return ManifestTemplate.restore(kept);
  const template = make();
  store?.write(name, JSON.stringify(template));
  return template;
}

/**
 * The template of the shape of a preview.
 *
 * @throws SynthError if the preview violates a rule in lib/checks; Error if the template differs from the constructs
 */
function checkedTemplate(preview: ResolvedPreview, config: AiworkerConfig): PreviewTemplate {
  const sample = sampleOf(preview, 0);
  const app = appOf(config, [preview, sample]);
  const manifests = app.manifests();
  const isSample = ({ path }: Manifest) => path === previewPath(sample);
  const checked = manifests.filter((manifest) => !isSample(manifest));
  const { content } = renderManifest(checkedManifest(app, previewPath(preview), checked));
  const template = templateFrom(sample, manifests.find(isSample));
  if (template.content(slotsOf(preview)) === content) return template;
  throw new Error(`${previewPath(preview)}: the template of its shape differs: report this bug`);
}

/** An app with the cluster of the configuration, with other previews. */
function appOf(config: AiworkerConfig, previews: readonly Preview[]): TopologyApp {
  const app = new TopologyApp();
  new AiworkerCluster(app, { ...config, previews });
  return app;
}
