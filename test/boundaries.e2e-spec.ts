import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROJECT = join(__dirname, '..');
const CRUISER = join('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const RULES = '.dependency-cruiser.cjs';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** Runs the rules over the sources of a folder, as `npm run boundaries` does. */
async function cruise(folder: string): Promise<Violation[]> {
  const run = promisify(execFile)(
    process.execPath,
    [CRUISER, 'src', 'web/src', '--config', RULES, '--output-type', 'json'],
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  );
  // It exits with the number of errors; what it found stands in its output all the same.
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return summary.violations;
}

type Planted = readonly [rule: string, file: string, source: string];

/** Each in a file of its own that nothing else imports. */
const PLANTED: readonly Planted[] = [
  ['no-cycles', 'src/cases/planted-about.ts', `export * from './planted-round';`],
  ['money-is-pure', 'src/money/planted-nest.ts', `import '@nestjs/common';`],
  ['money-is-pure', 'src/money/planted-file.ts', `import 'node:fs';`],
  ['money-is-pure', 'src/money/planted-day.ts', `export * from '../calendar';`],
  ['calendar-is-pure', 'src/calendar/planted-money.ts', `export * from '../money';`],
  ['calendar-is-pure', 'src/calendar/planted-rows.ts', `import 'typeorm';`],
  ['law-is-pure', 'src/law/planted-nest.ts', `import '@nestjs/common';`],
  [
    'law-is-pure',
    'src/law/planted-rows.ts',
    `import type { DataSource } from 'typeorm'; export type X = DataSource;`,
  ],
  ['law-is-pure', 'src/law/planted-books.ts', `export * from '../ledger';`],
  ['law-is-pure', 'src/law/planted-refusal.ts', `export * from '../errors';`],
  ['bank-reading-is-pure', 'src/bank/reading/planted-books.ts', `export * from '../../ledger';`],
  ['bank-reading-is-pure', 'src/bank/reading/planted-rows.ts', `import 'typeorm';`],
  ['rules-speak-no-http', 'src/cases/planted-nest.ts', `import '@nestjs/common';`],
  ['rules-speak-no-http', 'src/cases/planted-http.ts', `export * from '../identity/http';`],
  ['verifier-stands-alone', 'src/verifier/planted-books.ts', `export * from '../ledger';`],
  ['verifier-stands-alone', 'src/verifier/planted-refusal.ts', `export * from '../errors';`],
  ['verifier-stands-alone', 'src/verifier/planted-package.ts', `import 'uuidv7';`],
  [
    'verifier-stands-alone',
    'src/verifier/planted-rows.ts',
    `import type { DataSource } from 'typeorm'; export type X = DataSource;`,
  ],
  ['ledger-knows-no-feature', 'src/ledger/planted-case.ts', `export * from '../cases';`],
  ['ledger-knows-no-feature', 'src/ledger/planted-law.ts', `export * from '../law';`],
  ['ledger-knows-no-feature', 'src/ledger/planted-chart.ts', `export * from '../accounting';`],
  ['ledger-knows-no-feature', 'src/ledger/planted-rows.ts', `export * from '../schema';`],
  ['accounting-knows-no-feature', 'src/accounting/planted-case.ts', `export * from '../cases';`],
  [
    'accounting-knows-no-feature',
    'src/accounting/planted-law.ts',
    `export const late = () => import('../law');`,
  ],
  ['platform-knows-no-domain', 'src/platform/planted-money.ts', `export * from '../money';`],
  [
    'platform-knows-no-domain',
    'src/platform/http/planted-books.ts',
    `export * from '../../ledger';`,
  ],
  ['errors-know-nothing', 'src/errors/planted-money.ts', `export * from '../money';`],
  ['ground-knows-no-feature', 'src/identity/planted-award.ts', `export * from '../awards';`],
  ['ground-knows-no-feature', 'src/audit/planted-award.ts', `export * from '../awards';`],
  ['approvals-know-no-feature', 'src/approvals/planted-award.ts', `export * from '../awards';`],
  ['approvals-know-no-feature', 'src/meetings/planted-award.ts', `export * from '../awards';`],
  ['approvals-know-no-feature', 'src/inbox/planted-award.ts', `export * from '../awards';`],
  ['documents-know-no-feature', 'src/documents/planted-award.ts', `export * from '../awards';`],
  ['notices-know-no-feature', 'src/notices/planted-request.ts', `export * from '../approvals';`],
  [
    'features-meet-at-doors',
    'src/awards/planted-window.ts',
    `export * from '../cases/case.entity';`,
  ],
  ['features-meet-at-doors', 'src/awards/planted-cellar.ts', `export * from '../ledger/drain';`],
  [
    'features-meet-at-doors',
    'src/awards/planted-server.ts',
    `export * from '../platform/embedded-database/cluster';`,
  ],
  ['features-meet-at-doors', 'src/planted-root.ts', `export * from './ledger/drain';`],
  ['nothing-imports-a-process', 'src/awards/planted-main.ts', `export * from '../main';`],
  ['nothing-imports-a-process', 'src/verifier/planted-program.ts', `export * from './main';`],
  ['nothing-imports-a-process', 'src/planted-worker.ts', `export * from './worker';`],
  ['the-root-is-the-top', 'src/reports/planted-database.ts', `export * from '../database';`],
  [
    'the-root-is-the-top',
    'src/awards/planted-command.ts',
    `export * from '../commands/until-stopped';`,
  ],
  ['only-casefile-drives-features', 'src/cases/planted-award.ts', `export * from '../awards';`],
  [
    'only-casefile-drives-features',
    'src/budget/planted-advance.ts',
    `export * from '../advances';`,
  ],
  ['readers-stand-above-features', 'src/awards/planted-report.ts', `export * from '../reports';`],
  [
    'readers-stand-above-features',
    'src/organizations/planted-replay.ts',
    `export * from '../casefile';`,
  ],
  [
    'console-talks-to-the-interface',
    'web/src/planted-money.ts',
    `export * from '../../src/money';`,
  ],
  ['service-knows-no-console', 'src/reports/planted-page.ts', `import '../../web/src/api';`],
];

describe('the direction of the data', () => {
  it('is kept by every import of the program', async () => {
    const violations = await cruise(PROJECT);
    expect(violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  describe('when it is broken', () => {
    let copy: string;
    let violations: Violation[];
    beforeAll(async () => {
      copy = mkdtempSync(join(tmpdir(), 'fund-boundaries-'));
      for (const name of ['src', 'web', 'migrations', RULES, 'tsconfig.json', 'package.json']) {
        cpSync(join(PROJECT, name), join(copy, name), { recursive: true });
      }
      symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
      writeFileSync(join(copy, 'src/cases/planted-round.ts'), `export * from './planted-about';`);
      for (const [, file, source] of PLANTED) writeFileSync(join(copy, file), source);
      violations = await cruise(copy);
    });
    afterAll(() => {
      rmSync(copy, { recursive: true, force: true });
    });

    it.each(PLANTED)('is caught by %s in %s', (rule, file) => {
      const found = violations.filter(({ from }) => from === file).map((found) => found.rule.name);
      expect(found).toContain(rule);
    });

    it('is caught only where it was broken', () => {
      const elsewhere = violations.filter(({ from }) => !from.includes('planted'));
      expect(elsewhere).toEqual([]);
    });

    it('is tried on every rule that there is', async () => {
      const { forbidden } = (await import(join(PROJECT, RULES))) as {
        forbidden: { name: string }[];
      };
      expect(new Set(PLANTED.map(([rule]) => rule))).toEqual(
        new Set(forbidden.map(({ name }) => name)),
      );
    });
  });
});
