const { createRequire } = require('node:module');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const OF_JEST = /^(?:@jest\/|jest-)/;
const isPackage = (name) => !/^(?:\.|\/|node:)/.test(name) && !OF_JEST.test(name);

/** Where a package is that Node.js loads itself; nothing for its own modules and for ours. */
function fileOf(name, from) {
  try {
    const file = createRequire(from).resolve(name);
    return file.includes('/node_modules/') ? file : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Loads packages once in a process, by Node.js itself, and our own modules anew for each test file:
 * loading the same packages for each of some two hundred files took a quarter of the tests' time.
 * Needs `one-realm-environment.cjs`.
 */
module.exports = class SharedPackages extends Runtime {
  constructor(...args) {
    super(...args);
    const { executor } = this;
    executor.compile = (source, filename) =>
      compileFunction(source, executor.injectedModuleParameters, { filename });
  }

  requireModuleOrMock(from, name) {
    const file = isPackage(name) ? fileOf(name, from) : undefined;
    return file === undefined ? super.requireModuleOrMock(from, name) : require(file);
  }
};
