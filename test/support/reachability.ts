import { type Address, type Pod, PolicyWorld, type Protocol } from '../../lib/checks/facts/policy-world';

export type { Side, Verdict } from '../../lib/checks/facts/policy-world';
export type { Labels } from '../../lib/kube/labels';
export type { Address, Pod, Protocol };
export { PolicyWorld };

/** A destination of `matrix()`: its heading is "title:port", with "/UDP" where it is not TCP. */
export interface Column {
  readonly to: Pod | Address;
  readonly port: number;
  readonly protocol: Protocol;
  readonly title: string;
}

/**
 * A table of who reaches whom, for a reviewer to read and a snapshot to hold.
 *
 * First the sources, then one block a destination namespace (addresses together, as "outside the cluster"), in the
 * order of their first columns: one row a source, one cell a port, `yes` or `·`. Blocks keep a dozen namespaces
 * within a screen's width, where one wide table would not. Sources that reach nothing in a block share its last
 * row, so that a new source or destination changes only the blocks that it has to do with. Addresses as sources are
 * not listed under "outside the cluster".
 *
 * @throws if two sources, or two headings of one block, read alike
 */
export function matrix(
  world: PolicyWorld,
  rows: readonly (Pod | Address)[],
  columns: readonly Column[],
): string {
  const sources = rows.map(sourceName);
  failOnTwins(sources, 'sources');
  const blocks = new Map<string, Column[]>();
  for (const column of columns) {
    const place = typeof column.to === 'string' ? 'outside the cluster' : column.to.namespace;
    blocks.set(place, [...(blocks.get(place) ?? []), column]);
  }
  const tables = [...blocks].map(([place, block]) => {
    const headings = block.map(
      ({ title, port, protocol }) => `${title}:${port}${protocol === 'UDP' ? '/UDP' : ''}`,
    );
    failOnTwins(headings, `destinations in ${place}`);
    // From one address to another is nothing that the cluster decides.
    const asked = rows.filter((from) => typeof from !== 'string' || typeof block[0]?.to !== 'string');
    const cell = (from: Pod | Address, { to, port, protocol }: Column) =>
      world.allows(from, to, port, protocol) ? 'yes' : '·';
    const lines = asked
      .map((from) => [`  ${sourceName(from)}`, ...block.map((column) => cell(from, column))])
      .filter((line) => line.includes('yes'));
    const rest = lines.length === 0 ? 'every source' : 'every other source';
    if (lines.length < asked.length) lines.push([`  ${rest}`, ...block.map(() => '·')]);
    return align([[`to ${place}`, ...headings], ...lines]);
  });
  const head = ['sources', ...sources.map((name) => `  ${name}`)];
  return `${[head, ...tables].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function sourceName(of: Pod | Address): string {
  if (typeof of === 'string') return of;
  const labels = Object.entries(of.labels).map(([key, value]) => `${key}=${value}`);
  return `${of.namespace}/${of.name ?? labels.join(',')}`;
}

function failOnTwins(names: string[], what: string): void {
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin !== undefined) throw new Error(`two ${what} read "${twin}"; give each a name of its own`);
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
