const { default: NodeEnvironment } = require('jest-environment-node');
const { ModuleMocker } = require('jest-mock');

/**
 * The realm of the process itself instead of one for each test file, so that what `shared-packages.cjs`
 * loads once knows the errors, dates and arrays of all of them as its own. A file leaves the
 * environment variables as it found them.
 */
module.exports = class OneRealmEnvironment extends NodeEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.variables = { ...process.env };
    // Where TypeORM notes the entities of the file; those of another file are other classes.
    delete globalThis.typeormMetadataArgsStorage;
  }

  async teardown() {
    for (const name of Object.keys(process.env)) {
      if (!(name in this.variables)) delete process.env[name];
    }
    Object.assign(process.env, this.variables);
    await super.teardown();
  }
};
