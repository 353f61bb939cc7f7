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
import { endlessAlias, missingAnchor, type SyntaxProblem, syntaxProblem, textProblem } from './syntax';

/** The maximum number of values that are read through aliases: enough for every person, and quick to read. */
const ALIASED_VALUES = 100_000;

/**
 * A parsed YAML file with the position of each value, and the problems found in it so far.
 *
 * The file is YAML 1.2 with the core schema: `yes` is a string, `<<` is an ordinary key, and other tags are problems.
 */
export class YamlDocument {
  readonly problems: Problem[] = [];
  /** The warnings about valid values. */
  readonly warnings: Problem[] = [];
  /** Undefined if the file does not parse, contains several documents or is empty. Reading continues after any other problem. */
  readonly root: ParsedNode | undefined;
  private readonly lines = new LineCounter();
  private readonly anchors = new Map<string, ParsedNode>();
  private readonly targets = new Map<Alias.Parsed, ParsedNode>();
  private aliasedValues = 0;

  constructor(text: string) {
    // link() reports duplicate keys, with the line of the first one and in linear time.
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
    // The errors after the first one are often its consequences.
    const [error] = faulty.flatMap(({ errors }) => errors);
    const unreadable = error ? [error] : faulty.flatMap(({ warnings }) => warnings);
    const whole = textProblem(text);
    const found: SyntaxProblem[] = whole ? [whole] : unreadable.map((it) => syntaxProblem(text, it));
    for (const { offset, message } of found) this.report(offset, [], message);
    if (error || whole) return;
    const [first, second] = documents;
    if (second) {
      const rule = 'keep one, and remove the line "---" or "..." that separates them';
      this.report(second.range[0], [], `the file contains ${documents.length} documents: ${rule}`);
    }
    if (this.problems.length > 0) return;
    const root = first?.contents;
    if (!root || (isScalar(root) && root.source === '')) {
      const message = 'the file is empty: write the configuration, or restore the file from version control';
      // The line counter has no line for an empty text.
      this.problems.push({ line: 1, column: 1, message });
      return;
    }
    this.root = root;
    this.link(root, []);
  }

  report(offset: number, path: Path, message: string): void {
    this.problems.push(this.problem(offset, path, message));
  }

  warn(offset: number, path: Path, message: string): void {
    this.warnings.push(this.problem(offset, path, message));
  }

  lineOf(offset: number): number {
    return this.lines.linePos(offset).line;
  }

  /** The offset of the value at a path. If the file has no such value, it is that of its nearest parent. */
  offsetOf(path: Path): number {
    let node: ParsedNode | null = this.root ?? null;
    let offset = node?.range[0] ?? 0;
    for (const step of path) {
      const parent = this.resolve(node);
      const pair = isMap(parent) ? pairsOf(parent).find(({ key }) => this.keyText(key) === step) : undefined;
      const next = isSeq(parent) ? (parent.items[Number(step)] as ParsedNode | undefined) : pair?.value;
      if (next === undefined) break;
      node = next;
      offset = node?.range[0] ?? pair?.key.range[0] ?? offset;
    }
    return offset;
  }

  /** The text of a key, as it is written unless it is a string; undefined if the key is a list or a mapping. */
  keyText(key: ParsedNode): string | undefined {
    const scalar = this.resolve(key);
    if (!isScalar(scalar)) return undefined;
    return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? '');
  }

  /** The target of an alias, or any other node itself; undefined for a broken alias, which is already reported. */
  resolve(node: ParsedNode | null): ParsedNode | null | undefined {
    return isAlias(node) ? this.targets.get(node) : node;
  }

  /** Whether more values were read through aliases than a program should read. */
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

  private problem(offset: number, path: Path, message: string): Problem {
    const { line, col } = this.lines.linePos(offset);
    const place = formatPath(path);
    return { line, column: col, message: place === '' ? message : `${place}: ${message}` };
  }

  /** Binds each alias to the last anchor of its name before it, and reports duplicate keys. */
  private link(node: ParsedNode | null, path: Path): void {
    if (isAlias(node)) this.bind(node, path);
    else if (node?.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) this.link(item as ParsedNode, [...path, index]);
    }
    if (!isMap(node)) return;
    const lines = new Map<string, number>();
    for (const { key, value } of pairsOf(node)) {
      this.link(key, path);
      const [offset] = key.range;
      const name = this.keyText(key);
      this.link(value, [...path, name ?? '?']);
      if (name === undefined) continue;
      const first = lines.get(name);
      if (first === undefined) lines.set(name, this.lineOf(offset));
      else this.report(offset, path, `duplicate key ${quote(name)}, first on line ${first}: remove one`);
    }
  }

  private bind(alias: Alias.Parsed, path: Path): void {
    const [offset] = alias.range;
    const target = this.anchors.get(alias.source);
    if (target === undefined) this.report(offset, path, missingAnchor(alias.source));
    else if (offset < target.range[1]) this.report(offset, path, endlessAlias(alias.source));
    else this.targets.set(alias, target);
  }
}

/** The keys and values of a mapping, with the type that the parser guarantees. */
export function pairsOf(map: YAMLMap | YAMLMap.Parsed): YAMLMap.Parsed['items'] {
  return (map as YAMLMap.Parsed).items;
}
