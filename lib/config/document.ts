import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml';
import { quote } from '../kube/text';
import { formatPath, type Path, type Problem } from './problem';

/** Values that may be read through aliases: far more than anyone repeats by hand, few enough to be read at once. */
const ALIASED_VALUES = 100_000;

/**
 * A parsed YAML file that knows where each value stands, and the problems found in it so far.
 *
 * YAML 1.2, core schema: `yes` is a string, `<<` a key like any other, a tag beyond the core's a problem. What does not
 * parse, and more than one document, leave `root` undefined; the other problems let reading go on.
 */
export class YamlDocument {
  readonly problems: Problem[] = [];
  /** Undefined if the file did not parse, holds several documents or is empty. */
  readonly root: ParsedNode | undefined;
  private readonly lines = new LineCounter();
  private readonly targets = new Map<Alias.Parsed, ParsedNode>();
  private aliasedValues = 0;

  constructor(text: string) {
    // Duplicate keys are looked for in link(), which can name the first one, and in linear time.
    const documents = parseAllDocuments(text, {
      version: '1.2',
      schema: 'core',
      uniqueKeys: false,
      resolveKnownTags: false,
      prettyErrors: false,
      logLevel: 'silent',
      lineCounter: this.lines,
    });
    const faulty = 'empty' in documents ? [documents] : documents;
    for (const { pos, message } of faulty.flatMap(({ errors, warnings }) => [...errors, ...warnings])) {
      const fault = message.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
      this.report(pos[0], [], `does not parse: ${fault}`);
    }
    const [first, second] = documents;
    if (second) {
      const rule = 'keep one, and remove the line "---" that starts this one';
      this.report(second.range[0], [], `the file holds ${documents.length} documents: ${rule}`);
    }
    if (this.problems.length > 0) return;
    const root = first?.contents;
    if (!root || (isScalar(root) && root.source === '')) {
      const message = 'the file is empty: write the configuration, or restore the file from version control';
      // Of an empty text the line counter knows no line.
      this.problems.push({ line: 1, column: 1, message });
      return;
    }
    this.root = root;
    this.link(root, [], new Map(), new Set());
  }

  report(offset: number, path: Path, message: string): void {
    const { line, col } = this.lines.linePos(offset);
    const place = formatPath(path);
    this.problems.push({ line, column: col, message: place === '' ? message : `${place}: ${message}` });
  }

  lineOf(offset: number): number {
    return this.lines.linePos(offset).line;
  }

  /** Where the value at a path starts, or the last value on the way there that the file holds. */
  offsetOf(path: Path): number {
    let node = this.root ?? null;
    let offset = node?.range[0] ?? 0;
    for (const step of path) {
      const parent = this.resolve(node);
      if (isSeq(parent) && typeof step === 'number' && step in parent.items) {
        node = parent.items[step] as ParsedNode;
      } else if (isMap(parent)) {
        const pair = (parent as YAMLMap.Parsed).items.find(({ key }) => this.keyText(key) === step);
        if (!pair) break;
        node = pair.value;
        offset = pair.key.range[0];
      } else break;
      offset = node?.range[0] ?? offset;
    }
    return offset;
  }

  /** A key as a string, or what is no string as it is written; undefined for a key that is no scalar. */
  keyText(key: ParsedNode): string | undefined {
    const scalar = this.resolve(key);
    if (!isScalar(scalar)) return undefined;
    return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? '');
  }

  /** The node that an alias stands for, and any other node itself; undefined for an alias already reported as broken. */
  resolve(node: ParsedNode | null): ParsedNode | null | undefined {
    return isAlias(node) ? this.targets.get(node) : node;
  }

  /** Whether aliases have multiplied to more values than a program should read. */
  get hasTooManyAliased(): boolean {
    return this.aliasedValues > ALIASED_VALUES;
  }

  countAliased(offset: number, path: Path): void {
    this.aliasedValues += 1;
    if (this.aliasedValues === ALIASED_VALUES + 1) {
      const rule = 'write the values out, or repeat fewer';
      this.report(offset, path, `aliases repeat more than ${ALIASED_VALUES} values: ${rule}`);
    }
  }

  /** Binds aliases to the anchors before them, and reports duplicate keys, in the order of the file. */
  private link(
    node: ParsedNode | null,
    path: (string | number)[],
    anchors: Map<string, ParsedNode>,
    open: Set<ParsedNode>,
  ): void {
    if (node === null) return;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) {
        this.report(
          node.range[0],
          path,
          `alias *${node.source} repeats nothing: no &${node.source} stands before it`,
        );
      } else if (open.has(target)) {
        this.report(node.range[0], path, `alias *${node.source} stands inside the value that it repeats`);
      } else {
        this.targets.set(node, target);
      }
      return;
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    open.add(node);
    if (isSeq(node)) {
      node.items.forEach((item, index) => {
        path.push(index);
        this.link(item as ParsedNode, path, anchors, open);
        path.pop();
      });
    }
    if (isMap(node)) this.linkMap(node as YAMLMap.Parsed, path, anchors, open);
    open.delete(node);
  }

  private linkMap(
    map: YAMLMap.Parsed,
    path: (string | number)[],
    anchors: Map<string, ParsedNode>,
    open: Set<ParsedNode>,
  ): void {
    const seen = new Map<string, number>();
    for (const { key, value } of map.items) {
      this.link(key, path, anchors, open);
      const name = this.keyText(key);
      if (name !== undefined) {
        const first = seen.get(name);
        if (first === undefined) {
          seen.set(name, key.range[0]);
        } else {
          const message = `duplicate key ${quote(name)}, first on line ${this.lineOf(first)}: remove one`;
          this.report(key.range[0], path, message);
        }
      }
      path.push(name ?? '?');
      this.link(value, path, anchors, open);
      path.pop();
    }
  }
}
