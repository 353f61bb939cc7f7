import type { Format } from './report';

/**
 * A workflow command of GitHub Actions for each finding, which annotates the line in a pull request.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 * @see https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
export const github: Format = ({ findings, notes }) => {
  const commands = findings.map(({ severity, file, line, column, rule, message }) => {
    const properties = Object.entries({ file, line, col: column, title: rule });
    return `::${severity} ${properties.map(([name, value]) => `${name}=${property(String(value))}`).join(',')}::${data(message)}\n`;
  });
  return [...commands, ...notes.map((note) => `::notice::${data(note)}\n`)].join('');
};

/** Escapes a message: a line break would end the command. */
function data(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes a property: a comma would begin the next one, and two colons the message. */
function property(value: string): string {
  return data(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
