import { parseEvents, YAMLException } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import { yamlDocuments } from './yaml-documents';

/** The first syntax error of a text. */
export interface SyntaxFault {
  /** Such as `line 2, column 1`; empty if it is not known. */
  readonly place: string;
  /** Empty if the place is enough. */
  readonly reason: string;
}

/** An expression of a template in one line: of Go and Jinja, of a shell, of ERB. */
const EXPRESSION = /\{\{(?:[^{}\n]|\{[^{}\n]*\})*\}\}|\$\{[^{}\n]*\}|\$\([^()\n]*\)|<%=[^\n]*?%>/g;

/** A part of a template that writes more or less than one value. */
const CONTROL =
  /\{%|<%[^=]|\{\{-?\s*(?:if|else|range|end|with|define|template|include|block|toYaml|toJson|tpl|[#/^>!])|\|\s*(?:n?indent|toYaml|toJson|tojson)\b|@\w+@|%\w+%|__[A-Z]/;

/** A line that an expression writes. */
const WRITTEN_LINE = /^\s*(?:\{\{.*\}\}|\$\{.*\}|\$\w+)\s*$/m;

/** A comment or a part of a template, outside the strings of JSON. */
const NOT_JSON = /\/\/|\/\*|\{\{|\{%|<%|\$|@|%|__/;

const STRING = /"(?:\\.|[^"\\\n])*"/g;

/** The parsers of configuration files, by the end of their names. */
const FORMATS: readonly (readonly [
  end: RegExp,
  format: string,
  fault: (text: string) => SyntaxFault | undefined,
])[] = [
  [/\.json$/i, 'JSON', jsonFault],
  [/\.ya?ml$/i, 'YAML', yamlFault],
];

/**
 * The first syntax error of a configuration file whose format its name states; undefined if there is none.
 *
 * The program that reads the file may be a template engine: what such a file becomes is not known.
 */
export function configFault(
  name: string,
  text: string,
): (SyntaxFault & { readonly format: string }) | undefined {
  const [, format = '', faultOf] = FORMATS.find(([end]) => end.test(name)) ?? [];
  const fault = faultOf?.(text);
  return fault && { ...fault, format };
}

function jsonFault(text: string): SyntaxFault | undefined {
  const fault = parseJson(text);
  if (fault === undefined || text.trim() === '' || isJsonLines(text)) return undefined;
  if (NOT_JSON.test(text.replace(STRING, ''))) return undefined;
  return parseJson(text.replace(EXPRESSION, '0')) && fault;
}

function parseJson(text: string): SyntaxFault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const [, position] = /at position (\d+)/.exec((error as Error).message) ?? [];
    if (position === undefined) return { place: '', reason: '' };
    const lines = text.slice(0, Number(position)).split('\n');
    return { place: `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`, reason: '' };
  }
}

/** Whether every line is a value of its own. */
function isJsonLines(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.every((line) => parseJson(line) === undefined);
}

function yamlFault(text: string): SyntaxFault | undefined {
  const fault = parseYaml(text);
  if (fault === undefined || CONTROL.test(text) || WRITTEN_LINE.test(text)) return undefined;
  // Expressions keep their lines.
  return parseYaml(text.replace(EXPRESSION, 'x'));
}

/** The fault on which two parsers agree: unknown tags and repeated keys are up to the program. */
function parseYaml(text: string): SyntaxFault | undefined {
  try {
    yamlDocuments(text);
    return undefined;
  } catch (error) {
    const isAlias = /^unidentified alias/.test((error as YAMLException).reason);
    return isAlias ? faultOf(error) : syntaxFault(text);
  }
}

function syntaxFault(text: string): SyntaxFault | undefined {
  try {
    parseEvents(text, {});
    return undefined;
  } catch (error) {
    const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'error' });
    const isAgreed = Array.isArray(documents) && documents.some(({ errors }) => errors.length > 0);
    return isAgreed ? faultOf(error) : undefined;
  }
}

function faultOf(error: unknown): SyntaxFault {
  if (!(error instanceof YAMLException)) throw error;
  const { mark, reason } = error;
  return { place: mark ? `line ${mark.line + 1}, column ${mark.column + 1}` : '', reason };
}
