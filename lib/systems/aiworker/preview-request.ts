import { groupBy } from '../../checks/engine/group-by';
import { toDnsLabel } from '../../kube/dns-names';
import { quote } from '../../kube/text';
import {
  type AiworkerConfig,
  type Preview,
  previewFields,
  sharedHostProblem,
  unknownProjectProblem,
} from './config';
import { previewHostId } from './preview-env';
import { type RawValues, readRequest } from './request';

/** The values of a requested preview, valid or invalid. */
export type PreviewValues = RawValues<typeof previewFields>;

/**
 * Reads a preview that is not in a file.
 *
 * @param nameOf returns the name of a field in the request, such as `--task` for `id`
 * @throws ConfigError with all problems, one on each line, each starting with the name of the value
 */
export function readPreview(
  values: PreviewValues,
  { projects, previews }: Pick<AiworkerConfig, 'projects' | 'previews'>,
  nameOf: (field: keyof Preview) => string,
): Preview {
  return readRequest(previewFields, values, nameOf, (preview, report) => {
    const unknownProject = preview.project && unknownProjectProblem(preview.project, projects);
    if (unknownProject) report('project', unknownProject);
    if (preview.id === undefined) return;
    const id = toDnsLabel(preview.id);
    const other = byHost(previews)
      .get(previewHostId(id))
      ?.find((one) => toDnsLabel(one.id) !== id);
    if (other) {
      const shared = sharedHostProblem(preview.id, `${quote(other.id)} of the configuration`);
      report('id', `${shared}: use another id`);
    }
  });
}

const BY_HOST = new WeakMap<readonly Preview[], ReadonlyMap<string, readonly Preview[]>>();

/** The previews of a configuration by their hosts, for which a backend asks again and again. */
function byHost(previews: readonly Preview[]): ReadonlyMap<string, readonly Preview[]> {
  const known = BY_HOST.get(previews) ?? groupBy(previews, ({ id }) => previewHostId(toDnsLabel(id)));
  BY_HOST.set(previews, known);
  return known;
}
