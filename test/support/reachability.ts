import { groupBy } from '../../lib/checks/engine/group-by';
import { type Address, type Pod, PolicyWorld, type Protocol } from '../../lib/checks/facts/policy-world';
import { type Cell, cellsOf, type Destination, type End, isPod } from '../../lib/report/isolation/cells';

export type { Side, Verdict } from '../../lib/checks/facts/policy-world';
export type { Labels } from '../../lib/kube/labels';
export type { Address, Cell, Destination, End, Pod, Protocol };
export { cellsOf, isPod, PolicyWorld };

/**
 * A table of the allowed connections, for reviews and snapshots.
 *
 * It lists the sources, and then has one table for each block of destinations, in the order of their first cells. A table
 * has a row for each source and a column for each port, with `yes` or `·`. Tables fit the width of a screen; one wide
 * table would not. Sources without any connection to a block share its last row, so that a new source or destination
 * changes only the blocks to which it has connections. A source that may open every connection has no rows: the list of
 * sources states it.
 *
 * @throws Error if two sources, or two headings of one block, have the same text
 */
export function matrix(cells: readonly Cell[]): string {
  const sources = [...new Set(cells.map(({ from }) => from))];
  failOnDuplicates(
    sources.map(({ name }) => name),
    'sources',
  );
  const open = new Set(
    sources.filter((source) => cells.every(({ from, allowed }) => from !== source || allowed)),
  );
  const blocks = groupBy(cells, ({ to }) => to.block);
  const tables = [...blocks].map(([place, block]) => {
    const columns = [...new Set(block.map(({ to }) => to))];
    const headings = columns.map(
      ({ title, port, protocol }) => `${title}:${port}${protocol === 'UDP' ? '/UDP' : ''}`,
    );
    failOnDuplicates(headings, `destinations in ${place}`);
    const rows = [...groupBy(block, ({ from }) => from)].filter(([from]) => !open.has(from));
    const lines = rows
      .map(([from, row]) => [`  ${from.name}`, ...row.map(({ allowed }) => (allowed ? 'yes' : '·'))])
      .filter((line) => line.includes('yes'));
    const rest = lines.length === 0 ? 'every source' : 'every other source';
    if (lines.length < rows.length) lines.push([`  ${rest}`, ...columns.map(() => '·')]);
    return align([[`to ${place}`, ...headings], ...lines]);
  });
  const head = align([
    ['sources', ''],
    ...sources.map((source) => [
      `  ${source.name}`,
      open.has(source) ? 'all connections' : addressOf(source),
    ]),
  ]);
  return `${[head, ...tables].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function addressOf({ at }: End): string {
  return typeof at === 'string' ? at : '';
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
