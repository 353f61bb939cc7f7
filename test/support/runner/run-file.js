const { createRequire } = require('node:module');
const { createScriptTransformer } = require('@jest/transform');
const circus = require('jest-circus/runner').default;

/** The source maps of all TypeScript files that this process has compiled. */
let sourceMaps = new Map();
let compiling;

/**
 * Runs a test file as Jest does, but loads modules as Node.js does: once for each process. Jest loads all of them again for
 * each file. docs/decisions/0021-tests-share-modules.md explains why.
 *
 * @see https://jestjs.io/docs/configuration#testrunner-string
 */
module.exports = async function runFile(globalConfig, config, environment, runtime, path, ...others) {
  compiling ??= compileTypeScript(config);
  await compiling;
  if (globalConfig.watch || globalConfig.watchAll) forgetModules();
  for (const [file, map] of sourceMaps) runtime.getSourceMaps().set(file, map);
  sourceMaps = runtime.getSourceMaps();

  // Jest calls these two for the test file, and for the module with the state of its tests.
  runtime.requireInternalModule = loadAgain;
  runtime.requireModule = (file, name) => (name === undefined ? loadAgain(file) : createRequire(file)(name));
  environment.global.jest = runtime.requireModuleOrMock(path, '@jest/globals').jest;
  return circus(globalConfig, config, environment, runtime, path, ...others);
};

/** Compiles TypeScript files when they are loaded. `a.ts` comes before `a.json`, as in Jest. */
async function compileTypeScript(config) {
  const scripts = await createScriptTransformer(config);
  const others = { ...require.extensions };
  for (const name of Object.keys(others)) delete require.extensions[name];
  Object.assign(require.extensions, { '.ts': undefined }, others);
  require.extensions['.ts'] = (module, file) => {
    const { code, sourceMapPath } = scripts.transform(file, {});
    sourceMaps.set(file, sourceMapPath);
    module._compile(code, file);
  };
}

function loadAgain(file) {
  delete require.cache[file];
  return require(file);
}

/** The files may have changed since the last run. */
function forgetModules() {
  for (const file of Object.keys(require.cache))
    if (!file.includes('node_modules')) delete require.cache[file];
}
