/** The usual causes of YAML that does not parse, by a pattern of a line, each with its remedy. */
const CAUSES: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [/^\s*\t/, 'indent with spaces, because YAML does not allow tabs'],
  [
    /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]/,
    'replace the invisible character (such as a non-breaking space) by a space',
  ],
  [/^\s*(- +)*["']?[A-Za-z][\w.-]*["']?:(?![\s/]|$)/, 'write a space after the colon of a key'],
  [
    /^\s*(- +)*[\w.-]+: +[^"'#[{&*!|>]*[^\s"'#]: /,
    'put the value in quotes, because it contains a colon and a space',
  ],
  [/: +[@`%]/, 'put the value in quotes, because it starts with a reserved character'],
];

/** The offset of the first line that git writes into a file with a merge conflict; undefined if there is none. */
export function conflictMarker(text: string): number | undefined {
  const start = text.search(/^<{7} /m);
  return start >= 0 && /^={7}\r?$/m.test(text.slice(start)) ? start : undefined;
}

/** The remedy for the usual cause of a syntax error, which is in its line or in the line before; undefined for others. */
export function syntaxRemedy(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const before = text.lastIndexOf('\n', Math.max(start - 2, 0)) + 1;
  const lines = [
    text.slice(start, end < 0 ? undefined : end),
    start > 0 ? text.slice(before, start - 1) : '',
  ];
  return lines.flatMap((line) => CAUSES.find(([pattern]) => pattern.test(line))?.[1] ?? [])[0];
}

/** The message of the YAML parser, as a part of a sentence. */
export function parserMessage(message: string): string {
  return message.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}
