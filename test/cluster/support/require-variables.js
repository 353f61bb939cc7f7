/**
 * A global set-up of jest that ends the run before the first test, without a stack trace, if a variable is not set.
 *
 * @param {readonly string[]} names the variables
 * @param {readonly string[]} how the lines that explain how to set them
 */
module.exports = function requireVariables(names, how) {
  return async () => {
    const missing = names.filter((name) => !process.env[name]);
    if (missing.length === 0) return;
    process.stderr.write(`${missing.join(' and ')} not set.\n${how.join('\n')}\n`);
    process.exit(1);
  };
};
