import { fileName, Stage } from '../../core/placement';
import { TopologyApp } from '../../core/topology-app';
import { toDnsLabel } from '../../kube/dns-names';
import { renderManifest } from '../../output/manifest';
import { checkedManifest } from '../../synth';
import { AiworkerCluster } from './cluster';
import type { AiworkerConfig, Preview } from './config';
import { previewNamespace } from './preview-env';
import { readPreview } from './preview-request';

/** The preview that is wanted, and the platform that it is for. */
export interface PreviewRequest {
  /** The platform, as `readAiworker('config/aiworker.yaml')` gives it, or made in code. */
  readonly config: AiworkerConfig;
  /** The name of one of the platform's projects. */
  readonly project: string;
  /** The task's id. */
  readonly task: string;
  /** With a pinned tag. */
  readonly image: string;
  /** Where it listens, 1024 or above. @default as the project's application, or 3000 */
  readonly port?: number;
  /** When it was made, as an RFC 3339 time such as `2026-01-19T12:00:00Z`. */
  readonly createdAt: string;
  /** How long it lives, in hours. @default '168h' */
  readonly ttl?: string;
}

/** A preview's manifests. */
export interface PreviewManifests {
  /** What `kubectl apply -f -` takes. */
  readonly yaml: string;
  /** The same as objects, in the order in which they are to be applied. */
  readonly objects: readonly object[];
  /** The namespace that holds all of it: to delete it is to delete the preview. */
  readonly namespace: string;
}

/**
 * One preview's manifests, byte for byte what `npm run synth` writes for a preview of the same values.
 *
 * For a backend to call: it reads no file and no clock, and writes nothing. The platform around the preview is described
 * as for a synth, with this project and this preview alone, so that the preview gets what the platform gives to any.
 *
 * @throws ConfigError with all that is wrong with the request, a line each
 * @throws SynthError if the manifests break a rule of lib/checks
 */
export function previewManifests({ config, task, ...values }: PreviewRequest): PreviewManifests {
  const preview = readPreview({ id: task, ...values }, config, (field) => (field === 'id' ? 'task' : field));
  return renderPreview(preview, config);
}

/** The manifests of a preview whose values have been read already. @throws SynthError as {@link previewManifests} does */
export function renderPreview(preview: Preview, config: AiworkerConfig): PreviewManifests {
  const app = new TopologyApp();
  const project = toDnsLabel(preview.project);
  const projects = config.projects.filter(({ name }) => toDnsLabel(name) === project);
  const cluster = new AiworkerCluster(app, { ...config, projects, previews: [preview] });
  const namespace = previewNamespace(toDnsLabel(preview.id));
  const path = `${cluster.name}/${fileName(Stage.preview, namespace)}`;
  const manifest = checkedManifest(app, path);
  return {
    yaml: renderManifest(manifest).content,
    objects: manifest.objects.map(({ json }) => json),
    namespace,
  };
}
