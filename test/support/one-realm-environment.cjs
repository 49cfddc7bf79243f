const { default: NodeEnvironment } = require('jest-environment-node');
const { ModuleMocker } = require('jest-mock');

/** Where Jest keeps the tests of a file, and who is told of them. */
const STATE = 'JEST_STATE_SYMBOL';
const HANDLERS = 'EVENT_HANDLERS';

/** Takes everything out of tests: timers and modules remember in which one they began. */
function empty({ children, hooks }) {
  for (const each of [...hooks, ...children]) {
    if (each.type === 'describeBlock') empty(each);
    for (const name of Object.keys(each)) delete each[name];
  }
}

/**
 * The realm of the process itself instead of one for each test file, so that what `shared-modules.cjs`
 * loads once knows the errors, dates and arrays of all of them as its own. A file leaves the
 * environment variables as it found them, and nothing of itself.
 */
module.exports = class OneRealmEnvironment extends NodeEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.variables = { ...process.env };
  }

  async teardown() {
    for (const name of Object.keys(process.env)) {
      if (!(name in this.variables)) delete process.env[name];
    }
    Object.assign(process.env, this.variables);
    for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
      if (symbol.description === STATE) empty(globalThis[symbol].rootDescribeBlock);
      if ([STATE, HANDLERS].includes(symbol.description)) delete globalThis[symbol];
    }
    await super.teardown();
  }
};
