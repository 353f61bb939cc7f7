import {
  COLLECTION_STYLE,
  FAILSAFE_SCHEMA,
  type MappingNode,
  type Node,
  type PresenterOptions,
  present,
  SCALAR_STYLE,
  type ScalarLayout,
  type ScalarNode,
  type ScalarStyle,
} from 'js-yaml';
import { orderedKeys } from './key-order';

const STRING = 'tag:yaml.org,2002:str';
const NOT_STRING = 'tag:yaml.org,2002:null';
const LIST = 'tag:yaml.org,2002:seq';
const MAP = 'tag:yaml.org,2002:map';

/** Lists begin at the column of their key, as in kubectl's output. {@link chooseStyle} chooses the styles. */
const PRESENTER: PresenterOptions = {
  schema: FAILSAFE_SCHEMA,
  lineWidth: -1,
  seqNoIndent: true,
  scalarStyleRules: [chooseStyle],
};

/** The maximum length of a key without `? `. YAML allows 1,024 characters, and an escape sequence needs up to six. */
const MAX_IMPLICIT_KEY = 128;

/** The path from a document to the current value: its keys, and the objects on it. */
interface Trail {
  readonly document: object;
  readonly index: number;
  readonly keys: (string | number)[];
  readonly objects: object[];
}

/**
 * Converts Kubernetes objects to a stream of YAML documents. Without objects, the stream is empty.
 *
 * kubectl, YAML 1.1 parsers and YAML 1.2 parsers read the same values: a string is plain, without quotes, only if no
 * version reads it as another type. The output uses block style without anchors, keys in Kubernetes' conventional
 * order, and literal blocks for multi-line strings. Properties with the value `undefined` are omitted. `-0` is written
 * as `0`.
 *
 * @throws Error with the object and the path, if a value is not a JSON value (NaN, a Date, a function, an `undefined`
 * list item, a cycle) or if a string has a lone surrogate
 * @see https://yaml.org/spec/1.2.2/
 * @see https://yaml.org/type/
 */
export function stringify(objects: readonly object[]): string {
  return objects
    .map((document, index) => {
      const trail: Trail = { document, index, keys: [], objects: [] };
      const contents = nodeOf(document, undefined, false, trail);
      return present([{ contents, directives: [] }], PRESENTER);
    })
    .join('---\n');
}

/**
 * A string as {@link stringify} writes it on one line: with or without quotes. Undefined if it needs an escape sequence or
 * a block.
 */
export function scalarText(text: string): string | undefined {
  if (!/^[ !#-[\]-~]*$/.test(text)) return undefined;
  return styleOf(text) === SCALAR_STYLE.PLAIN ? text : `"${text}"`;
}

function nodeOf(value: unknown, key: string | undefined, inList: boolean, trail: Trail): Node {
  if (typeof value === 'string') return textNode(value, 'string', trail);
  if (value === null || typeof value === 'boolean') return plainNode(String(value));
  if (typeof value === 'number' && Number.isFinite(value)) return plainNode(numberText(value));
  if (!isListOrPlainObject(value)) {
    throw failure(
      trail,
      `${describe(value)} is not a JSON value: use null, a boolean, a finite number, a string, a list or a plain object`,
    );
  }
  if (trail.objects.includes(value)) {
    throw failure(trail, 'the value contains itself: use a copy of the part that is needed here');
  }
  trail.objects.push(value);
  const node = Array.isArray(value) ? listNode(value, key, trail) : mapNode(value, key, inList, trail);
  trail.objects.pop();
  return node;
}

function listNode(list: readonly unknown[], key: string | undefined, trail: Trail): Node {
  // map() would skip the holes of a sparse list.
  const items: Node[] = [];
  for (let index = 0; index < list.length; index++) {
    trail.keys.push(index);
    items.push(nodeOf(list[index], key, true, trail));
    trail.keys.pop();
  }
  return { kind: 'sequence', tag: LIST, tagged: false, style: COLLECTION_STYLE.BLOCK, items };
}

function mapNode(map: Record<string, unknown>, key: string | undefined, inList: boolean, trail: Trail): Node {
  const items: MappingNode['items'] = [];
  for (const member of orderedKeys(map, { key, inList })) {
    const value = map[member];
    if (value === undefined) continue;
    trail.keys.push(member);
    items.push({ key: textNode(member, 'key', trail), value: nodeOf(value, member, false, trail) });
    trail.keys.pop();
  }
  return { kind: 'mapping', tag: MAP, tagged: false, style: COLLECTION_STYLE.BLOCK, items };
}

function textNode(value: string, what: 'string' | 'key', trail: Trail): ScalarNode {
  const lone = LONE_SURROGATE.exec(value);
  if (lone !== null) {
    throw failure(
      trail,
      `the ${what} has the lone surrogate ${JSON.stringify(lone[0])} at index ${lone.index}, which YAML cannot represent: use whole characters, or base64 for bytes`,
    );
  }
  // The style of a node determines only the layout of a key. chooseStyle() sets the style that is written.
  const explicit = what === 'key' && value.length > MAX_IMPLICIT_KEY;
  const style = explicit ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.PLAIN;
  return { kind: 'scalar', tag: STRING, tagged: false, style, value };
}

/** A number, boolean or null. It is always plain, so that the library does not need to know which of them it is. */
function plainNode(value: string): ScalarNode {
  return { kind: 'scalar', tag: NOT_STRING, tagged: false, style: SCALAR_STYLE.PLAIN, value };
}

/** YAML 1.1 supports an exponent only with a sign and after a decimal point: it would read `1e+21` as a string. */
function numberText(value: number): string {
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

const LONE_SURROGATE = /[\uD800-\uDFFF]/u;
/**
 * Characters that need an escape sequence on a line in some version of YAML: U+0085, U+2028 and U+2029 end a line in
 * 1.1.
 */
const UNSAFE_IN_LINE = /[^ -~\u00A1-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]/u;
const UNSAFE_IN_BLOCK = /[^\t\n -~\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]/u;
/** kubectl's parser reads a leading tab as indentation. A block of white space only cannot be reviewed. */
const BLOCK_START = /^\n* *[^\s]/;
/** A last line of white space only: it is invisible, and some parsers drop it if the first line is indented. */
const BLANK_END = /\n[ \t]+\n*$/;
/** The beginnings of plain strings: no version reads them as an indicator, a number or a date. */
const PLAIN_START = /^(?:[\p{L}/$_(]|--?[a-z])/iu;
const PLAIN_BREAK = /: | #|[: ]$/;
/** Booleans, null, and `e5`, which some YAML 1.1 parsers read as a number without digits before its exponent. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|-?e[-+]?\d+)$/i;
/** Quantities and durations (`100m`, `1.5Gi`, `30d`), but not `0xFF`; and networks (`10.0.0.0/8`). */
const PLAIN_NUMERIC = /^(?!0[box])\d+(?:\.\d+)?[a-z]+$|^\d[\d.]*\/\d+$/i;

function chooseStyle(layout: ScalarLayout): void {
  const { tag, value } = layout.node;
  layout.style = tag === STRING ? styleOf(value) : SCALAR_STYLE.PLAIN;
}

function styleOf(text: string): ScalarStyle {
  if (UNSAFE_IN_LINE.test(text)) {
    return isBlock(text) ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.DOUBLE_QUOTED;
  }
  if (PLAIN_START.test(text) ? !PLAIN_BREAK.test(text) && !RESERVED.test(text) : PLAIN_NUMERIC.test(text)) {
    return SCALAR_STYLE.PLAIN;
  }
  // In single quotes, JSON, queries and regular expressions are readable without escape sequences.
  return /["\\]/.test(text) ? SCALAR_STYLE.SINGLE_QUOTED : SCALAR_STYLE.DOUBLE_QUOTED;
}

function isBlock(text: string): boolean {
  return (
    text.includes('\n') && BLOCK_START.test(text) && !BLANK_END.test(text) && !UNSAFE_IN_BLOCK.test(text)
  );
}

/** Compares the prototype of the prototype, so that plain objects of another realm are recognized, too. */
function isListOrPlainObject(value: unknown): value is Record<string, unknown> | unknown[] {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'object' && value !== null) return `an instance of ${value.constructor.name}`;
  return String(value);
}

function failure({ document, index, keys }: Trail, problem: string): Error {
  const { kind, metadata } = document as {
    kind?: unknown;
    metadata?: { name?: unknown; namespace?: unknown };
  };
  const name = [metadata?.namespace, metadata?.name].filter((part) => typeof part === 'string').join('/');
  const object =
    typeof kind === 'string' && name ? `${kind} ${JSON.stringify(name)}` : `document ${index + 1}`;
  return new Error(`${[object, pathText(keys)].filter(Boolean).join(', ')}: ${problem}`);
}

function pathText(keys: readonly (string | number)[]): string {
  return keys
    .map((key) => (typeof key === 'string' && /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`))
    .join('')
    .replace(/^\./, '');
}
