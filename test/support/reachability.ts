import { groupBy } from '../../lib/checks/engine/group-by';
import { type Address, type Pod, PolicyWorld, type Protocol } from '../../lib/checks/facts/policy-world';

export type { Side, Verdict } from '../../lib/checks/facts/policy-world';
export type { Labels } from '../../lib/kube/labels';
export type { Address, Pod, Protocol };
export { PolicyWorld };

/** One end of connections: a row of a matrix. */
export interface End {
  /** The name in a matrix, such as `namespace/name` for pods. */
  readonly name: string;
  /** The end as policies see it; undefined for the node of a pod, whose connections to the pod no policy blocks. */
  readonly at: Pod | Address | undefined;
}

/** An end that accepts connections: a column of a matrix. Its heading is `title:port`, with `/UDP` for UDP. */
export interface Destination extends End {
  readonly at: Pod | Address;
  /** The heading of the block of columns, such as the namespace of pods. */
  readonly block: string;
  readonly title: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** A connection, and whether the policies allow it. */
export interface Cell<Source extends End = End, Target extends Destination = Destination> {
  readonly from: Source;
  readonly to: Target;
  readonly allowed: boolean;
}

/** Every connection from a source to a destination of which at least one is a pod: policies control no other one. */
export function cellsOf<Source extends End, Target extends Destination>(
  world: PolicyWorld,
  sources: readonly Source[],
  destinations: readonly Target[],
): Cell<Source, Target>[] {
  return destinations.flatMap((to) =>
    sources
      .filter((from) => isPod(from) || isPod(to))
      .map((from) => ({
        from,
        to,
        allowed: from.at === undefined || world.allows(from.at, to.at, to.port, to.protocol),
      })),
  );
}

/** Whether an end is a pod. A pod on the host network is not: it has the address of its node. */
export function isPod(end: End): end is End & { readonly at: Pod } {
  return typeof end.at === 'object';
}

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
