import { parser } from '@prometheus-io/lezer-promql';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** Nodes that have the type of the expression in them. */
const WRAPPERS = ['ParenExpr', 'OffsetExpr', 'StepInvariantExpr', 'SmoothedExpr', 'AnchoredExpr'];

/** Nodes with samples of a range of time. */
const RANGES = ['MatrixSelector', 'SubqueryExpr'];

/** The functions with a range, besides those whose name ends in `_over_time`. */
const RANGE_FUNCTIONS = [
  ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'predict_linear', 'resets', 'changes'],
  'double_exponential_smoothing',
];

/** The numbers of arguments of functions that are often called with too few. */
const ARGUMENTS: Readonly<Record<string, number>> = {
  histogram_quantile: 2,
  quantile_over_time: 2,
  predict_linear: 2,
  label_replace: 5,
  clamp: 3,
  clamp_min: 2,
  clamp_max: 2,
};

/**
 * The first error of an expression, with its remedy; undefined if none is found: in its syntax, in ranges and the functions
 * that need one, and in regular expressions.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/
 */
export function promqlProblem(expression: string): string | undefined {
  const textOf = (node: SyntaxNode | null) => (node ? expression.slice(node.from, node.to) : '');
  let problem: string | undefined;
  parser.parse(expression).iterate({
    // The getter of `node` makes an object, which most nodes do not need.
    enter: (cursor) => {
      const { type, from } = cursor;
      if (problem !== undefined) return false;
      if (type.isError) {
        const before = JSON.stringify(expression.slice(Math.max(0, from - 20), from));
        problem = `not valid PromQL after ${before}: correct the expression`;
      } else if (RANGES.includes(type.name)) problem = rangeProblem(cursor.node, textOf);
      else if (type.name === 'FunctionCall') problem = callProblem(cursor.node, textOf);
      else if (type.name.endsWith('LabelMatcher')) problem = matcherProblem(cursor.node, textOf);
      return undefined;
    },
  });
  return problem;
}

type TextOf = (node: SyntaxNode | null) => string;

function rangeProblem(node: SyntaxNode, textOf: TextOf): string | undefined {
  let { parent } = node;
  while (parent && WRAPPERS.includes(parent.name)) parent = parent.parent;
  if (parent?.name === 'FunctionCallBody' && needsRange(functionOf(parent.parent, textOf))) return undefined;
  return `"${textOf(node)}" is a range, which only functions such as rate() accept: add one, or remove the range`;
}

function callProblem(node: SyntaxNode, textOf: TextOf): string | undefined {
  const name = functionOf(node, textOf);
  const all: SyntaxNode[] = [];
  for (
    let child = node.getChild('FunctionCallBody')?.firstChild;
    child;
    child = child.nextSibling ?? undefined
  )
    all.push(child);
  const expected = ARGUMENTS[name];
  if (expected !== undefined && all.length !== expected)
    return `${name}() has ${all.length} of ${expected} arguments: correct them`;
  if (!needsRange(name) || all.some((child) => RANGES.includes(unwrapped(child).name))) return undefined;
  return `${name}() needs a range: write one, such as ${textOf(all.at(-1) ?? null) || 'up'}[5m]`;
}

/** RE2 and JavaScript share this syntax, besides flags and the names of groups. */
function matcherProblem(node: SyntaxNode, textOf: TextOf): string | undefined {
  if (!['=~', '!~'].includes(textOf(node.getChild('MatchOp')))) return undefined;
  const pattern = textOf(node.getChild('StringLiteral')).slice(1, -1).replaceAll('\\\\', '\\');
  try {
    new RegExp(pattern.replace(/\(\?[imsU]+\)|(?<=\(\?)P(?=<)/g, ''));
    return undefined;
  } catch {
    return `"${pattern}" is not a valid regular expression: correct it`;
  }
}

function functionOf(call: SyntaxNode | null | undefined, textOf: TextOf): string {
  return textOf(call?.getChild('FunctionIdentifier') ?? null);
}

function needsRange(name: string): boolean {
  return RANGE_FUNCTIONS.includes(name) || name.endsWith('_over_time');
}

function unwrapped(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (WRAPPERS.includes(inner.name) && inner.firstChild) inner = inner.firstChild;
  return inner;
}
