import { show } from '../../checks/engine/finding';
import { groupBy } from '../../checks/engine/group-by';
import { counted } from '../../kube/text';
import { HEADINGS } from '../consequence';
import type { FieldChange } from '../field-changes';
import type { ClusterReport } from '../model';
import type { ObjectChange, PreviewChange } from '../object-change';
import { type Html, html } from './html';
import { mark, table } from './table';

/** A sentence for each consequence of the change, the important ones marked. */
export function consequences({ consequences }: ClusterReport): Html {
  return html`${[...groupBy(consequences, ({ topic }) => topic)].map(
    ([topic, all]) => html`<h4>${HEADINGS[topic]}</h4>
<ul>
${all.map(({ sentence, isImportant }) => html`<li class="row">${sentence}${isImportant && mark('review')}</li>\n`)}</ul>
`,
  )}`;
}

/** The changed objects, each with the fields that differ in meaning. */
export function changedObjects({ objects, previews, files }: ClusterReport): Html {
  if (objects.length + previews.length + files.length === 0) return html`<p>No object changes.</p>\n`;
  return html`${objects.map(objectPart)}${previews.map(previewPart)}${files.map(
    ({ file, change }) => html`<p class="row"><code>${file}</code>${mark(change)}</p>\n`,
  )}`;
}

function objectPart({ change, object, fields }: ObjectChange): Html {
  const { kind, namespace, name, file } = object;
  const full = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const title = html`<code>${full}</code>${mark(change)} <span class="file">${file}</span>`;
  if (fields.length === 0) return html`<p class="row">${title}</p>\n`;
  return html`<details class="row"><summary>${title} ${counted(fields.length, 'field')}</summary>
${table(
  `Changed fields of ${full}`,
  ['Field', 'Before', 'After'],
  fields.map((field) => ({ cells: [html`<code>${field.path}</code>`, ...valuesOf(field)] })),
)}</details>
`;
}

function valuesOf({ before, after, lines, varies }: FieldChange): (string | Html)[] {
  if (varies) return ['differs between the previews', 'differs between the previews'];
  if (lines) return [`${counted(lines.removed, 'line')} removed`, `${counted(lines.added, 'line')} added`];
  const value = (one: unknown) => (one === undefined ? 'none' : html`<code>${show(one)}</code>`);
  return [value(before), value(after)];
}

function previewPart({ change, count, examples, objects }: PreviewChange): Html {
  const others = count > examples.length ? ` and ${count - examples.length} more` : '';
  return html`<p class="row">${counted(count, 'preview')}${mark(change)} ${examples.join(', ')}${others}</p>
${objects.map(objectPart)}`;
}
