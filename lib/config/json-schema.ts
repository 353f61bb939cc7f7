/** A JSON schema (draft-07) or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The text of a JSON schema file, formatted as `biome` formats JSON.
 *
 * The YAML language server reads it: editors then complete keys, show descriptions and underline mistakes.
 *
 * @see https://github.com/redhat-developer/yaml-language-server#using-inlined-schema
 */
export function schemaText(title: string, schema: JsonSchema): string {
  const root = { $schema: 'http://json-schema.org/draft-07/schema#', title, ...schema };
  return `${format(root, 0)}\n`;
}

/** Objects take a line for each key; an array of scalars takes one line if it fits. */
function format(value: unknown, column: number, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const lines = Array.isArray(value)
    ? value.map((item) => format(item, inner.length, inner))
    : Object.entries(value)
        .filter(([, part]) => part !== undefined)
        .map(
          ([key, part]) => `${JSON.stringify(key)}: ${format(part, inner.length + key.length + 4, inner)}`,
        );
  const line = `${open}${lines.join(', ')}${close}`;
  const fits = column + line.length < 110 && !line.includes('\n');
  if (lines.length === 0 || (Array.isArray(value) && fits)) return line;
  return `${open}\n${lines.map((text) => inner + text).join(',\n')}\n${indent}${close}`;
}
