/** The direction of the data (docs/decisions/0001): money, calendar ← law, money ← ledger ← accounting ← features ← processes. */
const DOORS = '^src/[^/]+/(index|http)\\.ts$';
/** What speaks HTTP: the doors for it, and what stands behind or above them. */
const SPEAKS_HTTP =
  '^src/([^/]+/(http|.+\\.controller|access|access\\.guard|cookies|records|queue-board|proofs)|app\\.module|service|describe-interface)\\.ts$|^src/platform/http/';
/** platform is a box of single tools; only its embedded database has insides of its own. */
const TOOLBOX = '^src/platform/(?!embedded-database/(?!index\\.ts$))';

// node_modules may be a link, so the resolved path need not begin with it.
const DECIMAL = '(^|/)node_modules/decimal\\.js/';
const NEST = '(^|/)node_modules/@nestjs/';
const JODA = '(^|/)node_modules/@js-joda/core/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Data flows one way, so imports never go round.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'money-is-pure',
      comment: 'money is vocabulary: it imports decimal.js and itself.',
      severity: 'error',
      from: { path: '^src/money/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: `^src/money/|${DECIMAL}` },
    },
    {
      name: 'calendar-is-pure',
      comment: 'calendar is vocabulary: it imports js-joda and itself.',
      severity: 'error',
      from: { path: '^src/calendar/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: `^src/calendar/|${JODA}` },
    },
    {
      name: 'law-is-pure',
      comment: 'The law is pure functions: no Nest, no TypeORM, no clock, no rows.',
      severity: 'error',
      from: { path: '^src/law/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: `^src/(law|money|calendar)/|${DECIMAL}|${JODA}` },
    },
    {
      name: 'bank-reading-is-pure',
      comment:
        'Bank statements are read by pure rules: bytes and a profile to lines or faults, no rows, no clock.',
      severity: 'error',
      from: { path: '^src/bank/reading/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot:
          '^src/(bank/reading|money|calendar|platform/xml)/|(^|/)node_modules/(csv-parse|zod|(@types/)?yauzl)/',
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'verifier-stands-alone',
      comment: 'An auditor reads and runs the verifier by itself: only its own files, and Node.',
      severity: 'error',
      from: { path: '^src/verifier/' },
      to: { pathNot: '^src/verifier/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'ledger-knows-no-feature',
      comment: 'The kernel knows no case law: it stands on money, platform and the verifier only.',
      severity: 'error',
      from: { path: '^src/ledger/' },
      to: { path: '^src/', pathNot: '^src/(ledger|money|platform|errors|verifier)/' },
    },
    {
      name: 'accounting-knows-no-feature',
      comment: 'Accounting turns facts into lines; facts come from above.',
      severity: 'error',
      from: { path: '^src/accounting/' },
      to: { path: '^src/', pathNot: '^src/(accounting|ledger|money|platform|errors)/' },
    },
    {
      name: 'platform-knows-no-domain',
      comment: 'platform is below everything that has a meaning.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/', pathNot: '^src/(platform|errors)/' },
    },
    {
      name: 'errors-know-nothing',
      comment: 'Everybody imports errors, so errors import nobody.',
      severity: 'error',
      from: { path: '^src/errors/' },
      to: { path: '^src/', pathNot: '^src/errors/' },
    },
    {
      name: 'ground-knows-no-feature',
      comment: 'People and the trail of acts serve every feature and depend on none.',
      severity: 'error',
      from: { path: '^src/(identity|audit)/' },
      to: {
        path: '^src/',
        pathNot: '^src/(identity|audit|law|money|calendar|ledger|platform|errors|verifier)/',
      },
    },
    {
      name: 'approvals-know-no-feature',
      comment:
        'Features register what needs approval and what waits; approvals, meetings and inboxes know none of them.',
      severity: 'error',
      from: { path: '^src/(approvals|meetings|inbox)/' },
      to: {
        path: '^src/',
        pathNot:
          '^src/(approvals|meetings|inbox|notices|identity|audit|law|money|calendar|ledger|platform|errors|verifier)/',
      },
    },
    {
      name: 'notices-know-no-feature',
      comment: 'Features announce what others are to know; notices know none of them.',
      severity: 'error',
      from: { path: '^src/notices/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^src/',
        pathNot: '^src/(notices|inbox|identity|audit|ledger|platform|errors)/',
      },
    },
    {
      name: 'documents-know-no-feature',
      comment: 'Features rest on documents; documents know none of them.',
      severity: 'error',
      from: { path: '^src/documents/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^src/',
        pathNot: '^src/(documents|identity|audit|money|calendar|ledger|platform|errors)/',
      },
    },
    {
      name: 'features-meet-at-doors',
      comment:
        'A folder is entered through its doors, never past them: index.ts for rules and rows, http.ts for what speaks HTTP.',
      severity: 'error',
      from: { path: '^src/([^/]+)' },
      to: { path: '^src/([^/]+)/', pathNot: ['^src/$1/', '^src/commands/', DOORS, TOOLBOX] },
    },
    {
      name: 'rules-speak-no-http',
      comment:
        'Rules, rows and commands do without Nest, so that a command starts in half the time; only what serves HTTP loads it.',
      severity: 'error',
      from: { path: '^src/', pathNot: `${SPEAKS_HTTP}|\\.spec\\.ts$` },
      to: { path: `^src/[^/]+/http\\.ts$|${NEST}`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-a-process',
      comment: 'main, worker, cli and the verifier as a program are the top.',
      severity: 'error',
      from: { pathNot: '^src/(main|worker|cli)\\.ts$' },
      to: { path: '^src/(main|worker|cli|verifier/main)\\.ts$' },
    },
    {
      name: 'the-root-is-the-top',
      comment:
        'What puts the processes together (database, schema, service, commands) is above all folders.',
      severity: 'error',
      from: { path: '^src/(?!commands/)[^/]+/' },
      to: { path: '^src/([^/]+\\.ts$|commands/)' },
    },
    {
      name: 'readers-stand-above-features',
      comment: 'Replaying and reporting use the features; no feature knows of them.',
      severity: 'error',
      from: { path: '^src/(?!(casefile|reports|commands)/)[^/]+/' },
      to: { path: '^src/(casefile|reports)/' },
    },
    {
      name: 'only-casefile-drives-features',
      comment: 'Below the processes, casefile and the HTTP root alone may gather all features.',
      severity: 'error',
      from: { path: '^src/(organizations|cases|budget)/' },
      to: { path: '^src/(advances|recoveries|awards|damages|casefile)/' },
    },
    {
      name: 'console-talks-to-the-interface',
      comment: 'The console knows the service by its HTTP interface only.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(src|migrations|test)/' },
    },
    {
      name: 'service-knows-no-console',
      comment: 'The service sends the console to browsers and runs none of it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^web/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
