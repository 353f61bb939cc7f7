import type { Path } from '../../config/problem';

/**
 * Visits all texts of an object, at any depth.
 *
 * @param visit receives the text, the name of the value (that of a variable, or the key), and the path, which is valid
 * only during the call
 */
export function visitTexts(
  value: unknown,
  visit: (text: string, name: string, path: Path) => void,
  name = '',
  path: (string | number)[] = [],
): void {
  if (typeof value === 'string') visit(value, name, path);
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Readonly<Record<string, unknown>>;
  const own = fields.name;
  for (const key of Object.keys(fields)) {
    path.push(Array.isArray(value) ? Number(key) : key);
    visitTexts(fields[key], visit, key === 'value' && typeof own === 'string' ? own : key, path);
    path.pop();
  }
}
