import type { Context } from '../live/context';
import { describeContext } from '../live/context';
import type { Finding, Severity } from '../live/preflight/finding';
import { jsonText } from '../output/json';

/** The result of `npm run preflight`. */
export interface PreflightReport {
  readonly cluster: string;
  readonly context: Context;
  readonly serverVersion: string;
  readonly findings: readonly Finding[];
}

const NAMES: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  unchecked: ['unchecked answer', 'unchecked answers'],
  note: ['note', 'notes'],
};
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'unchecked', 'note'];

/** A line for each finding, errors first, then the numbers of findings. */
function text({ cluster, context, serverVersion, findings }: PreflightReport): string {
  const lines = SEVERITIES.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity).map(line),
  );
  const counts = SEVERITIES.map((severity) => {
    const { length } = findings.filter((finding) => finding.severity === severity);
    return `${length} ${NAMES[severity][length === 1 ? 0 : 1]}`;
  });
  const head = `${cluster}: ${describeContext(context)}, Kubernetes ${serverVersion}`;
  return [head, ...lines, counts.join(', ')].map((one) => `${one}\n`).join('');
}

function line({ severity, question, message, file, position }: Finding): string {
  const at = position === undefined ? '' : `:${position.line}:${position.column}`;
  const place = file === undefined ? '' : `${file}${at}: `;
  return `${place}${severity}: ${message} [${question}]`;
}

function json({ cluster, context, serverVersion, findings }: PreflightReport): string {
  return jsonText({
    cluster,
    context: context.name,
    server: context.server,
    serverVersion,
    findings: findings.map(({ position, ...finding }) => ({ ...finding, ...position })),
  });
}

/** The formats of `npm run preflight`, by name. */
export const PREFLIGHT_FORMATS: Readonly<Record<string, (report: PreflightReport) => string>> = {
  text,
  json,
};
