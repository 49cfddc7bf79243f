const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join, resolve } = require('node:path');
const { compileFunction } = require('node:vm');
const { transformSync } = require('@swc/core');
const { default: Runtime } = require('jest-runtime');

const OF_JEST = /^(?:@jest\/|jest-)/;
const MOCKS_OURS = /\bjest\.mock\(['"]\./;
const isPackage = (name) => !/^(?:\.|\/|node:)/.test(name) && !OF_JEST.test(name);

/** Where a package is that Node.js loads itself; nothing for its own modules and for ours. */
function packageOf(name, from) {
  try {
    const file = createRequire(from).resolve(name);
    return file.includes('/node_modules/') ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Where the map of each compiled file is, by which failures are told with the lines of the sources. */
const MAPS = new Map();

/** Lets Node.js load our sources, compiled as Jest compiles them. */
function compileSources({ transform, cacheDirectory }) {
  const [, , options] = transform.find(([pattern]) => new RegExp(pattern).test('our.ts'));
  const folder = join(cacheDirectory, 'maps-of-shared-modules');
  mkdirSync(folder, { recursive: true });
  require.extensions['.ts'] = (module, filename) => {
    const source = readFileSync(filename, 'utf8');
    const compiled = transformSync(source, {
      ...options,
      filename,
      sourceMaps: true,
      swcrc: false,
    });
    MAPS.set(filename, join(folder, `${createHash('sha256').update(filename).digest('hex')}.map`));
    writeFileSync(MAPS.get(filename), compiled.map);
    module._compile(compiled.code, filename);
  };
}

/**
 * Loads packages and our sources once in a process, by Node.js itself, and only the tests anew for each
 * test file: loading the same for each of some two hundred files took a third of the tests' time. Where a test puts
 * something in the place of one of our modules, all of them are its own.
 * Needs `one-realm-environment.cjs`.
 */
module.exports = class SharedModules extends Runtime {
  constructor(config, ...args) {
    super(config, ...args);
    const { executor } = this;
    executor.compile = (source, filename) =>
      compileFunction(source, executor.injectedModuleParameters, { filename });
    compileSources(config);
    this.transformCache.sourceMaps = MAPS;
    this.shared = MOCKS_OURS.test(readFileSync(this._testPath, 'utf8'))
      ? []
      : ['src', 'migrations'].map((folder) => join(config.rootDir, folder, '/'));
  }

  requireModuleOrMock(from, name) {
    const file = isPackage(name) ? packageOf(name, from) : this.ourFile(name, from);
    return file === undefined ? super.requireModuleOrMock(from, name) : require(file);
  }

  ourFile(name, from) {
    if (!name.startsWith('.')) return undefined;
    const path = resolve(dirname(from), name);
    if (!this.shared.some((folder) => `${path}/`.startsWith(folder))) return undefined;
    return path.endsWith('.spec') ? undefined : path;
  }
};
