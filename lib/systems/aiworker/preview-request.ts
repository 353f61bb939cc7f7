import { Cursor } from '../../config/cursor';
import { YamlDocument } from '../../config/document';
import type { Field } from '../../config/fields';
import { ConfigError } from '../../config/problem';
import { toDnsLabel } from '../../kube/dns-names';
import { nearest, quote } from '../../kube/text';
import { type AiworkerConfig, type Preview, previewFields } from './config';
import { previewHostId } from './preview-env';

/** What a preview is asked for with; each value as it was given, right or wrong. */
export type PreviewValues = Readonly<Partial<Record<keyof Preview, unknown>>>;

/**
 * A preview that no file holds, read by the same rules as those of `config/aiworker.yaml`.
 *
 * @param nameOf what a value is called where the request comes from: `--task` for `id`
 * @throws ConfigError with all that is wrong, a line each that begins with the value's name
 */
export function readPreview(
  values: PreviewValues,
  { projects, previews }: Pick<AiworkerConfig, 'projects' | 'previews'>,
  nameOf: (field: keyof Preview) => string,
): Preview {
  const problems: string[] = [];
  const say = (field: keyof Preview, problem: string) => problems.push(`${nameOf(field)}: ${problem}`);
  const read = <K extends keyof Preview>(name: K): Preview[K] => {
    const field = previewFields[name] as Field<Preview[K]>;
    if (values[name] === undefined && 'absent' in field) return (field.absent as () => Preview[K])();
    if (values[name] === undefined) say(name, `is missing, expected ${field.expected}`);
    else if (values[name] === '') say(name, `has no value, expected ${field.expected}`);
    // A mistake gives undefined, and is thrown below before anyone sees it.
    else return readValue(field, values[name], (problem) => say(name, problem)) as Preview[K];
    return undefined as Preview[K];
  };
  const preview: Preview = {
    id: read('id'),
    project: read('project'),
    image: read('image'),
    port: read('port'),
    createdAt: read('createdAt'),
    ttl: read('ttl'),
  };

  const known = projects.map(({ name }) => toDnsLabel(name));
  if (preview.project !== undefined && !known.includes(toDnsLabel(preview.project))) {
    const near = nearest(preview.project, known);
    const list = known.length > 0 ? `there are ${known.join(', ')}` : 'there are none';
    const hint = near === undefined ? list : `did you mean ${quote(near)}?`;
    say('project', `no project is called ${quote(preview.project)}: ${hint}`);
  }
  if (preview.id !== undefined) {
    const id = toDnsLabel(preview.id);
    const other = previews.find(
      (one) => toDnsLabel(one.id) !== id && previewHostId(toDnsLabel(one.id)) === previewHostId(id),
    );
    if (other) {
      say(
        'id',
        `${quote(preview.id)} and ${quote(other.id)} of the configuration share "${previewHostId(id)}", all that the preview's host shows of a task: give it another id`,
      );
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return preview;
}

/** Reads a value as if it stood in a file, alone. */
function readValue<T>(field: Field<T>, value: unknown, say: (problem: string) => void): T | undefined {
  const document = new YamlDocument(JSON.stringify(value));
  const read = document.root && field.read(Cursor.root(document, document.root));
  for (const { message } of document.problems) say(message);
  return read;
}
