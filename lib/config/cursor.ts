import { isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import { quote } from '../kube/text';
import type { YamlDocument } from './document';
import type { Path } from './problem';

/** A key of a mapping, and its value. */
export interface Entry {
  /** As it is written, where it is no string. */
  readonly key: string;
  /** What is wrong with a key such as `123`, `true` or `[a]`, which YAML does not read as a string. */
  readonly keyProblem: string | undefined;
  readonly keyOffset: number;
  readonly value: Cursor;
}

/** A value at its place in a file: what a field reads, and where its problems are reported. */
export class Cursor {
  private readonly resolved: ParsedNode | null | undefined;
  private readonly aliased: boolean;

  constructor(
    private readonly document: YamlDocument,
    site: ParsedNode | null,
    /** Where the value, or the alias to it, starts. */
    private readonly offset: number,
    private readonly path: Path,
    parentIsAliased: boolean,
  ) {
    this.resolved = document.resolve(site);
    this.aliased = parentIsAliased || this.resolved !== site;
    if (this.aliased) document.countAliased(offset, path);
  }

  static root(document: YamlDocument, node: ParsedNode): Cursor {
    return new Cursor(document, node, node.range[0], [], false);
  }

  /**
   * The value's node, aliases resolved; null where nothing is written.
   *
   * Undefined for what must not be read and is reported already: a broken alias, and all aliases once they are too many.
   */
  get node(): ParsedNode | null | undefined {
    return this.aliased && this.document.hasTooManyAliased ? undefined : this.resolved;
  }

  /** Says what is wrong with the value, at the value or at the given offset (that of a key). */
  report(message: string, offset: number = this.offset): undefined {
    this.document.report(offset, this.path, message);
    return undefined;
  }

  /** Says which type was expected and what was found; silent for a broken alias, which is reported already. */
  mismatch(expected: string, hint = ''): undefined {
    if (this.node !== undefined) this.report(`expected ${expected}, found ${describe(this.node)}${hint}`);
    return undefined;
  }

  /** The items of a list; undefined if the value is none. */
  items(): Cursor[] | undefined {
    const { node } = this;
    if (!isSeq(node)) return undefined;
    return node.items.map((item, index) => this.child(item as ParsedNode, this.offset, index));
  }

  /** The entries of a mapping in their order; undefined if the value is none. */
  entries(): Entry[] | undefined {
    if (!isMap(this.node)) return undefined;
    const entries: Entry[] = [];
    for (const { key, value } of (this.node as YAMLMap.Parsed).items) {
      const node = this.document.resolve(key);
      if (node === undefined) continue;
      const text = this.document.keyText(key) ?? '?';
      const keyOffset = key.range[0];
      entries.push({
        key: text,
        keyProblem: keyProblem(node),
        keyOffset,
        value: this.child(value, keyOffset, text),
      });
    }
    return entries;
  }

  /** How a rule reports at paths below this value, and learns their lines. */
  ruleTools(): [report: (path: Path, message: string) => void, lineOf: (path: Path) => number] {
    const full = (path: Path): Path => [...this.path, ...path];
    return [
      (path, message) => this.document.report(this.document.offsetOf(full(path)), full(path), message),
      (path) => this.document.lineOf(this.document.offsetOf(full(path))),
    ];
  }

  private child(node: ParsedNode | null, keyOffset: number, step: string | number): Cursor {
    return new Cursor(this.document, node, node?.range[0] ?? keyOffset, [...this.path, step], this.aliased);
  }
}

function keyProblem(key: ParsedNode | null): string | undefined {
  if (isScalar(key) && typeof key.value === 'string') return undefined;
  const hint = isScalar(key) && key.source ? `: put it in quotes, ${quote(key.source)}` : '';
  return `expected a string as key, found ${describe(key)}${hint}`;
}

/** A node in words, shortened; never the content of a collection, which aliases may have multiplied. */
function describe(node: ParsedNode | null): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node)) return 'nothing';
  if (node.value === '') return 'an empty string';
  if (typeof node.value === 'string') return `the string ${quote(node.value)}`;
  if (node.value === null) return node.source === '' ? 'nothing' : 'null';
  return typeof node.value === 'number' ? `the number ${node.source}` : `${node.source}`;
}
