import { isTransient } from '../../src/platform/database/transaction';
import { brokenRules } from '../support/books';
import { auditBook, TestLedger } from '../support/ledger';
import { reportFigures, sized } from '../support/reliability';
import { Bank, CONNECTIONS, type History, POOL_SIZE } from './bank';
import { takeOutTheLock } from './unlocked-kernel';

const TAKES_AT_MOST_MS = sized(300_000, 3_600_000);
const CONTROL_ROUNDS = 20;
const CONTROL_OPERATIONS = 1_000;

describe('many connections that move money between few budgets', () => {
  let ledger: TestLedger | undefined;
  afterEach(() => ledger?.drop());

  const openBank = async (isolation = 'read committed'): Promise<Bank> => {
    ledger = await TestLedger.create(
      POOL_SIZE,
      (options) =>
        `${options} -c default_transaction_isolation=${isolation.replaceAll(' ', '\\ ')}`,
    );
    expect(await ledger.rows('SHOW default_transaction_isolation')).toEqual([
      { default_transaction_isolation: isolation },
    ]);
    return Bank.open(ledger);
  };

  const deadlocks = async (): Promise<number | undefined> => {
    const rows = await ledger?.rows<{ deadlocks: number }>(
      'SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()',
    );
    return rows?.[0]?.deadlocks;
  };

  /** Runs rounds until the clients see what they are looking for; the last round is returned. */
  const runUntilSeen = async (
    bank: Bank,
    reading: Parameters<Bank['run']>[1],
    isSeen: (history: History) => boolean,
  ): Promise<{ rounds: number; history: History }> => {
    for (let round = 1; ; round += 1) {
      const history = await bank.run(CONTROL_OPERATIONS, reading, round);
      if (isSeen(history) || round === CONTROL_ROUNDS) return { rounds: round, history };
    }
  };

  it.each([
    ['read committed', sized(2_500, 200_000)],
    ['repeatable read', sized(1_000, 20_000)],
    ['serializable', sized(1_000, 20_000)],
  ])(
    'overspend nothing and see whole moments only (%s)',
    async (isolation, operations) => {
      const bank = await openBank(isolation);
      if (ledger === undefined) throw new Error('no ledger');
      const started = performance.now();
      const history = await bank.run(operations);
      const seconds = Math.round((performance.now() - started) / 1_000);
      const differences = await bank.compare(history);
      reportFigures(`bank-${isolation.replace(' ', '-')}`, {
        operations,
        connections: CONNECTIONS,
        acknowledged: history.acknowledged.size,
        refusedForLackOfMoney: history.refused,
        retries: history.retries,
        gaveUpAfterFiveTries: history.gaveUp,
        deadlocks: (await deadlocks()) ?? null,
        snapshotReads: history.reads,
        readsSeenWrong: history.seenWrong.length,
        differences: differences.length,
        seconds,
      });
      expect(history.seenWrong).toEqual([]);
      expect(differences).toEqual([]);
      expect(history.faults.filter((fault) => !isTransient(fault))).toEqual([]);
      expect(await auditBook(ledger, bank.bookId)).toEqual([]);
      expect(await brokenRules(ledger.dataSource)).toEqual([]);
      const { acknowledged, refused, gaveUp, reads } = history;
      expect(acknowledged.size + refused + gaveUp + reads).toBe(operations);
      expect(refused).toBeGreaterThan(0);
      expect(acknowledged.size).toBeGreaterThan(operations / 20);
    },
    TAKES_AT_MOST_MS,
  );

  it(
    'are seen to overspend where the lock is taken out of the kernel',
    async () => {
      const bank = await openBank();
      if (ledger === undefined) throw new Error('no ledger');
      await takeOutTheLock(ledger);
      const { rounds, history } = await runUntilSeen(bank, 'at one moment', ({ seenWrong }) =>
        seenWrong.some((finding) => finding.endsWith('below its floor')),
      );
      reportFigures('bank-control-without-lock', { rounds, seenWrong: history.seenWrong.length });
      expect(history.seenWrong).toContainEqual(expect.stringMatching(/ is below its floor$/));
    },
    TAKES_AT_MOST_MS,
  );

  it(
    'are seen to have another total where the reads are not of one moment',
    async () => {
      const bank = await openBank();
      const { rounds, history } = await runUntilSeen(
        bank,
        'page by page',
        ({ seenWrong }) => seenWrong.length > 0,
      );
      reportFigures('bank-control-torn-reads', { rounds, seenWrong: history.seenWrong.length });
      expect(history.seenWrong).toContainEqual(expect.stringMatching(/^the total is /));
    },
    TAKES_AT_MOST_MS,
  );
});
