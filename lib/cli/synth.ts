import type { TopologyApp } from '../core/topology-app';
import { CONTROLLER_CHOICES, type IngressSetting } from '../ingress/setting';
import { quote } from '../kube/text';
import type { SynthOptions, SynthResult } from '../synth';
import { parseArguments } from './arguments';

/** How the command is used. */
export const SYNTH_USAGE = `usage: npm run synth [-- [CLUSTER…] [options]]

Renders the clusters from config/, checks them, and writes the files that changed to dist/. If a check fails, no file changes.

  CLUSTER             the name of a folder in dist/ (default: all clusters)
  --replace OBJECTS   objects whose immutable fields may change, because a person replaces them: KIND/NAMESPACE/NAME or
                      KIND/NAME, with commas in between
  --out FOLDER        the folder to write to (default: dist)
  --ingress KIND      nginx, gateway or both: the ingress controllers of every cluster, in place of those in config/;
                      requires --out
  --help              print this text

Examples:

  npm run synth -- aiworker --replace StatefulSet/control-plane/mysql
  npm run synth -- --ingress gateway --out /tmp/gateway
`;

/** The arguments of the command. */
export interface SynthArguments extends Pick<SynthOptions, 'replace'> {
  /** Names of clusters, which may not exist. */
  readonly clusters: readonly string[];
  /** The ingress controllers of every cluster, in place of those in the configuration. */
  readonly ingress: IngressSetting['controllers'] | undefined;
  /** The folder to write to. @default dist/ */
  readonly out: string | undefined;
}

/**
 * Reads the arguments of the command.
 *
 * @throws Error if an option is unknown or has no valid value
 */
export function synthArguments(args: readonly string[]): SynthArguments {
  const { values, operands, problems } = parseArguments(args, {
    values: ['replace', 'ingress', 'out'],
    operands: true,
  });
  const { ingress, out } = values;
  const replace = values.replace?.split(',') ?? [];
  const chosen = CONTROLLER_CHOICES.find((kind) => kind === ingress);
  if (ingress !== undefined && chosen === undefined)
    problems.push(`--ingress: ${quote(ingress)} is unknown: use one of ${CONTROLLER_CHOICES.join(', ')}`);
  if (out !== undefined && out.trim() === '') problems.push('--out: the folder is missing: state one');
  if (ingress !== undefined && out === undefined)
    problems.push('--ingress: dist/ follows the configuration: state another folder with --out');
  const invalid = replace.filter((name) => !/^[A-Z][A-Za-z]*(\/[^/\s]+){1,2}$/.test(name));
  problems.push(
    ...invalid.map(
      (name) =>
        `--replace: ${quote(name)} is not the name of an object: write KIND/NAMESPACE/NAME, or KIND/NAME`,
    ),
  );
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { clusters: operands, replace, ingress: chosen, out };
}

/** The clusters with these names; undefined, which means all clusters, if there are no names. */
export function selectClusters(app: TopologyApp, names: readonly string[]): readonly string[] | undefined {
  const known = app.clusters.map((cluster) => cluster.name).sort();
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const problem = (name: string) => `cluster "${name}" is unknown: use one of ${known.join(', ')}`;
    throw new Error(unknown.map(problem).join('\n'));
  }
  return names.length === 0 ? undefined : names;
}

/** The result of a synth as a table, with one line for each cluster. */
export function table({ files, changes }: SynthResult): string {
  const folders = new Set([...files.map(({ cluster }) => cluster), ...changes.removed.map(folderOf)]);
  const rows = [...folders].sort().map((cluster) => {
    const own = files.filter((file) => file.cluster === cluster);
    const objects = own.reduce((sum, file) => sum + file.objects, 0);
    return [cluster, String(own.length), String(objects), changesIn(cluster, changes)];
  });
  return columns([['cluster', 'files', 'objects', 'changed'], ...rows]);
}

function changesIn(cluster: string, changes: SynthResult['changes']): string {
  const count = (paths: readonly string[]) => paths.filter((path) => folderOf(path) === cluster).length;
  const counts = [
    [count(changes.added), 'new'],
    [count(changes.changed), 'changed'],
    [count(changes.removed), 'removed'],
  ] as const;
  const changed = counts.filter(([number]) => number > 0).map(([number, kind]) => `${number} ${kind}`);
  return changed.join(', ') || 'nothing';
}

function folderOf(path: string): string {
  return path.slice(0, path.indexOf('/'));
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) => {
    const cells = row.map((cell, column) => {
      const isNumber = column === 1 || column === 2;
      return isNumber ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
    });
    return `${cells.join('  ').trimEnd()}\n`;
  };
  return rows.map(line).join('');
}
