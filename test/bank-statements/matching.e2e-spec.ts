import fc from 'fast-check';
import { findUnmatchedCredit } from '../../src/bank';
import { suggestBankMatches } from '../../src/commands/bank-command';
import type { FundDatabase } from '../../src/database';
import { settleBook } from '../../src/ledger';
import { formatYuan } from '../../src/money';
import type { ContentJson } from '../../src/platform/json/content-hash';
import { inTransaction } from '../../src/platform/database/transaction';
import type { Someone } from '../approvals/approval-scene';
import { refusalOf } from '../support/ledger';
import { sized } from '../support/reliability';
import { asSuperuser } from '../support/test-database';
import { BankScene } from './bank-scene';
import { type Movement, movement, statementFile } from './files';

const OPENING = 1_000_000n;
const MATCHES = '/api/v1/bank-matches';

interface OpenEntry {
  readonly account: string;
  readonly seq: string;
  readonly amount: string;
  readonly left: string;
}

interface Shown {
  readonly line: { readonly id: string; readonly left: string };
  readonly candidates: readonly (OpenEntry & { readonly reasons: readonly string[] })[];
}

interface Line {
  readonly id: string;
  readonly amount: string;
  readonly left: string;
  readonly state: string;
}

interface Answer {
  readonly status: number;
  readonly body: { readonly id: string; readonly code?: string };
}

describe('matching lines of the bank’s with the books', () => {
  let scene: BankScene;
  beforeEach(async () => {
    scene = await BankScene.open();
  });
  afterEach(() => scene.close());

  const book: BankScene['enter'] = (...entries) => scene.enter(...entries);
  const bring = async (...movements: Movement[]): Promise<Line[]> => {
    expect((await scene.import(statementFile(OPENING, movements))).status).toBe(201);
    return lines();
  };
  /** The oldest first. */
  const lines = async (more: Record<string, string> = {}): Promise<Line[]> =>
    ((await scene.lines(more)) as unknown as Line[]).toReversed();
  const ofAccount = () => `book=${scene.book}&account=1002.01`;
  const entries = async (): Promise<OpenEntry[]> =>
    (
      (await scene.officer.browser.get(`/api/v1/bank-entries?${ofAccount()}`).expect(200)) as {
        body: { items: OpenEntry[] };
      }
    ).body.items;

  const match = async (
    ofLines: readonly (readonly [Line | undefined, string])[],
    ofEntries: readonly (readonly [OpenEntry | undefined, string])[],
    { browser }: Someone = scene.officer,
  ): Promise<Answer> =>
    await browser.post(MATCHES, {
      ...{ book: scene.book, account: '1002.01' },
      lines: ofLines.map(([line, amount]) => ({ id: line?.id, amount })),
      entries: ofEntries.map(([entry, amount]) => ({
        ...{ account: entry?.account, seq: entry?.seq, amount },
      })),
    });
  const historyOf = async (line: Line | undefined): Promise<unknown> => {
    const path = `/api/v1/bank-lines/${line?.id ?? ''}/history`;
    return (await scene.officer.browser.get(path).expect(200)).body as unknown;
  };
  const act = async (path: string, reason = '银行核实'): Promise<Answer> =>
    await scene.officer.browser.post(`/api/v1/${path}`, { book: scene.book, reason });

  it('takes one line for three entries, and three lines for one, to the fen', async () => {
    await book({ amount: 10n }, { amount: 20n }, { amount: 3n }, { amount: 60n });
    const [all, a, b, c] = await bring(...[33n, 30n, 20n, 10n].map((amount) => movement(amount)));
    const [ten, twenty, three, sixty] = await entries();
    const first = await match(
      [[all, '0.33']],
      [
        [ten, '0.10'],
        [twenty, '0.20'],
        [three, '0.03'],
      ],
    );
    expect(first.status).toBe(201);
    const second = await match(
      [
        [a, '0.30'],
        [b, '0.20'],
        [c, '0.10'],
      ],
      [[sixty, '0.60']],
    );
    expect(second.status).toBe(201);
    expect(await entries()).toEqual([]);
    expect((await lines()).map(({ state }) => state)).toEqual(Array(4).fill('matched'));
    expect(await lines({ state: 'unmatched' })).toEqual([]);
  });

  it('leaves the rest of what is taken in parts, and takes no more than is left', async () => {
    await book({ amount: 100n });
    const [line] = await bring(movement(150n));
    const [entry] = await entries();
    expect((await match([[line, '0.40']], [[entry, '0.40']])).status).toBe(201);
    expect(await lines({ state: 'unmatched' })).toMatchObject([{ left: '1.10' }]);
    expect(await entries()).toMatchObject([{ amount: '1.00', left: '0.60' }]);
    expect(await match([[line, '0.61']], [[entry, '0.61']])).toMatchObject({
      status: 422,
      body: { code: 'BANK_MATCH_EXCEEDS', left: '0.60' },
    });
    expect(await match([[line, '0.60']], [[entry, '0.59']])).toMatchObject({
      status: 422,
      body: { code: 'BANK_MATCH_UNBALANCED', lines: '0.60', entries: '0.59' },
    });
    expect(await match([], [[entry, '0.60']])).toMatchObject({ status: 422 });
  });

  it('never takes what came in for what went out; what cancels out is matched by itself', async () => {
    await book({ amount: 100n }, { amount: -100n });
    const [came, went] = await bring(movement(100n), movement(-100n));
    const [into] = await entries();
    expect(await match([[went, '1.00']], [[into, '1.00']])).toMatchObject({
      body: { code: 'BANK_MATCH_UNBALANCED' },
    });
    const cancelled = await match(
      [
        [came, '1.00'],
        [went, '1.00'],
      ],
      [],
    );
    expect(cancelled.status).toBe(201);
  });

  it('is undone for a reason, once, and what it took is open again', async () => {
    await book({ amount: 100n });
    const [line] = await bring(movement(100n));
    const [entry] = await entries();
    const { body } = await match([[line, '1.00']], [[entry, '1.00']]);
    const ignored = await act(`bank-lines/${line?.id ?? ''}/ignore`);
    expect(ignored).toMatchObject({ status: 409, body: { code: 'BANK_LINE_NOT_OPEN' } });
    expect(await historyOf(line)).toMatchObject({
      matches: [
        {
          ...{ id: body.id, madeBy: scene.officer.name, undone: null, isFrozen: false },
          parts: [
            { side: 'line', on: '2026-03-02', amount: '1.00', voucher: null },
            { side: 'entry', on: '2026-03-02', amount: '1.00', what: '银行利息' },
          ],
        },
      ],
      ignorings: [],
    });
    expect((await act(`bank-matches/${body.id}/undo`)).status).toBe(204);
    expect(await act(`bank-matches/${body.id}/undo`)).toMatchObject({
      status: 409,
      body: { code: 'BANK_MATCH_UNDONE' },
    });
    expect(await lines({ state: 'unmatched' })).toHaveLength(1);
    expect((await match([[line, '1.00']], [[entry, '1.00']])).status).toBe(201);
    expect(await historyOf(line)).toMatchObject({
      matches: [
        { id: body.id, undone: { by: scene.officer.name, reason: '银行核实' } },
        { undone: null },
      ],
    });
  });

  it('ignores a line for a reason only, until that is taken back', async () => {
    await book({ amount: 100n });
    const [line] = await bring(movement(100n));
    const [entry] = await entries();
    const path = `bank-lines/${line?.id ?? ''}`;
    expect((await act(`${path}/ignore`, ' ')).status).toBe(400);
    expect((await act(`${path}/restore`)).body.code).toBe('BANK_LINE_NOT_IGNORED');
    expect((await act(`${path}/ignore`)).status).toBe(204);
    expect(await lines({ state: 'ignored' })).toHaveLength(1);
    expect(await historyOf(line)).toMatchObject({
      matches: [],
      ignorings: [{ reason: '银行核实', restored: null, isFrozen: false }],
    });
    expect((await act(`${path}/ignore`)).body.code).toBe('BANK_LINE_NOT_OPEN');
    const refused = await match([[line, '1.00']], [[entry, '1.00']]);
    expect(refused).toMatchObject({ status: 409, body: { code: 'BANK_LINE_NOT_OPEN' } });
    expect((await act(`${path}/restore`)).status).toBe(204);
    expect((await match([[line, '1.00']], [[entry, '1.00']])).status).toBe(201);
  });

  it('suggests with reasons, the best first, and books nothing by itself', async () => {
    await book(
      { amount: 500n, on: '2026-03-01', summary: '利息' },
      { amount: 500n, on: '2026-03-02', summary: '收 某某公司 S77' },
      { amount: 500n, on: '2026-04-02', summary: '太晚' },
      { amount: 501n, on: '2026-03-02', summary: '金额不同' },
    );
    await bring(movement(500n, { serial: 'S77', counterparty: '某某公司' }), movement(7n));
    const { body } = (await scene.officer.browser
      .get(`${MATCHES}/suggestions?${ofAccount()}`)
      .expect(200)) as { body: { items: Shown[] } };
    expect(body.items).toMatchObject([
      {
        line: { left: '5.00' },
        candidates: [
          {
            summary: '收 某某公司 S77',
            reasons: ['same_amount', 'same_day', 'payee_in_summary', 'serial_in_summary'],
          },
          { summary: '利息', reasons: ['same_amount', 'near_day'] },
        ],
      },
    ]);
    const database = { dataSource: scene.approvals.dataSource } as FundDatabase;
    const told = await suggestBankMatches(database, { book: scene.book, account: '1002.01' });
    expect(told).toEqual(body.items);
    expect(await lines({ state: 'matched' })).toEqual([]);
    expect(await entries()).toHaveLength(4);
  });

  it('of two officers who match the same line at once lets one', async () => {
    const colleague = await scene.approvals.someone('finance_officer');
    await book({ amount: 100n }, { amount: 100n });
    const [line] = await bring(movement(100n));
    const [one, other] = await entries();
    const answers = await Promise.all([
      match([[line, '1.00']], [[one, '1.00']]),
      match([[line, '1.00']], [[other, '1.00']], colleague),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422]);
    expect(await entries()).toHaveLength(1);
  });

  it('finds money that came in for whoever books it, while it is open only', async () => {
    const [came, went] = await bring(movement(100n), movement(-50n));
    const { bookId } = scene.approvals.bureau;
    const find = (line: Line | undefined, ofBook = bookId) =>
      inTransaction(scene.approvals.dataSource, (tx) =>
        findUnmatchedCredit(tx, ofBook, line?.id ?? ''),
      );
    expect(await find(came)).toMatchObject({ amountFen: 100n, counterpartyLast4: '0001' });
    for (const missing of [find(went), find(came, bookId + 1)]) {
      expect(await refusalOf(missing)).toMatchObject({ message: 'NOT_FOUND' });
    }
    await act(`bank-lines/${came?.id ?? ''}/ignore`);
    expect(await refusalOf(find(came))).toMatchObject({ message: 'BANK_LINE_NOT_OPEN' });
  });

  it('drafts a voucher for a fee or interest, which a second person decides, and with which the line is matched then', async () => {
    await book({ amount: 1_000n, summary: '期初' });
    const [interest, fee] = await bring(
      movement(700n, { serial: 'L1' }),
      movement(-5n, { serial: 'F1' }),
    );
    const { browser } = scene.officer;
    const draftOf = async (line: Line | undefined) =>
      (await browser.get(`/api/v1/bank-lines/${line?.id ?? ''}/voucher`)) as {
        status: number;
        body: { kind: string; content: Record<string, ContentJson>; code?: string };
      };
    expect((await draftOf(interest)).body).toMatchObject({
      kind: 'interest',
      content: { lines: [{ account: '1002.01', debit: '7.00' }, { account: '4604' }] },
    });
    const { body } = await draftOf(fee);
    expect(body).toMatchObject({
      kind: 'fee',
      content: {
        businessOn: '2026-03-02',
        summary: '银行手续费 F1',
        lines: [
          { account: '5901', debit: '0.05' },
          { account: '1002.01', credit: '0.05' },
        ],
      },
    });
    expect(await entries()).toHaveLength(1);
    const asked = await scene.approvals.ask(scene.officer, body.content, {
      kind: 'general_voucher',
    });
    const approver = await scene.approvals.someone('approver');
    const reviewer = await scene.approvals.someone('reviewer');
    await scene.approvals.decide(reviewer, asked, 'approve');
    await scene.approvals.decide(approver, asked, 'approve');
    await settleBook(scene.approvals.dataSource, scene.approvals.bureau.bookId);
    const database = { dataSource: scene.approvals.dataSource } as FundDatabase;
    const suggested = () => suggestBankMatches(database, { book: scene.book, account: '1002.01' });
    expect(await suggested()).toEqual([]);
    await book({ amount: 700n, summary: '银行存款利息 L1' });
    expect(await suggested()).toMatchObject([
      {
        line: { id: interest?.id },
        candidates: [
          { reasons: expect.arrayContaining(['same_amount', 'serial_in_summary']) as [] },
        ],
      },
    ]);
    expect(await draftOf(fee)).toMatchObject({ status: 409, body: { code: 'BANK_LINE_NOT_OPEN' } });
  });

  it('holds in the database, whoever writes there', async () => {
    await book({ amount: 100n });
    const [line] = await bring(movement(100n), movement(-100n));
    const [entry] = await entries();
    const made = (await match([[line, '0.50']], [[entry, '0.50']])).body.id;
    const tries: [string, RegExp][] = [
      [`UPDATE fund.bank_match_part SET amount_fen = 1`, /APPEND_ONLY/],
      [`DELETE FROM fund.bank_match_undoing`, /APPEND_ONLY/],
      [
        `INSERT INTO fund.bank_match_part SELECT match_id, ordinal + 2, line_id, account_id, entry_seq, amount_fen
           FROM fund.bank_match_part`,
        /BANK_MATCH_UNBALANCED/,
      ],
      [
        `INSERT INTO fund.bank_line_ignoring SELECT gen_random_uuid(), '${line?.id ?? ''}', 'x', made_by, made_by_id
           FROM fund.bank_match`,
        /BANK_LINE_NOT_OPEN/,
      ],
      [
        `WITH made AS (INSERT INTO fund.bank_match SELECT '00000000-0000-4000-8000-000000000009', book_id, account_code,
             note, made_by, made_by_id FROM fund.bank_match RETURNING id)
         SELECT * FROM made;
         INSERT INTO fund.bank_match_part SELECT '00000000-0000-4000-8000-000000000009', ordinal, line_id, account_id,
           entry_seq, 51 FROM fund.bank_match_part WHERE match_id = '${made}'`,
        /BANK_MATCH_EXCEEDS/,
      ],
    ];
    for (const [sql, refusal] of tries) {
      await expect(
        asSuperuser(scene.approvals.service.database.name, async (client) => {
          await client.query('SET session_replication_role = replica');
          await client.query(sql);
        }),
      ).rejects.toThrow(refusal);
    }
  });

  it('keeps to what is left whatever is tried, and what is open follows from what was accepted', async () => {
    const amounts = [300n, -200n, 100n, -50n, 250n];
    await book({ amount: 10_000n }, ...amounts.map((amount) => ({ amount })));
    const all = await bring(...amounts.map((amount) => movement(amount)));
    const booked = (await entries()).slice(1);
    const tries = fc.array(
      fc.record({
        line: fc.nat({ max: amounts.length - 1 }),
        entry: fc.nat({ max: amounts.length - 1 }),
        size: fc.bigInt({ min: 1n, max: 320n }),
        undo: fc.boolean(),
      }),
      { minLength: 5, maxLength: 12 },
    );
    const left = { lines: [...amounts], entries: [...amounts] };
    const sign = (amount: bigint) => (amount < 0n ? -1n : 1n);
    const fits = (rest: bigint, whole: bigint, size: bigint) => rest * sign(whole) >= size;
    await fc.assert(
      fc.asyncProperty(tries, async (given) => {
        for (const { line, entry, size, undo } of given) {
          const [ofLine, ofEntry] = [amounts[line] ?? 0n, amounts[entry] ?? 0n];
          const part = formatYuan(size);
          const { status, body } = await match([[all[line], part]], [[booked[entry], part]]);
          const isAllowed =
            sign(ofLine) === sign(ofEntry) &&
            fits(left.lines[line] ?? 0n, ofLine, size) &&
            fits(left.entries[entry] ?? 0n, ofEntry, size);
          expect([line, entry, size, status]).toEqual([line, entry, size, isAllowed ? 201 : 422]);
          if (!isAllowed) continue;
          if (undo) {
            expect((await act(`bank-matches/${body.id}/undo`)).status).toBe(204);
            continue;
          }
          left.lines[line] = (left.lines[line] ?? 0n) - size * sign(ofLine);
          left.entries[entry] = (left.entries[entry] ?? 0n) - size * sign(ofEntry);
        }
        expect((await lines()).map((each) => each.left)).toEqual(left.lines.map(formatYuan));
        const open = (await entries()).slice(1).map((each) => each.left);
        expect(open).toEqual(left.entries.filter((rest) => rest !== 0n).map(formatYuan));
      }),
      { numRuns: sized(6, 40) },
    );
  });
});
