import { writeFileSync } from 'node:fs';
import { ConfigError } from '../config/problem';
import { quote } from '../kube/text';
import { jsonText } from '../output/json';
import { committedFolder } from '../report/git';
import { htmlPage } from '../report/html/page';
import { markdown } from '../report/markdown';
import type { Report } from '../report/model';
import { reportOf } from '../report/report';
import { presentTree } from '../report/tree';
import { asksForHelp, parseArguments } from './arguments';
import { type ProgressStream, withProgressAsync } from './progress';
import { runAsync } from './run';

const USAGE = `usage: npm run --silent report [-- [--against REF] [options]]

Describes the clusters of the present tree, or what a change does to them: objects, connections, hosts, permissions, images,
capacity, restarts, immutable fields, findings, and what a person must do besides kubectl apply. No cluster is asked.

  --against REF    compare with dist/ and config/ in this commit: a branch, a tag or a commit
  --format FORMAT  html (default), a page for a browser; markdown, a comment for a pull request of at most 65,000 characters;
                   or json, the whole report
  --link ADDRESS   with markdown: where the whole report is, for a comment that leaves something out
  --out FILE       write the report to a file (default: stdout)
  --help           print this text

Example:

  npm run --silent report -- --against origin/main --out report.html

Nodes, networks, accepted risks and expected Secrets of the commit are those that the present program makes of its config/.

The exit code is 0 if the report is written, and 1 if an argument is wrong, a synth would fail, or dist/ of the commit cannot
be read.
`;

/** The formats of `npm run report`, by name. */
const FORMATS: Readonly<Record<string, (report: Report, link?: string) => string | Promise<string>>> = {
  html: (report) => htmlPage(report),
  markdown: (report, link) => markdown(report, { link }),
  json: (report) => jsonText(report),
};

/**
 * The command `npm run report`.
 *
 * @param args the arguments after `--`
 * @returns the text for stdout; empty with `--out`
 * @throws ConfigError with all problems of the arguments, or of the configuration; SynthError if a synth would fail; Error if
 * dist/ of the commit cannot be read, or the file cannot be written
 */
export async function report(args: readonly string[], terminal: ProgressStream): Promise<string> {
  if (asksForHelp(args)) return USAGE;
  const { against, format, link, out } = optionsOf(args);
  // A misspelt commit is reported before the clusters are rendered.
  if (against !== undefined) committedFolder(against, 'dist');
  const text = await withProgressAsync(terminal, async (progress) => {
    progress('rendering the clusters');
    const report = reportOf(presentTree(), against, progress);
    progress('writing the report');
    return format(report, link);
  });
  if (out === undefined) return text;
  try {
    writeFileSync(out, text);
  } catch (error) {
    throw new Error(`--out: ${quote(out)} cannot be written: ${(error as Error).message}: name another file`);
  }
  return '';
}

function optionsOf(args: readonly string[]) {
  const { values, problems } = parseArguments(args, { values: ['against', 'format', 'link', 'out'] });
  const { against, format: name = 'html', link, out } = values;
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  const formats = Object.keys(FORMATS).join(', ');
  if (against === '') problems.push('--against: missing value, expected a branch, a tag or a commit');
  if (link === '') problems.push('--link: missing value, expected an address');
  if (out === '') problems.push('--out: missing value, expected the name of a file');
  if (format === undefined) problems.push(`--format: unknown format ${quote(name)}: use one of ${formats}`);
  if (problems.length > 0 || format === undefined)
    throw new ConfigError([...problems, 'run npm run --silent report -- --help to list the options']);
  return { against, format, link, out };
}

if (require.main === module) runAsync(() => report(process.argv.slice(2), process.stderr));
