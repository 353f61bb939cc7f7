import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
  visit,
  type YAMLError,
} from 'yaml';
import { fieldOffset } from './field-position';
import { kubectlTags } from './kubectl-tags';
import { ConfigError, type Problem } from './problem';
import { endlessAlias, missingAnchor, type SyntaxProblem, syntaxProblem, textProblem } from './syntax';

/** A position in a file. Both numbers are 1-based; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A Kubernetes object in a file. */
export interface ManifestObject {
  readonly file: string;
  /** The object as the API server reads it: fields with the value `null` are missing. */
  readonly json: object;
  /**
   * The position of a field's value, or of its key if the value is a list or a mapping. If the field is missing, it is that
   * of the nearest parent.
   *
   * @param field a path such as `spec.replicas` @default the object itself
   */
  readonly positionOf: (field?: string) => Position;
}

/** The maximum number of values that are read through aliases. */
const ALIASED_VALUES = 10_000;

type Parsed = Exclude<ReturnType<typeof parseAllDocuments<ParsedNode>>, { empty: true }>[number];

/**
 * The objects in the text of a file, as kubectl reads them: YAML 1.1 or JSON, with several documents, and with the items of
 * lists (`kind: List`) instead of the lists. Empty documents are ignored.
 *
 * Duplicate keys are a problem, although kubectl uses the last one.
 *
 * @param file the name of the file in messages
 * @throws ConfigError with all problems
 */
export function readManifest(file: string, text: string): ManifestObject[] {
  const lineCounter = new LineCounter();
  const problems: Problem[] = [];
  const positionAt = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const report = (offset: number, message: string): [] => {
    problems.push({ ...positionAt(offset), message });
    return [];
  };

  const objectsIn = (document: Parsed, json: unknown, site: ParsedNode): ManifestObject[] => {
    const node = isAlias(site) ? (site.resolve(document) as ParsedNode) : site;
    if (!isMap(node))
      return report(site.range[0], 'not a Kubernetes object: write apiVersion, kind and metadata');
    const { apiVersion, kind, items } = json as Record<string, unknown>;
    for (const [name, value] of Object.entries({ apiVersion, kind })) {
      if (typeof value === 'string' && value !== '') continue;
      const problem = value === undefined ? 'missing' : 'not a string';
      return report(
        fieldOffset(document, node, name),
        `${name} is ${problem}: write the ${name} of the object`,
      );
    }
    const list = node.get('items', true);
    if (String(kind).endsWith('List') && Array.isArray(items) && isSeq(list))
      return items.flatMap((item, index) => objectsIn(document, item, list.items[index] as ParsedNode));
    const positionOf = (field = '') => positionAt(fieldOffset(document, node, field));
    return [{ file, json: withoutNulls(json) as object, positionOf }];
  };

  const whole = textProblem(text);
  if (whole) throw ConfigError.of(file, [{ ...positionIn(text, whole.offset), message: whole.message }]);
  const parsed = parseAllDocuments<ParsedNode>(text, {
    version: '1.1',
    customTags: kubectlTags,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter,
  });
  const objects = ('empty' in parsed ? [] : parsed).flatMap((document) => {
    // The errors after the first one of a document are often its consequences.
    const [error] = document.errors;
    if (error) {
      const { offset, message } = describe(text, error);
      return report(offset, message);
    }
    const { contents } = document;
    if (contents === null) return [];
    const key = complexKey(document);
    if (key)
      return report(
        key.range[0],
        'does not parse: a key must be a text: put it in quotes, or render the template first',
      );
    const alias = aliasProblem(document);
    if (alias) return report(alias.offset, alias.message);
    let json: unknown;
    try {
      json = document.toJS({ maxAliasCount: ALIASED_VALUES });
    } catch (error) {
      const isBomb = error instanceof ReferenceError;
      const message = isBomb
        ? `aliases repeat more than ${ALIASED_VALUES} values: write the values out, or repeat fewer`
        : `does not parse: ${(error as Error).message}: correct the YAML`;
      return report(firstAlias(document) ?? contents.range[0], message);
    }
    return json === null ? [] : objectsIn(document, json, contents);
  });
  if (problems.length > 0) throw ConfigError.of(file, problems);
  return objects;
}

function describe(text: string, error: YAMLError): SyntaxProblem {
  if (error.code === 'DUPLICATE_KEY')
    return {
      offset: error.pos[0],
      message: 'duplicate key: remove one, because kubectl uses only the last',
    };
  return syntaxProblem(text, error);
}

/** An alias without an anchor or inside its own value, or a merge key without a mapping. */
function aliasProblem(document: Parsed): SyntaxProblem | undefined {
  let found: SyntaxProblem | undefined;
  const report = (node: unknown, message: string): symbol => {
    found = { offset: (node as ParsedNode).range[0], message };
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_, node) => {
      const target = node.resolve(document) as ParsedNode | undefined;
      if (target === undefined) return report(node, missingAnchor(node.source));
      const isInside = ((node as Alias.Parsed).range[0] ?? 0) < target.range[1];
      return isInside ? report(node, endlessAlias(node.source)) : undefined;
    },
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || key.source !== '<<' || key.type !== 'PLAIN') return undefined;
      const sources = isSeq(value) ? value.items : [value];
      const isMerged = sources.every((it) => isAlias(it) || isMap(it));
      return isMerged
        ? undefined
        : report(key, 'the value of << is not a mapping: merge a mapping, or put << in quotes');
    },
  });
  return found;
}

function firstAlias(document: Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias: (_, node) => {
      offset = (node as Alias.Parsed).range[0];
      return visit.BREAK;
    },
  });
  return offset;
}

function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** A key that is a list or a mapping, as in a template: `name: {{ .Values.name }}`. */
function complexKey(document: Parsed): ParsedNode | undefined {
  let found: ParsedNode | undefined;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isMap(key) && !isSeq(key)) return undefined;
      found = key as ParsedNode;
      return visit.BREAK;
    },
  });
  return found;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutNulls(member)]));
}
