import {
  isAlias,
  isMap,
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
import { parserMessage } from './syntax';

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
    if (error) return report(error.pos[0], describe(error));
    const { contents } = document;
    if (contents === null) return [];
    const key = complexKey(document);
    if (key)
      return report(
        key.range[0],
        'does not parse: a key must be a text: put it in quotes, or render the template first',
      );
    let json: unknown;
    try {
      json = document.toJS({ maxAliasCount: ALIASED_VALUES });
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      return report(contents.range[0], yamlProblem(error.message));
    }
    return json === null ? [] : objectsIn(document, json, contents);
  });
  if (problems.length > 0) throw ConfigError.of(file, problems);
  return objects;
}

function describe({ code, message }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return 'duplicate key: remove one, because kubectl uses only the last';
  return yamlProblem(message);
}

function yamlProblem(message: string): string {
  return `does not parse: ${parserMessage(message)}: correct the YAML`;
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
