import fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { ACCOUNT_NAMES, type JournalDraft, POOLS } from '../../src/accounting';
import { advancePaid, appropriated, awardPaid, lapsed } from '../../src/accounting/facts';
import {
  KEPT_APART,
  MAY_BE_DEBITED_AGAINST,
  nameKeptApart,
  requireKeptApart,
} from '../../src/accounting/kept-apart';
import { acceptRequests, type AccountKey, type PostingLine } from '../../src/ledger';
import { refusalOf, TestLedger, transfer } from '../support/ledger';
import { templateJournals } from '../support/template-journals';

/** An account of the chart by the name that the rule gives it. */
function accountNamed(name: string, caseId = ''): AccountKey {
  const [code = '', pool = ''] = name.split(':');
  return {
    code,
    dimensions: [pool, caseId, '', ''],
    side: /^[24]|^3/.test(code) ? -1 : 1,
    section: 'main',
    floor: null,
  };
}

const NAMES = [
  ...Object.keys(ACCOUNT_NAMES).filter((code) => !code.startsWith('M') && code !== '1011'),
  ...POOLS.map((pool) => `1011:${pool}`),
];
const BETWEEN = NAMES.flatMap((debit) =>
  NAMES.filter((credit) => credit !== debit).map((credit) => ({ debit, credit })),
);
type Pair = (typeof BETWEEN)[number];

const isAllowed = ({ debit, credit }: Pair): boolean =>
  (!KEPT_APART.has(debit) && !KEPT_APART.has(credit)) ||
  MAY_BE_DEBITED_AGAINST[debit]?.includes(credit) === true;
const linesBetween = ({ debit, credit }: Pair): readonly PostingLine[] =>
  transfer(accountNamed(debit), accountNamed(credit), 1n);

/** Every two accounts that stand on the two sides of a journal. */
const pairsOf = ({ lines }: JournalDraft): string[] => {
  const main = lines.filter(({ account }) => account.section === 'main');
  const names = (sign: 1 | -1): string[] =>
    main
      .filter(({ amount }) => amount > 0n === (sign === 1))
      .map(({ account }) => nameKeptApart(account));
  return names(1).flatMap((debit) => names(-1).map((credit) => `${debit}<${credit}`));
};

/** What no template needs: fees and interest of the bank. */
const BESIDE_TEMPLATES = [
  '1002.02<1002.01',
  '1002.02<2103.01',
  '1002.99<1002.01',
  ...['1002.02', '1002.99', ...POOLS.map((pool) => `1011:${pool}`)].map((bank) => `5901<${bank}`),
];

describe('money that is kept apart', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create();
    bookId = await ledger.openBook();
  });
  afterAll(() => ledger.drop());

  const refusedIn = async (act: Promise<unknown>): Promise<string> =>
    (await refusalOf(act)).message;

  /** Whether the database takes a journal, asked past the code; nothing of it stays. */
  async function isTaken(tx: EntityManager, lines: readonly PostingLine[]): Promise<boolean> {
    await tx.query('SAVEPOINT asked');
    try {
      const { idempotencyKey: key, ...said } = ledger.request({ bookId, lines });
      const wire = lines.map(({ account, amount }) => ({
        ...account,
        floor: null,
        amount: String(amount),
        facets: null,
      }));
      await tx.query(
        `SELECT * FROM ledger.accept_request($1, $2::text, sha256(convert_to($2::text, 'UTF8')), $3, $4, $5, '记', $6, $7, '[]')`,
        [bookId, key, said.fact, said.summary, said.businessOn, said.madeBy, JSON.stringify(wire)],
      );
      return true;
    } catch (error) {
      if ((error as Error).message !== 'ACCOUNTS_KEPT_APART') throw error;
      return false;
    } finally {
      await tx.query('ROLLBACK TO SAVEPOINT asked');
    }
  }

  it('lets every template stand, and no two accounts more than templates and the bank need', () => {
    const journals = templateJournals('c', 1n);
    for (const { lines } of journals)
      expect(() => {
        requireKeptApart(lines);
      }).not.toThrow();
    const listed = Object.entries(MAY_BE_DEBITED_AGAINST).flatMap(([debit, credits]) =>
      credits.map((credit) => `${debit}<${credit}`),
    );
    expect(listed.toSorted()).toEqual(
      [...new Set([...journals.flatMap(pairsOf), ...BESIDE_TEMPLATES])].sort(),
    );
  });

  it('is told by the database as by the code, for every two accounts of the chart', async () => {
    const differing = await ledger.act(async (tx) => {
      const found: Pair[] = [];
      for (const pair of BETWEEN) {
        if ((await isTaken(tx, linesBetween(pair))) !== isAllowed(pair)) found.push(pair);
      }
      return found;
    });
    expect(differing).toEqual([]);
    for (const pair of BETWEEN) {
      const ask = (): void => {
        requireKeptApart(linesBetween(pair));
      };
      if (isAllowed(pair)) expect(ask).not.toThrow();
      else expect(ask).toThrow('ACCOUNTS_KEPT_APART');
    }
  });

  it.each([
    ['the custody account', '1002.02'],
    ['the trust account', '1002.99'],
    ['receipts to be allocated', '2307.03'],
    ['overpayments', '2307.04'],
    ['damages payable to the treasury', '2103.01'],
    ['interest payable to the treasury', '2103.02'],
    ['damages in trust', '2901.01'],
    ['the basic account', '1002.01'],
    ['suspense', '2307.09'],
    ['other receivables', '1218.09'],
    ['accumulated surplus', '3001'],
  ])('never reaches an award pool, an award or an advance from %s', async (_, source) => {
    for (const target of ['1011:award_fund', '1011:sanction_quota', '1218.01', '1218.05']) {
      const lines = linesBetween({ debit: target, credit: source });
      expect(await refusedIn(ledger.accept({ bookId, lines }))).toBe('ACCOUNTS_KEPT_APART');
    }
    for (const way of [
      { debit: '2307.01', credit: source },
      { debit: source, credit: '2307.01' },
    ]) {
      expect(await refusedIn(ledger.accept({ bookId, lines: linesBetween(way) }))).toBe(
        'ACCOUNTS_KEPT_APART',
      );
    }
  });

  it('does not leave the accounts of defendants for one that others may name, in two steps', () => {
    const steps = new Map<string, Set<string>>();
    for (const pair of BETWEEN) {
      // What a debit takes in comes from the credit.
      if (isAllowed(pair)) {
        steps.set(pair.credit, (steps.get(pair.credit) ?? new Set()).add(pair.debit));
      }
    }
    const open = NAMES.filter((name) => !KEPT_APART.has(name));
    const reached = (from: string): string[] => open.filter((name) => steps.get(from)?.has(name));
    for (const source of ['1002.02', '1002.99']) expect(reached(source)).toEqual(['5901']);
    for (const source of ['2103.01', '2103.02', '2307.03', '2307.04', '2901.01']) {
      expect(reached(source)).toEqual([]);
    }
    const into = (target: string): string[] => open.filter((name) => steps.get(name)?.has(target));
    expect(into('1011:sanction_quota')).toEqual([]);
    // Income of the pool's own: a gift and interest of the bank, which no money of defendants can be booked as.
    expect(into('1011:award_fund')).toEqual(['4603', '4604']);
    expect(into('1218.01')).toEqual([]);
    expect(into('2307.01')).toEqual([]);
  });

  it('cannot hide in a journal with many lines, or in one call with many journals', async () => {
    const good = linesBetween({ debit: '1011:award_fund', credit: '4001.02' });
    const bad = linesBetween({ debit: '2103.01', credit: '1002.02' });
    expect(await refusedIn(ledger.accept({ bookId, lines: [...good, ...bad] }))).toBe(
      'ACCOUNTS_KEPT_APART',
    );
    const through = linesBetween({ debit: '1011:award_fund', credit: '1002.01' });
    const asked = [good, through].map((lines) => ledger.request({ bookId, lines }));
    const before = await ledger.rows('SELECT count(*) FROM ledger.posting_request');
    expect(await refusedIn(ledger.act((tx) => acceptRequests(tx, bookId, asked)))).toBe(
      'ACCOUNTS_KEPT_APART',
    );
    expect(await ledger.rows('SELECT count(*) FROM ledger.posting_request')).toEqual(before);
  });

  it('is of one case in one journal', async () => {
    const lines = [
      { account: accountNamed('1002.02', 'case a'), amount: 1n },
      { account: accountNamed('2307.03', 'case b'), amount: -1n },
    ];
    expect(() => {
      requireKeptApart(lines);
    }).toThrow('ACCOUNTS_KEPT_APART');
    expect(await refusedIn(ledger.accept({ bookId, lines }))).toBe('ACCOUNTS_KEPT_APART');
  });

  it('may be put right by a reversal, which swaps what was allowed', async () => {
    const own = await ledger.openBook();
    for (const { lines } of [appropriated('award_fund', 5n), lapsed('award_fund', [2023], 1n)]) {
      await ledger.accept({ bookId: own, lines });
      await ledger.drain(own);
    }
    const { requestId } = await ledger.reverse(own, 2n);
    await ledger.drain(own);
    expect(await ledger.requestState(requestId)).toMatchObject({ status: 'posted' });
  });

  it('stands apart in random journals: of templates all are taken, with one foreign line none', async () => {
    const templates = templateJournals('case', 3n);
    const forbidden = BETWEEN.filter((pair) => !isAllowed(pair));
    const mixtures = fc.record({
      journal: fc.constantFrom(...templates),
      pair: fc.option(fc.constantFrom(...forbidden), { nil: undefined }),
    });
    await ledger.act(async (tx) => {
      await fc.assert(
        fc.asyncProperty(mixtures, async ({ journal, pair }) => {
          const lines = [...journal.lines, ...(pair === undefined ? [] : linesBetween(pair))];
          expect(await isTaken(tx, lines)).toBe(pair === undefined);
        }),
        { numRuns: 150 },
      );
    });
  });

  it('is kept apart by that trigger and nothing else: without it the database takes what the code refuses', async () => {
    const own = await TestLedger.create(2);
    try {
      const book = await own.openBook();
      const paid = advancePaid({ caseId: 'c', item: 'i', category: 'lawyer', payee: 'p' }, 1n);
      const fromDamages = paid.lines.map(({ account, amount }) => ({
        account: amount < 0n ? accountNamed('1002.02', 'c') : account,
        amount,
      }));
      const award = awardPaid('c', 'w', [{ pool: 'award_fund', party: 'o', amount: 1n }]);
      const fromDefendant = award.lines.map(({ account, amount }) => ({
        account: amount < 0n ? accountNamed('2307.03', 'c') : account,
        amount,
      }));
      for (const lines of [fromDamages, fromDefendant]) {
        expect(await refusedIn(own.accept({ bookId: book, lines }))).toBe('ACCOUNTS_KEPT_APART');
      }
      await own.session((client) =>
        client.query('ALTER TABLE ledger.posting_request DISABLE TRIGGER accounts_kept_apart'),
      );
      for (const lines of [fromDamages, fromDefendant]) {
        expect((await own.accept({ bookId: book, lines })).isNew).toBe(true);
      }
    } finally {
      await own.drop();
    }
  });
});
