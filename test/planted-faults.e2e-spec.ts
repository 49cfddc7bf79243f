import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIGURES_VARIABLE, reportFigures, sized } from './support/reliability';

const PROJECT = join(__dirname, '..');
const COPIED = [
  'examples',
  'migrations',
  'scripts',
  'src',
  'test',
  'jest.config.cjs',
  'package.json',
  'tsconfig.json',
];

/** Without these a copy of the project runs its tests in the usual sizes and reports no figures. */
const OF_THE_LONG_RUN = ['FUND_LONG_TESTS', FIGURES_VARIABLE];

interface PlantedFault {
  readonly what: string;
  /** What is changed: file, text that stands there once, text put in its place. */
  readonly edits: readonly (readonly [file: string, text: string, faulty: string])[];
  readonly project: 'unit' | 'system';
  readonly spec: string;
  /** The test that has to notice. */
  readonly test: string;
}

const KERNEL = 'migrations/0001-ledger-kernel.ts';
const POSTING = 'migrations/0091-steady-posting.ts';
const APPROVALS = 'migrations/0021-approvals.ts';
const ACTING = 'migrations/0030-acting-people.ts';

const FAULTS: readonly PlantedFault[] = [
  {
    what: 'rounding',
    edits: [
      [
        'src/money/rounding.ts',
        'BigInt(fenAmount.toFixed(0, Decimal.ROUND_HALF_UP))',
        'BigInt(fenAmount.toFixed(0, Decimal.ROUND_HALF_DOWN))',
      ],
    ],
    project: 'unit',
    spec: 'src/money/rounding.spec.ts',
    test: 'rounds half up: half a fen becomes a whole one',
  },
  {
    what: 'rank of allocation',
    edits: [
      [
        'src/law/allocation.ts',
        "[['fund_costs'], ['organization_costs']]",
        "[['organization_costs'], ['fund_costs']]",
      ],
    ],
    project: 'unit',
    spec: 'src/law/allocation.spec.ts',
    test: 'pays by rank: costs of the fund, of the organization, restoration, losses, penal damages',
  },
  {
    what: 'interest days',
    edits: [
      [
        'src/law/delayed-interest.ts',
        'if (endOn <= dueOn) return 0;\n  const days = daysBetween(dueOn, endOn)',
        'if (endOn <= dueOn) return 0;\n  const days = 1 + daysBetween(dueOn, endOn)',
      ],
    ],
    project: 'unit',
    spec: 'src/law/delayed-interest.spec.ts',
    test: 'count from the due day to the day of payment, without the day of payment',
  },
  {
    what: 'cap',
    edits: [['src/law/award-policy.ts', "combined: '200000.00'", "combined: '200001.00'"]],
    project: 'unit',
    spec: 'src/law/award.spec.ts',
    test: 'is cut at the cap of 200,000.00, the sanction part first',
  },
  {
    what: 'floor',
    edits: [
      [
        KERNEL,
        'CHECK (floor IS NULL OR side * posted - held >= floor)',
        'CHECK (floor IS NULL OR side * posted - held >= floor - 1000000000)',
      ],
      [POSTING, 'WHERE m.free < m.floor', 'WHERE m.free < m.floor - 1000000000'],
    ],
    project: 'system',
    spec: 'test/ledger/holds.e2e-spec.ts',
    test: 'marks the request that breaks a floor as failed and posts the others of its batch',
  },
  {
    what: 'voucher number',
    edits: [
      [
        POSTING,
        'coalesce(k.last_number, 0) + row_number() OVER',
        'coalesce(k.last_number, 0) + 2 * row_number() OVER',
      ],
    ],
    project: 'system',
    spec: 'test/ledger/posting.e2e-spec.ts',
    test: 'numbers the vouchers of each month of the business date for itself',
  },
  {
    what: 'sides of a reversal',
    edits: [['migrations/0002-ledger-functions.ts', "'m', -e.amount", "'m', e.amount"]],
    project: 'system',
    spec: 'test/ledger-model/ledger-model.e2e-spec.ts',
    test: 'go as they do in memory, from a fixed seed',
  },
  {
    what: 'append-only guard',
    edits: [
      [
        KERNEL,
        "ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER %I'",
        "ALTER TABLE ledger.%I ENABLE TRIGGER %I'",
      ],
    ],
    project: 'system',
    spec: 'test/ledger/append-only.e2e-spec.ts',
    test: 'cannot be changed or removed in replica mode, which silences ordinary triggers',
  },
  {
    // The job lasts as long as the drain that it asks for, so its id is not free meanwhile.
    what: 'life of a hint',
    edits: [
      [
        'src/ledger/bull-wake-up.ts',
        "queue.on('completed', isOver);",
        "queue.on('active', isOver);",
      ],
      [
        'src/ledger/bull-wake-up.ts',
        'queue.process(CONCURRENCY, () => Promise.resolve())',
        'queue.process(CONCURRENCY, () => new Promise((over) => setTimeout(over, 300)))',
      ],
    ],
    project: 'system',
    spec: 'test/queue/hints.e2e-spec.ts',
    test: 'are gone from Redis when the drain begins that they asked for',
  },
  {
    what: 'look at what was seen',
    edits: [
      [
        'src/approvals/decide.ts',
        'if (!isCurrent) await refuseStale(tx, request, given.contentHash);',
        '',
      ],
    ],
    project: 'system',
    spec: 'test/approvals/revisions.e2e-spec.ts',
    test: 'refuses a decision on what has changed since, and decides nothing',
  },
  {
    what: 'rights of a caller',
    edits: [['src/identity/access.guard.ts', '    requireRights(access, caller);\n', '']],
    project: 'system',
    spec: 'test/identity/api-keys.e2e-spec.ts',
    test: 'are shown once, and act as the person within their scopes',
  },
  {
    // Three rules of the database forbid it, each enough by itself: with all of them gone it goes through.
    what: 'maker who approves',
    edits: [
      [ACTING, 'AND t.step IS DISTINCT FROM r.step)', 'AND t.step <> r.step)'],
      [APPROVALS, 'AND t.person_id = person AND t.step = NEW.step)', 'AND t.person_id = person)'],
      [APPROVALS, 'd.step < NEW.step AND d.person_id <> NEW.maker_id)', 'd.step < NEW.step)'],
    ],
    project: 'system',
    spec: 'test/approvals/flow.e2e-spec.ts',
    test: 'is decided by nobody who has another part in it',
  },
];

/** In the usual run every other one. */
const PLANTED = sized(
  FAULTS.filter((_, index) => index % 2 === 0),
  FAULTS,
);

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

function copyProject(folder: string): void {
  for (const name of COPIED) cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  // The cache holds the Redis of the tests where the machine has none.
  for (const name of ['node_modules', '.cache']) {
    symlinkSync(join(PROJECT, name), join(folder, name));
  }
}

function plant(folder: string, edits: PlantedFault['edits']): void {
  for (const [file, text, faulty] of edits) {
    const path = join(folder, file);
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(text, () => faulty),
    );
  }
}

function weed(folder: string, edits: PlantedFault['edits']): void {
  for (const [file] of edits) cpSync(join(PROJECT, file), join(folder, file));
}

/** What became of the one test, in a copy of the project. */
async function outcomeOf(folder: string, { project, spec, test }: PlantedFault): Promise<string> {
  const report = join(folder, 'report.json');
  const jest = join(PROJECT, 'node_modules', 'jest', 'bin', 'jest.js');
  const name = test.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const args = [
    jest,
    '--selectProjects',
    project,
    '--runTestsByPath',
    spec,
    '-t',
    name,
    '--json',
    '--outputFile',
    report,
  ];
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !OF_THE_LONG_RUN.includes(name)),
  );
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await new Promise((resolve) => child.once('close', resolve));
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  return (
    results.find(({ title }) => title === test)?.status ?? `did not run: ${said.slice(-2_000)}`
  );
}

describe('a planted fault', () => {
  let folder: string;
  const caught: string[] = [];
  const missed: string[] = [];
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    const failures = PLANTED.length - caught.length;
    reportFigures('planted-faults', { planted: PLANTED.length, caught, missed, failures });
  });
  // One place for all of them: what Jest has compiled there serves the next one too.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'planted-fault-'));
    copyProject(folder);
  });

  it.each(FAULTS)('in the $what has its place in what is shipped', ({ edits }) => {
    const places = edits.map(
      ([file, text]) => readFileSync(join(PROJECT, file), 'utf8').split(text).length - 1,
    );
    expect(places).toEqual(edits.map(() => 1));
  });

  it.each(PLANTED)(
    'in the $what is caught by “$test”',
    async (fault) => {
      plant(folder, fault.edits);
      const outcome = await outcomeOf(folder, fault).finally(() => {
        weed(folder, fault.edits);
      });
      (outcome === 'failed' ? caught : missed).push(fault.what);
      expect(outcome).toBe('failed');
    },
    180_000,
  );
});
