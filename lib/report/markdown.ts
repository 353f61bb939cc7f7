import { groupBy } from '../checks/engine/group-by';
import { markdownTable } from '../docs/markdown';
import { counted, shorten } from '../kube/text';
import { HEADINGS } from './consequence';
import type { FieldChange } from './field-changes';
import type { ClusterReport, Report } from './model';
import type { ObjectChange } from './object-change';
import { overview, unknownConfiguration } from './overview';

/**
 * The maximum length of a comment in UTF-16 code units. GitHub refuses a body of more than 65,536 characters; the rest is
 * for a line that the workflow adds.
 *
 * @see https://github.com/telia-oss/github-pr-resource/issues/259
 */
export const MAX_LENGTH = 65_000;

/** The maximum length of a sentence. */
const MAX_SENTENCE = 400;

/** The maximum numbers of items in a comment. */
interface Limits {
  readonly clusters: number;
  /** Sentences of a topic of a cluster. */
  readonly sentences: number;
  /** Changed objects of a cluster. */
  readonly objects: number;
  /** Fields of an object. */
  readonly fields: number;
}

/** The limits that are tried, one after the other, until the comment is short enough. The last ones always suffice. */
const LIMITS: readonly Limits[] = [
  { clusters: 20, sentences: 300, objects: 300, fields: 30 },
  { clusters: 20, sentences: 100, objects: 150, fields: 20 },
  { clusters: 20, sentences: 40, objects: 60, fields: 10 },
  { clusters: 20, sentences: 20, objects: 20, fields: 6 },
  { clusters: 20, sentences: 10, objects: 0, fields: 0 },
  { clusters: 20, sentences: 5, objects: 0, fields: 0 },
  { clusters: 8, sentences: 1, objects: 0, fields: 0 },
];

/** The options of a comment. */
export interface MarkdownOptions {
  /** The address of the whole report. @default none: the text says how to write it */
  readonly link?: string;
}

/** A part of a comment, and the number of items that it leaves out. */
interface Part {
  readonly lines: readonly string[];
  readonly cut: number;
}

/** A report as a comment for a pull request, of at most {@link MAX_LENGTH} characters. */
export function markdown(report: Report, options: MarkdownOptions = {}): string {
  let text = '';
  for (const limits of LIMITS) {
    text = render(report, limits, options);
    if (text.length <= MAX_LENGTH) return text;
  }
  return text;
}

function render(report: Report, limits: Limits, { link }: MarkdownOptions): string {
  const { against, clusters } = report;
  const changed = clusters.filter((cluster) => against === undefined || hasChanges(cluster));
  const shown = changed.slice(0, limits.clusters);
  const parts = shown.map((cluster) => clusterPart(cluster, limits));
  const cut = parts.reduce((sum, part) => sum + part.cut, 0) + (changed.length - shown.length);
  const head =
    against === undefined
      ? ['## The clusters']
      : [
          '## What this change does',
          '',
          `Compared with ${code(against.ref)} (${against.commit.slice(0, 12)}).${sentenceText(unknownConfiguration(against))}`,
        ];
  const nothing = changed.length === 0 ? ['', 'No object of dist/ changes.'] : [];
  const notice =
    cut > 0
      ? ['', `**${counted(cut, 'item')} ${cut === 1 ? 'is' : 'are'} not shown here.** ${rest(report, link)}`]
      : [];
  const lines = [
    ...head,
    ...nothing,
    ...notice,
    ...(shown.length > 0 ? ['', markdownTable(...overview(shown, against !== undefined))] : []),
    ...parts.flatMap((part) => part.lines),
  ];
  return `${lines.join('\n')}\n`;
}

function rest({ against }: Report, link: string | undefined): string {
  if (link !== undefined) return `The whole report: ${link}`;
  const option = against === undefined ? '' : ` --against ${against.ref}`;
  return `${code(`npm run --silent report --${option} --out report.html`)} writes the whole report.`;
}

function hasChanges({ objects, previews, files, consequences }: ClusterReport): boolean {
  return [objects, previews, files, consequences].some(({ length }) => length > 0);
}

function clusterPart(cluster: ClusterReport, limits: Limits): Part {
  const topics = [...groupBy(cluster.consequences, ({ topic }) => topic)].map(([topic, all]) => {
    const shown = all.slice(0, limits.sentences);
    const lines = shown.map(({ sentence }) => `- ${sentenceText(sentence)}`);
    return part(`**${HEADINGS[topic]}**`, lines, all.length - shown.length);
  });
  // A large change has far more objects than are shown. If they are too long, other limits are tried.
  const details = [
    ...cluster.objects.map((object) => () => objectLines(object, limits)),
    ...cluster.previews.map((preview) => () => previewLines(preview, limits)),
    ...cluster.files.map(
      ({ file, change }) =>
        (): Part => ({ lines: [`- ${code(file)} ${change}`], cut: 0 }),
    ),
  ];
  const shown: Part[] = [];
  let length = 0;
  for (const lines of details.slice(0, limits.objects)) {
    const one = lines();
    shown.push(one);
    length += one.lines.join('\n').length;
    if (length > MAX_LENGTH) break;
  }
  const cut = details.length - shown.length + shown.reduce((sum, one) => sum + one.cut, 0);
  const objects =
    shown.length === 0
      ? []
      : [
          '',
          `<details><summary>${counted(shown.length, 'changed object')}</summary>`,
          '',
          ...shown.flatMap(({ lines }) => lines),
          ...(cut > 0 ? [`- and ${cut} more`] : []),
          '',
          '</details>',
        ];
  return {
    lines: ['', `### ${cluster.name}`, ...topics.flatMap(({ lines }) => lines), ...objects],
    cut: cut + topics.reduce((sum, topic) => sum + topic.cut, 0),
  };
}

function part(heading: string, lines: readonly string[], cut: number): Part {
  return { lines: ['', heading, '', ...lines, ...(cut > 0 ? [`- and ${cut} more`] : [])], cut };
}

function objectLines({ change, object, fields }: ObjectChange, limits: Limits): Part {
  const { kind, namespace, name } = object;
  const full = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const shown = fields.slice(0, limits.fields);
  const more = fields.length - shown.length;
  return {
    lines: [
      `- ${code(full)} ${change}`,
      ...shown.map((field) => `  - ${fieldText(field)}`),
      ...(more > 0 ? [`  - and ${counted(more, 'more field')}`] : []),
    ],
    cut: more,
  };
}

function previewLines(
  { change, count, examples, objects }: ClusterReport['previews'][number],
  limits: Limits,
): Part {
  const others = count > examples.length ? ` and ${count - examples.length} more` : '';
  const inner = objects.slice(0, limits.fields).map((object) => objectLines(object, limits));
  return {
    lines: [
      `- ${counted(count, 'preview')} ${change}: ${examples.map(code).join(', ')}${others}`,
      ...inner.flatMap(({ lines }) => lines.map((line) => `  ${line}`)),
    ],
    cut: inner.reduce((sum, one) => sum + one.cut, 0) + Math.max(0, objects.length - inner.length),
  };
}

function fieldText({ path, before, after, lines, varies }: FieldChange): string {
  if (varies) return `${code(path)}: the values differ between the previews`;
  if (lines) return `${code(path)}: ${counted(lines.added, 'line')} added, ${lines.removed} removed`;
  if (before === undefined) return `${code(path)}: ${code(JSON.stringify(after))} is new`;
  if (after === undefined) return `${code(path)}: ${code(JSON.stringify(before))} is removed`;
  return `${code(path)}: ${code(JSON.stringify(before))} becomes ${code(JSON.stringify(after))}`;
}

/** A text as a code span: GitHub does not interpret it. */
function code(text: string): string {
  const line = shorten(text, MAX_SENTENCE).replace(/\s+/g, ' ');
  const fence = '`'.repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)) + 1);
  return fence.length === 1 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/** A sentence as Markdown text. Names of users and numbers of issues are not linked. */
function sentenceText(sentence: string): string {
  return shorten(sentence, MAX_SENTENCE)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|~]/g, '\\$&')
    .replace(/(?<!\w)[@#](?=\w)/g, '$&\u200b');
}
