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

/** Lists stand at the column of their key, as kubectl writes them. Styles are chosen here, not by the library. */
const PRESENTER: PresenterOptions = {
  schema: FAILSAFE_SCHEMA,
  lineWidth: -1,
  seqNoIndent: true,
  scalarStyleRules: [chooseStyle],
};

/** Beyond it a key is written as `? key`: YAML allows 1,024 characters, and an escape takes up to six. */
const MAX_IMPLICIT_KEY = 128;

/** The way from a document to the value at hand: its keys, and the objects that they lead through. */
interface Trail {
  readonly document: object;
  readonly index: number;
  readonly keys: (string | number)[];
  readonly objects: object[];
}

/**
 * Kubernetes objects as a stream of YAML documents.
 *
 * kubectl, YAML 1.1 and YAML 1.2 parsers read back the same values: a string is bare only where no version could
 * take it for something else. Block style without anchors; keys in Kubernetes' customary order; multi-line strings
 * as literal blocks. Members that are `undefined` are left out, `-0` is written as `0`. No objects give an empty
 * string.
 *
 * Fails if a value is not JSON (NaN, a Date, a function, an `undefined` list item, a cycle) or a string has a lone
 * surrogate; the message names the object and the path.
 *
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

function nodeOf(value: unknown, key: string | undefined, inList: boolean, trail: Trail): Node {
  if (typeof value === 'string') return textNode(value, 'string', trail);
  if (value === null || typeof value === 'boolean') return bareNode(String(value));
  if (typeof value === 'number' && Number.isFinite(value)) return bareNode(numberText(value));
  if (!isListOrPlainObject(value)) {
    throw failure(
      trail,
      `${describe(value)} is not a JSON value; use null, a boolean, a finite number, a string, a list or a plain object`,
    );
  }
  if (trail.objects.includes(value)) {
    throw failure(trail, 'the value contains itself; write a copy of the part that is needed here');
  }
  trail.objects.push(value);
  const node = Array.isArray(value) ? listNode(value, key, trail) : mapNode(value, key, inList, trail);
  trail.objects.pop();
  return node;
}

function listNode(list: readonly unknown[], key: string | undefined, trail: Trail): Node {
  // A plain loop, because map() skips the holes of a sparse list.
  const items: Node[] = [];
  for (let index = 0; index < list.length; index++) {
    trail.keys.push(index);
    items.push(nodeOf(list[index], key, true, trail));
    trail.keys.pop();
  }
  return {
    kind: 'sequence',
    tag: 'tag:yaml.org,2002:seq',
    tagged: false,
    style: COLLECTION_STYLE.BLOCK,
    items,
  };
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
  return {
    kind: 'mapping',
    tag: 'tag:yaml.org,2002:map',
    tagged: false,
    style: COLLECTION_STYLE.BLOCK,
    items,
  };
}

function textNode(value: string, what: 'string' | 'key', trail: Trail): ScalarNode {
  const lone = LONE_SURROGATE.exec(value);
  if (lone !== null) {
    throw failure(
      trail,
      `the ${what} has the lone surrogate ${JSON.stringify(lone[0])} at index ${lone.index}, which YAML cannot hold; use whole characters, or base64 for bytes`,
    );
  }
  // A node's own style only tells the library how to lay out a key; chooseStyle() sets what is written.
  const explicit = what === 'key' && value.length > MAX_IMPLICIT_KEY;
  const style = explicit ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.PLAIN;
  return { kind: 'scalar', tag: STRING, tagged: false, style, value };
}

/** A number, boolean or null; always bare, so which of them it is does not matter to the library. */
function bareNode(value: string): ScalarNode {
  return { kind: 'scalar', tag: NOT_STRING, tagged: false, style: SCALAR_STYLE.PLAIN, value };
}

/** YAML 1.1 knows an exponent only after a decimal point and with a sign: `1e+21` would be a string. */
function numberText(value: number): string {
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

const LONE_SURROGATE = /[\uD800-\uDFFF]/u;
/** What may stand unescaped on a line in every version of YAML; U+0085, U+2028 and U+2029 end a line in 1.1. */
const UNSAFE_IN_LINE = /[^ -~\u00A1-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]/u;
const UNSAFE_IN_BLOCK = /[^\t\n -~\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]/u;
/** kubectl's parser takes a leading tab for indentation; a block of nothing but space cannot be reviewed. */
const BLOCK_START = /^\n* *[^\s]/;
/** A last line of nothing but space: invisible, and below an indented first line lost by some parsers. */
const BLANK_END = /\n[ \t]+\n*$/;
/** Only letters, and what no version reads as an indicator, a number or a date, begin a bare string. */
const PLAIN_START = /^(?:[\p{L}/$_(]|--?[a-z])/iu;
const PLAIN_BREAK = /: | #|[: ]$/;
/** The words that are a boolean or null, and `e5`: a number without digits before its exponent to some YAML 1.1. */
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
  // JSON, queries and regular expressions stay readable without escapes.
  return /["\\]/.test(text) ? SCALAR_STYLE.SINGLE_QUOTED : SCALAR_STYLE.DOUBLE_QUOTED;
}

function isBlock(text: string): boolean {
  return (
    text.includes('\n') && BLOCK_START.test(text) && !BLANK_END.test(text) && !UNSAFE_IN_BLOCK.test(text)
  );
}

/** Judged by the prototype's own prototype, so that objects of another realm count as plain too. */
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
