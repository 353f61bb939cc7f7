const { SourceMap } = require('node:module');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
let sourceMap;

/**
 * The text of an error's stack, with the names and lines of the source files. V8 calls this only when a program reads the stack,
 * so the source map is read only then.
 *
 * @see https://v8.dev/docs/stack-trace-api#customizing-stack-traces
 */
function format(error, frames, filename, readMap) {
  return [describe(error), ...frames.map((frame) => `    at ${original(frame, filename, readMap)}`)].join(
    '\n',
  );
}

function describe(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return '<error>';
  }
}

function original(frame, filename, readMap) {
  const text = String(frame);
  if (frame.getFileName() !== filename) return text;
  sourceMap ??= new SourceMap(JSON.parse(readMap() ?? '{"version":3,"sources":[],"mappings":""}'));
  const line = frame.getLineNumber();
  const column = frame.getColumnNumber();
  const { originalSource, originalLine, originalColumn } = sourceMap.findEntry(line - 1, column - 1);
  if (originalSource === undefined) return text;
  const position = `${join(ROOT, originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
  return text.replace(`${filename}:${line}:${column}`, position);
}

module.exports = { format };
