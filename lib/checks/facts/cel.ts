const TOKEN =
  /\/\/.*|\s+|[bBrR]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|[A-Za-z_]\w*|`[^`\n]+`|\d[\w.]*|&&|\|\||[=!<>]=(?!=)|[!<>](?!=)|[-+*/%?:.,()[\]{}]/y;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * The first error in the syntax of a CEL expression, with its remedy; undefined if none is found.
 *
 * Only tokens, brackets and missing operators are checked: types and functions are not.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */
export function celProblem(expression: string): string | undefined {
  const open: string[] = [];
  let before = '';
  for (let position = 0; position < expression.length; position = TOKEN.lastIndex) {
    TOKEN.lastIndex = position;
    const [token] = TOKEN.exec(expression) ?? [];
    const rest = expression.slice(position, position + 20);
    if (token === undefined) return `${JSON.stringify(rest)} is not valid: correct the expression`;
    if (/^(?:\s|\/\/)/.test(token)) continue;
    if (CLOSING[token]) open.push(CLOSING[token]);
    if (/^[)\]}]$/.test(token) && open.pop() !== token)
      return `"${token}" closes no bracket before ${JSON.stringify(rest)}: correct the brackets`;
    if (isOperand(before) && isOperand(token) && !/^[)\]}]$/.test(token))
      return `an operator is missing before ${JSON.stringify(rest)}: write one, such as && or ==`;
    before = token;
  }
  return open.length > 0 ? `"${open.at(-1)}" is missing at the end: close the bracket` : undefined;
}

function isOperand(token: string): boolean {
  return /[\w"'`\])}]$/.test(token) && token !== 'in';
}
