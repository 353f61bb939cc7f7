import { fileName, Stage } from '../../core/placement';
import { TopologyApp } from '../../core/topology-app';
import { toDnsLabel } from '../../kube/dns-names';
import { checkedManifest } from '../../synth';
import { AiworkerCluster } from './cluster';
import type { AiworkerConfig, Preview } from './config';
import { type PreviewEnvProps, previewNamespace } from './preview-env';
import { readPreview } from './preview-request';
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
 * A backend calls this function: it does not read files or the clock, and does not write anything. It describes the
 * whole cluster, with only this project and this preview, so that the manifests contain everything that the cluster adds
 * to a preview. Deleting the namespace deletes the preview.
 *
 * @throws ConfigError with all problems of the request, one on each line
 * @throws SynthError if the manifests violate a rule in lib/checks
 */
export function previewManifests({ config, task, ...values }: PreviewRequest): RuntimeManifests {
  const preview = readPreview({ id: task, ...values }, config, (field) => (field === 'id' ? 'task' : field));
  return renderPreview(preview, config);
}

/** Renders the manifests of a validated preview. @throws SynthError if they violate a rule in lib/checks */
export function renderPreview(preview: Preview, config: AiworkerConfig): RuntimeManifests {
  const app = new TopologyApp();
  const project = toDnsLabel(preview.project);
  const projects = config.projects.filter(({ name }) => toDnsLabel(name) === project);
  const cluster = new AiworkerCluster(app, { ...config, projects, previews: [preview] });
  const namespace = previewNamespace(toDnsLabel(preview.id));
  const path = `${cluster.name}/${fileName(Stage.preview, namespace)}`;
  return runtimeManifests(checkedManifest(app, path), namespace);
}
