import { componentOf } from '../../checks/facts/end-of-support';
import type { NamespaceValues } from '../../core/namespace-copies';
import { fileName, Stage } from '../../core/placement';
import { dnsLabelProblem, toDnsLabel } from '../../kube/dns-names';
import { secretsIn } from '../../kube/secret-text';
import type { Manifest } from '../../output/manifest';
import { ManifestTemplate, type SlotValues } from '../../output/template';
import { scalarText } from '../../output/yaml';
import type { Preview } from './config';
import { MAX_TASK_ID_LENGTH, previewHostId, previewNamespace } from './preview-env';

/** The values in which the manifests of two previews of one shape differ. */
type Slot = 'id' | 'host' | 'image' | 'createdAt' | 'ttl';

/** The manifests of the previews of one shape. */
export type PreviewTemplate = ManifestTemplate<Slot>;

/** A preview with the values that come from its project. */
export type ResolvedPreview = Preview & { readonly port: number };

/** A preview that constructs make, and those of the same shape, which are filled from a template. */
export interface PreviewGroup {
  readonly original: ResolvedPreview;
  readonly copies: readonly ResolvedPreview[];
}

/** The beginning of the ids of samples. */
const SAMPLE = 'smpl';

/** The values that no rule of lib/checks reports, and on which no other finding depends. */
const ORDINARY = {
  image: /^[\w./:-]{1,300}(?::\w[\w.-]{0,127}|(?=@))(?:@sha256:[0-9a-f]{64})?$/,
  createdAt: /^[\dT:.Z+-]{1,40}$/,
  ttl: /^[1-9]\d{0,6}h$/,
} as const;

/** The name of the shape of a preview: its properties that are not values of slots, and the repository of its image. */
export function shapeOf(preview: ResolvedPreview): string {
  const { id, image, createdAt, ttl, project, ...others } = preview;
  return JSON.stringify({ ...others, project: toDnsLabel(project), repository: repositoryOf(image) });
}

/** The values of the slots of a preview. */
export function slotsOf({ id, image, createdAt, ttl }: Preview): SlotValues<Slot> {
  const label = toDnsLabel(id);
  return { id: label, host: previewHostId(label), image, createdAt, ttl };
}

/** The namespace of a preview, with the values of its slots. */
export function namespaceOf(preview: Preview): NamespaceValues {
  const values = slotsOf(preview);
  return { namespace: previewNamespace(values.id), values };
}

/** The path of the file of a preview below dist/. */
export function previewPath({ id }: Pick<Preview, 'id'>): string {
  return `aiworker/${fileName(Stage.preview, previewNamespace(toDnsLabel(id)))}`;
}

/**
 * Whether a preview can be filled from a template. Constructs make the others, so that the checks report the problems of
 * their values.
 */
export function isOrdinary(preview: Preview): boolean {
  const values = slotsOf(preview);
  const { id, image, createdAt, ttl } = values;
  return (
    dnsLabelProblem(id, MAX_TASK_ID_LENGTH) === undefined &&
    !id.startsWith(SAMPLE) &&
    ORDINARY.image.test(image) &&
    !image.endsWith(':latest') &&
    // The end of its support depends on its tag.
    componentOf(image) === undefined &&
    ORDINARY.createdAt.test(createdAt) &&
    ORDINARY.ttl.test(ttl) &&
    Object.values(values).every((text) => scalarText(text) !== undefined) &&
    [id, image].every((text) => [...secretsIn(text)].length === 0)
  );
}

/** Groups previews by their shape. Previews that share a host stay originals, so that the host is reported. */
export function groupPreviews(previews: readonly ResolvedPreview[]): PreviewGroup[] {
  const hosts = new Set<string>();
  const shared = new Set<string>();
  for (const { host } of previews.map(slotsOf)) (hosts.has(host) ? shared : hosts).add(host);
  const groups = new Map<string, PreviewGroup & { copies: ResolvedPreview[] }>();
  return previews.flatMap((preview) => {
    const isAlone = shared.has(slotsOf(preview).host) || !isOrdinary(preview);
    const shape = shapeOf(preview);
    const group = isAlone ? undefined : groups.get(shape);
    group?.copies.push(preview);
    if (group) return [];
    const own = { original: preview, copies: [] };
    if (!isAlone) groups.set(shape, own);
    return [own];
  });
}

/**
 * The templates of previews, which are made together when the first one is needed.
 *
 * @param manifestsOf renders a cluster with other previews in place of these
 */
export function previewTemplates(
  previews: readonly ResolvedPreview[],
  manifestsOf: (samples: readonly Preview[]) => readonly Manifest[],
): (preview: ResolvedPreview) => PreviewTemplate {
  let templates: ReadonlyMap<ResolvedPreview, PreviewTemplate> | undefined;
  const make = () => {
    const samples = previews.map(sampleOf);
    const files = new Map(manifestsOf(samples).map((manifest) => [manifest.path, manifest]));
    return samples.map((sample) => templateFrom(sample, files.get(previewPath(sample))));
  };
  return (preview) => {
    templates ??= new Map(make().map((template, index) => [previews[index] as ResolvedPreview, template]));
    return templates.get(preview) as PreviewTemplate;
  };
}

/** The template from the manifest of a sample. */
export function templateFrom(sample: Preview, manifest: Manifest | undefined): PreviewTemplate {
  const objects = manifest?.objects.map(({ json }) => json) ?? [];
  return new ManifestTemplate(objects, slotsOf(sample));
}

/** A preview of the shape of another one, with values that occur nowhere else. @param index makes its id unique */
export function sampleOf(preview: ResolvedPreview, index: number): ResolvedPreview {
  const id = `${SAMPLE}${index.toString(36).padStart(4, '0')}-id`;
  return { ...preview, id, image: 'sample-image', createdAt: 'sample-time', ttl: 'sample-ttl' };
}

/** An image without its tag and digest. */
function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
