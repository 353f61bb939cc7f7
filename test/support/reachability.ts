import { type Address, type Pod, PolicyWorld, type Protocol } from '../../lib/checks/facts/policy-world';

export type { Side, Verdict } from '../../lib/checks/facts/policy-world';
export type { Labels } from '../../lib/kube/labels';
export type { Address, Pod, Protocol };
export { PolicyWorld };

/** A destination of {@link matrix}. Its heading is `title:port`, with `/UDP` for UDP. */
export interface Column {
  readonly to: Pod | Address;
  readonly port: number;
  readonly protocol: Protocol;
  readonly title: string;
}

/**
 * A table of the allowed connections, for reviews and snapshots.
 *
 * It lists the sources, and then has one block for each destination namespace, in the order of their first columns.
 * Addresses form one block, "outside the cluster", which has no rows for addresses. A block has a row for each source
 * and a column for each port, with `yes` or `·`. Blocks fit the width of a screen; one wide table would not. Sources
 * without any connection to a block share its last row, so that a new source or destination changes only the blocks to
 * which it has connections.
 *
 * @throws Error if two sources, or two headings of one block, have the same text
 */
export function matrix(
  world: PolicyWorld,
  rows: readonly (Pod | Address)[],
  columns: readonly Column[],
): string {
  const names = rows.map(sourceName);
  failOnDuplicates(names, 'sources');
  const blocks = new Map<string, Column[]>();
  for (const column of columns) {
    const place = typeof column.to === 'string' ? 'outside the cluster' : column.to.namespace;
    blocks.set(place, [...(blocks.get(place) ?? []), column]);
  }
  const tables = [...blocks].map(([place, block]) => {
    const headings = block.map(
      ({ title, port, protocol }) => `${title}:${port}${protocol === 'UDP' ? '/UDP' : ''}`,
    );
    failOnDuplicates(headings, `destinations in ${place}`);
    // The cluster does not control connections from one address to another.
    const sources = rows.filter((from) => typeof from !== 'string' || typeof block[0]?.to !== 'string');
    const cell = (from: Pod | Address, { to, port, protocol }: Column) =>
      world.allows(from, to, port, protocol) ? 'yes' : '·';
    const lines = sources
      .map((from) => [`  ${sourceName(from)}`, ...block.map((column) => cell(from, column))])
      .filter((line) => line.includes('yes'));
    const rest = lines.length === 0 ? 'every source' : 'every other source';
    if (lines.length < sources.length) lines.push([`  ${rest}`, ...block.map(() => '·')]);
    return align([[`to ${place}`, ...headings], ...lines]);
  });
  const head = ['sources', ...names.map((name) => `  ${name}`)];
  return `${[head, ...tables].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function sourceName(of: Pod | Address): string {
  if (typeof of === 'string') return of;
  const labels = Object.entries(of.labels).map(([key, value]) => `${key}=${value}`);
  return `${of.namespace}/${of.name ?? labels.join(',')}`;
}

function failOnDuplicates(names: string[], what: string): void {
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate !== undefined)
    throw new Error(`two ${what} have the name "${duplicate}": give one of them another name`);
}

function align(lines: string[][]): string[] {
  const width = (index: number) => Math.max(...lines.map((line) => line[index]?.length ?? 0));
  const widths = lines[0]?.map((_, index) => width(index)) ?? [];
  return lines.map((line) =>
    widths
      .map((size, index) => line[index]?.padEnd(size))
      .join('  ')
      .trimEnd(),
  );
}
