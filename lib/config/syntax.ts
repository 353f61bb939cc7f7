import { shorten } from '../kube/text';

/** A position in a text, and its problem with the remedy. */
export interface SyntaxProblem {
  readonly offset: number;
  readonly message: string;
}

/** The message about an alias whose anchor is not found. */
export function missingAnchor(alias: string): string {
  const name = shorten(alias);
  return `alias *${name} has no anchor &${name} before it: add one, or put the value in quotes`;
}

/** The message about an alias that is a part of its own anchor's value. */
export function endlessAlias(alias: string): string {
  return `alias *${shorten(alias)} is inside the value that it repeats: remove it`;
}

type Cause = readonly [pattern: RegExp, remedy: string];

/** The usual causes of YAML that does not parse, by a pattern of a line, each with its remedy. */
const CAUSES: readonly Cause[] = [
  [/^\s*\t/, 'indent with spaces, because YAML does not allow tabs'],
  [
    /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]/,
    'replace the invisible character (such as a non-breaking space) by a space',
  ],
  [/[\u2018\u2019\u201c\u201d]/, 'replace the typographic quotes by "'],
  [/\{\{/, 'render the template first, or put the value in quotes'],
  [/^\s*(- +)*["']?[A-Za-z][\w.-]*["']?:(?![\s/]|$)/, 'write a space after the colon of a key'],
  [/^\s*-[A-Za-z"'{[]/, 'write a space after the dash of an item'],
  [/^\s*(- +)*[\w.-]+ *=/, 'write a colon and a space in place of ='],
  [
    /^\s*(- +)*[\w.-]+: +[^"'#[{&*!|>]*[^\s"'#]: /,
    'put the value in quotes, because it contains a colon and a space',
  ],
  [/: +[@`%]/, 'put the value in quotes, because it starts with a reserved character'],
  [/: +\*(?:[^\w]|$)/, 'put the value in quotes, because * starts an alias'],
];

/** Causes in two lines. */
const CAUSES_OF_TWO: readonly Cause[] = [
  [/: *\[\] *(?:#.*)?\n\s*- /, 'remove [] after the key, because its items follow'],
  [/^( *)[\w.-]+: +[^\s#|>&!"'[{][^\n]*\n\1 *- /, 'remove the value of the key, because a list follows'],
];

/** A line with one word. In texts of several lines it is no cause. */
const CAUSES_OF_LAST_RESORT: readonly Cause[] = [[/^\s*[A-Za-z][\w.-]*$/, 'write a colon after the key']];

/** Remedies by the message of the parser, for faults without a usual cause. */
const REMEDIES: readonly Cause[] = [
  [/missing closing/i, 'write the closing quote'],
  [/invalid escape/i, 'write \\\\ for a backslash, or use single quotes'],
  [/unresolved tag/i, 'remove it, or put the value in quotes'],
  [/block scalar header/i, 'start the text on the next line'],
  [/alias|anchor/i, 'put the value in quotes, because * and & start an alias and an anchor'],
  [/flow|token/i, 'close the bracket, and separate values with commas'],
  [/unexpected/i, 'remove the text after the value, or put the whole value in quotes'],
  [/sequence/i, 'align the items of a list, and write "- " before each'],
  [/mapping|implicit/i, 'align the keys of a mapping, and write "key: value" in each line'],
];

const UNCLOSED = /^[^#\n]*?(?:^|[:,[{-][ \t]+|^[ \t]*)(["'])(?:(?!\1)[^\n])*$/gm;

/** The characters that a YAML file must not contain, besides lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** A problem of a whole text that the parser does not report, or not at its place: a merge conflict or a control character. */
export function textProblem(text: string): SyntaxProblem | undefined {
  const start = text.search(/^<{7} /m);
  if (start >= 0 && /^={7}\r?$/m.test(text.slice(start))) {
    const remedy = 'choose one of the two versions, and remove the lines that git added';
    return { offset: start, message: `the file has a conflict marker of git: ${remedy}` };
  }
  const offset = text.search(CONTROL);
  if (offset < 0) return undefined;
  const code = text.charCodeAt(offset).toString(16).padStart(4, '0').toUpperCase();
  return { offset, message: `does not parse: the control character U+${code} is not allowed: remove it` };
}

/** An error of the YAML parser: its place, its message and the remedy. */
export function syntaxProblem(
  text: string,
  error: { readonly pos: readonly [number, number]; readonly message: string },
): SyntaxProblem {
  const [offset] = error.pos;
  // The parser recurses, and has no limit of its own.
  if (/call stack/.test(error.message))
    return { offset, message: 'does not parse: nested too deeply: nest fewer lists and mappings' };
  const opened = /quote$|at node end$/.test(error.message) ? unclosedQuote(text, offset) : undefined;
  if (opened !== undefined)
    return { offset: opened, message: 'does not parse: the quote is not closed: write the closing quote' };
  const remedy = causeAt(text, offset) ?? remedyIn(REMEDIES, error.message) ?? 'correct the YAML';
  return { offset, message: `does not parse: ${parserMessage(error.message)}: ${remedy}` };
}

/** The offset of the first quote that is not closed in its line; undefined if all are. */
function unclosedQuote(text: string, before: number): number | undefined {
  for (const { 0: found, 1: quote = '', index } of text.slice(0, before).matchAll(UNCLOSED))
    return index + found.indexOf(quote);
  return undefined;
}

/** The remedy for the usual cause of a syntax error, which is in its line or in a line beside it. */
function causeAt(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const after = text.slice(start).split(/\r?\n/, 2);
  const [line = '', next = ''] = after;
  const previous =
    text
      .slice(0, Math.max(start - 1, 0))
      .split(/\r?\n/)
      .at(-1) ?? '';
  return (
    remedyIn(CAUSES, line) ??
    [`${previous}\n${line}`, `${line}\n${next}`].flatMap((two) => remedyIn(CAUSES_OF_TWO, two) ?? [])[0] ??
    remedyIn(CAUSES, previous) ??
    [line, previous].flatMap((one) => remedyIn(CAUSES_OF_LAST_RESORT, one) ?? [])[0]
  );
}

function remedyIn(causes: readonly Cause[], text: string): string | undefined {
  return causes.find(([pattern]) => pattern.test(text))?.[1];
}

/** The message of the YAML parser, as a part of a sentence. */
function parserMessage(message: string): string {
  return message
    .replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase())
    .replace(/(?<=["'])quote$/, ' quote');
}
