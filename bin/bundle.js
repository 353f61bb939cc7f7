const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');

/**
 * Bundles a program of this repository with its dependencies and the files that it reads, with esbuild.
 *
 * @param entry the file of the program, relative to the root of the repository
 * @param options options of esbuild
 * @returns the code and its source map, without the sources
 * @throws Error if esbuild is not installed, or if the program does not compile
 * @see https://esbuild.github.io/api/#build
 */
async function bundle(entry, options = {}) {
  const esbuild = loadEsbuild();
  try {
    const { outputFiles } = await esbuild.build({
      absWorkingDir: ROOT,
      entryPoints: [entry],
      outfile: join(ROOT, 'bundle.js'),
      write: false,
      bundle: true,
      platform: 'node',
      target: 'node20.19',
      minifyWhitespace: true,
      legalComments: 'none',
      sourcemap: 'external',
      sourcesContent: false,
      logLevel: 'silent',
      plugins: [sourceFiles, lazyModules],
      ...options,
    });
    const text = (extension) => outputFiles.find(({ path }) => path.endsWith(extension)).text;
    return { code: text('.js'), map: text('.js.map') };
  } catch (error) {
    if (error.errors === undefined)
      throw new Error(`esbuild cannot run: ${error.message}: run npm ci on this machine`);
    throw new Error(error.errors.map(describe).join('\n'));
  }
}

function describe({ location, text }) {
  return location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}

function loadEsbuild() {
  try {
    return require('esbuild');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    throw new Error('esbuild is not installed: run npm ci');
  }
}

/** Replaces imports/find-source-file.ts by a module that contains the files. */
const sourceFiles = {
  name: 'source-files',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]imports[\\/]find-source-file\.ts$/ }, () => ({
      contents: `const FILES = {${embeddedFiles()}};
        export const findSourceFile = (path) => FILES[path]?.();
        export const sourceFilesIn = (folder) =>
          Object.keys(FILES).flatMap((path) => path.startsWith(folder + '/') ? [path.slice(folder.length + 1)] : []);`,
    })),
};

/** Loads child_process only when it is used. cdk8s needs it for Helm and for URLs, and Node.js takes 10 ms to load it. */
const lazyModules = {
  name: 'lazy-modules',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^child_process$/ }, ({ path }) => ({ path, namespace: 'lazy' }));
    onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => (...args) => require('node:child_process')[name](...args) });`,
    }));
  },
};

/** A function for each file: V8 creates and caches only the texts that a program reads. */
function embeddedFiles() {
  const paths = ['imports', 'lib'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /^imports\/.*\.json$|\.(cjs|css|browser\.js)$/.test(path)),
  );
  return paths.sort().map((path) => `${JSON.stringify(path)}: () => ${JSON.stringify(embedded(path))}`);
}

function embedded(path) {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return path.endsWith('.json') ? JSON.stringify(JSON.parse(text)) : text;
}

module.exports = { bundle };
