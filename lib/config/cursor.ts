import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { quote, shorten } from '../kube/text';
import { pairsOf, type YamlDocument } from './document';
import type { Path } from './problem';

/** A key of a mapping and its value. */
export interface Entry {
  /** The key as it is written, if it is not a string. */
  readonly key: string;
  /** The problem of a key such as `123`, `true` or `[a]`, which YAML does not read as a string. */
  readonly keyProblem: string | undefined;
  readonly keyOffset: number;
  readonly value: Cursor;
}

/** A value and its position in a file. A field reads the value from it and reports problems to it. */
export class Cursor {
  private readonly resolved: ParsedNode | null | undefined;
  private readonly aliased: boolean;

  constructor(
    private readonly document: YamlDocument,
    site: ParsedNode | null,
    /** The start of the value, or of the alias to it. */
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
   * The node of the value, or of the alias's target; null if nothing is written.
   *
   * It is undefined for a broken alias, and for every alias if there are too many. Both are already reported.
   */
  get node(): ParsedNode | null | undefined {
    return this.aliased && this.document.hasTooManyAliased ? undefined : this.resolved;
  }

  /** Reports a problem at the value, or at the given offset of a key. */
  report(message: string, offset: number = this.offset): undefined {
    this.document.report(offset, this.path, message);
    return undefined;
  }

  /** Warns about the value, which is valid. */
  warn(message: string): void {
    this.document.warn(this.offset, this.path, message);
  }

  /** Reports what was expected and what was found. It ignores a broken alias, which is already reported. */
  mismatch(expected: string, hint = ''): undefined {
    if (this.node !== undefined) this.report(`expected ${expected}, found ${describe(this.node)}${hint}`);
    return undefined;
  }

  /** The items of a list; undefined if the value is not a list. */
  items(): Cursor[] | undefined {
    const { node } = this;
    if (!isSeq(node)) return undefined;
    return node.items.map((item, index) => this.child(item as ParsedNode, this.offset, index));
  }

  /** The entries of a mapping, in the order of the file; undefined if the value is not a mapping. */
  entries(): Entry[] | undefined {
    if (!isMap(this.node)) return undefined;
    return pairsOf(this.node).flatMap(({ key, value }) => {
      const node = this.document.resolve(key);
      if (node === undefined) return [];
      const text = this.document.keyText(key) ?? '?';
      const [keyOffset] = key.range;
      return {
        key: text,
        keyProblem: keyProblem(node),
        keyOffset,
        value: this.child(value, keyOffset, text),
      };
    });
  }

  /** The functions that a rule gets: one reports at a path below this value, the other returns the line of such a path. */
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

/** A node in words. The content of a list or a mapping is left out, because aliases may have multiplied it. */
function describe(node: ParsedNode | null): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node)) return 'nothing';
  if (node.value === '') return 'an empty string';
  if (typeof node.value === 'string') return `the string ${quote(node.value)}`;
  if (node.value === null) return node.source === '' ? 'nothing' : 'null';
  return typeof node.value === 'number' ? `the number ${shorten(node.source ?? '')}` : `${node.source}`;
}
