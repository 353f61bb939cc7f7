/** A value as indented JSON with a final newline: the content of a file in a ConfigMap. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
