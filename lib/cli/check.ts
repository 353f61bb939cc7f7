import { messageOf, type Report } from '../checks/engine/finding';
import { RULES_OF_NAMED_CLUSTERS } from '../checks/engine/unnamed-cluster';
import { RULES } from '../checks/rules';
import type { ManifestObject } from '../config/manifest-file';
import { readManifests } from '../config/manifests';
import { ConfigError } from '../config/problem';
import { quote } from '../kube/text';
import { asksForHelp, parseArguments } from './arguments';
import { type CheckedFiles, factsOfFiles } from './check-facts';
import { robustReports } from './check-reports';
import { FORMATS } from './formats';
import type { LocatedFinding } from './formats/report';
import { run } from './run';

const USAGE = `usage: npm run --silent check -- [--cluster NAME] [options] FILE_OR_FOLDER...

Checks Kubernetes objects against the rules of docs/checks.md. It reads what kubectl apply -f would read: files, and of a
folder the files that end in .yaml, .yml or .json, without subfolders. Nothing is sent to a cluster.

Name all files of a cluster: the rules follow references between objects. An object without a namespace is in the namespace
default.

  --cluster NAME            check for this cluster, such as aiworker: with its nodes, network and provider from config/, and
                            with the connections, expected Secrets, components and accepted risks that this program declares
                            for it. An accepted risk applies to objects of the same kind, namespace and name. Without this
                            option, these facts are unknown: rules about them are not checked, and references to
                            cluster-scoped objects, issuers and Secrets that are in no file, and to all objects of a
                            namespace of which no object is in a file, are accepted
  --ignore-accepted-risks   report findings also where their risk is accepted
  --format FORMAT           text (default), json, sarif (2.1.0, for code scanning) or github (annotations of GitHub Actions)
  --help                    print this text

Example:

  npm run --silent check -- --cluster aiworker dist/aiworker

The exit code is 0 without errors, 1 if there are errors, and 2 if an argument is wrong or a file cannot be read. Warnings
do not change it. Run npm run synth for problems of config/ and for accepted risks that match no finding.
`;

/** The result of the command. */
export interface CheckCommand {
  /** The text for stdout. */
  readonly text: string;
  /** The number of errors. */
  readonly errors: number;
}

/**
 * The command `npm run check`.
 *
 * @param args the arguments after `--`
 * @param today the date against which end-of-support dates are checked
 * @throws ConfigError with all problems of the arguments, of the files, or of the configuration; Error if the cluster is
 * unknown
 */
export function check(args: readonly string[], today: Date): CheckCommand {
  if (asksForHelp(args)) return { text: USAGE, errors: 0 };
  const { cluster, format, paths, ignoreAcceptedRisks } = optionsOf(args);
  const files = factsOfFiles(readManifests(paths), cluster);
  const facts = ignoreAcceptedRisks ? { ...files.facts, acceptedRisks: [] } : files.facts;
  const rules =
    cluster === undefined ? RULES.filter(({ id }) => !RULES_OF_NAMED_CLUSTERS.includes(id)) : RULES;
  const { reports, notes } = robustReports({ clusters: [facts], rules, today });
  const findings = reports.map((report) => located(report, files)).sort(byPosition);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (cluster === undefined) notes.push(limitation());
  return { text: format({ findings, notes }), errors };
}

function optionsOf(args: readonly string[]) {
  const { values, flags, operands, problems } = parseArguments(args, {
    values: ['cluster', 'format'],
    flags: ['ignore-accepted-risks'],
    operands: true,
  });
  const { cluster, format: name = 'text' } = values;
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (cluster === '') problems.push('--cluster: missing value, expected the name of a cluster');
  if (format === undefined)
    problems.push(`--format: unknown format ${quote(name)}: use one of ${Object.keys(FORMATS).join(', ')}`);
  if (operands.length === 0) problems.push('no files given: name the files or folders to check');
  if (problems.length > 0 || format === undefined)
    throw new ConfigError([...problems, 'run npm run --silent check -- --help to list the options']);
  return { cluster, format, paths: operands, ignoreAcceptedRisks: flags.has('ignore-accepted-risks') };
}

function limitation(): string {
  const rules = RULES_OF_NAMED_CLUSTERS.join(', ');
  return `no cluster is named: the rules ${rules} are not checked, and cluster-scoped objects, issuers, Secrets and namespaces that are in no file are assumed to exist: add --cluster NAME`;
}

/** A finding and its position. One without an object in a file is at the beginning of the first file. */
function located(report: Report, { facts, sources }: CheckedFiles): LocatedFinding {
  const { rule, finding } = report;
  const { object, field, value, problem, severity = 'error' } = finding;
  const source: ManifestObject | undefined = object && sources.get(object.json);
  const { line, column } = source?.positionOf(field) ?? { line: 1, column: 1 };
  const file = source?.file ?? facts.objects[0]?.file ?? '';
  // Objects that another program creates at runtime are in no file: their construct is named.
  const message = `${object && !source ? `${object.path}: ` : ''}${messageOf(report)}`;
  const name = object && {
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: object.namespace,
    name: object.name,
  };
  return {
    severity,
    rule,
    file,
    line,
    column,
    object: name,
    field,
    value,
    problem,
    message,
  };
}

function byPosition(a: LocatedFinding, b: LocatedFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

if (require.main === module)
  run(() => {
    const { text, errors } = check(process.argv.slice(2), new Date());
    if (errors > 0) process.exitCode = 1;
    return text;
  }, 2);
