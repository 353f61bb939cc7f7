import { Cursor } from '../../config/cursor';
import { YamlDocument } from '../../config/document';
import type { Field } from '../../config/fields';
import { ConfigError } from '../../config/problem';
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

/** The values of a requested preview, valid or invalid. */
export type PreviewValues = Readonly<Partial<Record<keyof Preview, unknown>>>;

/**
 * Reads a preview that is not in a file, with the same rules as for `config/aiworker.yaml`.
 *
 * @param nameOf returns the name of a field in the request, such as `--task` for `id`
 * @throws ConfigError with all problems, one on each line, each starting with the name of the value
 */
export function readPreview(
  values: PreviewValues,
  { projects, previews }: Pick<AiworkerConfig, 'projects' | 'previews'>,
  nameOf: (field: keyof Preview) => string,
): Preview {
  const problems: string[] = [];
  const report = (field: keyof Preview, problem: string) => problems.push(`${nameOf(field)}: ${problem}`);
  const names = Object.keys(previewFields) as (keyof Preview)[];
  // An invalid value is undefined, and the error is thrown below.
  const preview = Object.fromEntries(
    names.map((name) => [name, readField(previewFields[name], values[name], (it) => report(name, it))]),
  ) as unknown as Preview;

  const unknownProject = preview.project && unknownProjectProblem(preview.project, projects);
  if (unknownProject) report('project', unknownProject);
  if (preview.id !== undefined) {
    const id = toDnsLabel(preview.id);
    const other = previews.find(
      (one) => toDnsLabel(one.id) !== id && previewHostId(toDnsLabel(one.id)) === previewHostId(id),
    );
    if (other) {
      const shared = sharedHostProblem(preview.id, `${quote(other.id)} of the configuration`);
      report('id', `${shared}: use another id`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return preview;
}

/** Reads a value as if it were the only content of a file. */
function readField(field: Field<unknown>, value: unknown, report: (problem: string) => void): unknown {
  if (value === undefined && 'absent' in field) return field.absent;
  if (value === undefined || value === '') {
    report(`${value === '' ? 'missing value' : 'missing'}, expected ${field.expected}`);
    return undefined;
  }
  const document = new YamlDocument(JSON.stringify(value));
  const read = document.root && field.read(Cursor.root(document, document.root));
  for (const { message } of document.problems) report(message);
  return read;
}
