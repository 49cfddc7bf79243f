// Nest 12 ships ESM only and Jest can require() ESM only on Node >= 24.9, so under Node 20
// the ESM-only dependencies are compiled to CommonJS by swc, once, into Jest's cache.
const ESM_ONLY = [
  '@nestjs',
  '@borewit',
  '@tokenizer',
  'fast-check',
  'file-type',
  'load-esm',
  'nestjs-pino',
  'pure-rand',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'uuidv7',
  'zod',
];

const swc = (parser, transform = {}) => [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser, transform, keepClassNames: true },
    module: { type: 'commonjs' },
  },
];

const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': swc(
      { syntax: 'typescript', decorators: true },
      { legacyDecorator: true, decoratorMetadata: true },
    ),
    '^.+\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  setupFiles: ['<rootDir>/test/support/workers-in-typescript.ts'],
  transformIgnorePatterns: [`/node_modules/(?!(?:${ESM_ONLY.join('|')})/)`],
};

module.exports = {
  testTimeout: 180_000,
  // More than the processors that tests are planned for: many of them wait most of the time.
  maxWorkers: 4,
  testSequencer: '<rootDir>/test/support/slowest-first.cjs',
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.spec.ts'] },
    {
      ...base,
      displayName: 'system',
      testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
      globalSetup: '<rootDir>/test/support/start-database.ts',
      globalTeardown: '<rootDir>/test/support/stop-database.ts',
    },
  ],
};
