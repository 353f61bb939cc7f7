import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import { RULES } from '../../checks/rules';
import { jsonText } from '../../output/json';
import type { Format, LocatedFinding } from './report';

/**
 * A log in SARIF 2.1.0, for GitHub code scanning and other viewers.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @see https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
export const sarif: Format = ({ findings, notes }) => {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'cluster-topology', rules: RULES.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: notes.map((note) => ({ level: 'note', message: { text: note } })),
          },
        ],
        results: findings.map(result),
      },
    ],
  };
  return jsonText(log);
};

function descriptor({ id, title, protects }: (typeof RULES)[number]): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: title },
    help: { text: protects },
  };
}

function result({ rule, severity, message, file, line, column }: LocatedFinding): Result {
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level: severity,
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: locationOf(file),
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}

/** The URI of a file: relative to the working folder, which must be the root of the repository; or absolute outside it. */
function locationOf(file: string): { uri: string; uriBaseId?: string } {
  const path = relative('.', file);
  if (isAbsolute(path) || path.startsWith(`..${sep}`)) return { uri: pathToFileURL(file).href };
  return { uri: path.split(sep).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
