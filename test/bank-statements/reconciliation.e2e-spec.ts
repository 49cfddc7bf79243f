import type { Someone } from '../approvals/approval-scene';
import { asSuperuser } from '../support/test-database';
import { BankScene, type LineShown } from './bank-scene';
import { type Movement, movement, statementFile } from './files';

const RECONCILIATIONS = '/api/v1/bank-reconciliations';
const DAY = '2026-03-31';

interface Content {
  readonly bookBalance: string;
  readonly bankBalance: string;
  readonly adjustedBook: string;
  readonly adjustedBank: string;
  readonly difference: string;
  readonly items: readonly { readonly kind: string; readonly left: string; readonly age: string }[];
}

interface Answer<T> {
  readonly status: number;
  readonly body: T & { readonly code?: string };
}

interface Made {
  readonly id: string;
  readonly confirmedBy: string | null;
  readonly content: Content;
}

interface Entry {
  readonly account: string;
  readonly seq: string;
}

describe('the reconciliation statement of a bank account', () => {
  let scene: BankScene;
  let reviewer: Someone;
  beforeEach(async () => {
    scene = await BankScene.open();
    reviewer = await scene.approvals.someone('reviewer');
  });
  afterEach(() => scene.close());

  const of = (more: object = {}) => ({ book: scene.book, account: '1002.01', ...more });
  const query = (more: Record<string, string> = {}): string =>
    new URLSearchParams({ book: scene.book, account: '1002.01', ...more }).toString();
  const draft = async (on = DAY): Promise<Answer<Content>> =>
    await scene.officer.browser.get(`${RECONCILIATIONS}/draft?${query({ on })}`);
  const make = async (on = DAY): Promise<Answer<Made>> =>
    await scene.officer.browser.post(RECONCILIATIONS, of({ on }));
  const confirm = async (id: string, { browser }: Someone): Promise<Answer<Made>> =>
    await browser.post(`${RECONCILIATIONS}/${id}/confirm`, {
      book: scene.book,
    });
  const act = async (path: string): Promise<Answer<object>> =>
    await scene.officer.browser.post(`/api/v1/${path}`, {
      ...{ book: scene.book, reason: '银行核实' },
    });

  const on = (day: string, amount: bigint, more: Partial<Movement> = {}): Movement =>
    movement(amount, { on: day, ...more });
  const bring = async (opening: bigint, ...movements: Movement[]): Promise<LineShown[]> => {
    expect((await scene.import(statementFile(opening, movements))).status).toBe(201);
    return (await scene.lines()).toReversed();
  };
  /** Matches a line with the entry at a place among the open ones. */
  const match = async (line: LineShown | undefined, place: number): Promise<string> => {
    const { body } = (await scene.officer.browser.get(`/api/v1/bank-entries?${query()}`)) as {
      body: { items: Entry[] };
    };
    const { account = '', seq = '' } = body.items[place] ?? {};
    const amount = (line?.amount ?? '').replace('-', '');
    const made = (await scene.officer.browser
      .post('/api/v1/bank-matches', {
        ...of({ lines: [{ id: line?.id, amount }], entries: [{ account, seq, amount }] }),
      })
      .expect(201)) as { body: { id: string } };
    return made.body.id;
  };

  it('tells the four kinds of open items, with their age, and both sides come to the same', async () => {
    // Before the first statement; then one that both have, and one each that only the books have.
    await scene.enter(
      { amount: 10_000n, on: '2025-12-31', summary: '期初' },
      { amount: 500n, on: '2026-03-02' },
      { amount: 70n, on: '2026-03-20', summary: '在途存款' },
      { amount: -30n, on: '2026-01-20', summary: '未兑付' },
    );
    const [both] = await bring(
      10_000n,
      on('2026-01-02', 500n),
      on('2026-03-05', 9n, { remark: '利息' }),
      on('2026-03-31', -4n, { remark: '手续费' }),
      on('2026-04-01', 1_000n),
    );
    await match(both, 2);
    const { status, body } = await draft();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      bookBalance: '105.40',
      bankBalance: '105.05',
      adjustedBook: '105.45',
      adjustedBank: '105.45',
      difference: '0.00',
      items: [
        { kind: 'bank_in_not_in_books', left: '0.09', age: '1-30' },
        { kind: 'bank_out_not_in_books', left: '-0.04', age: '1-30' },
        { kind: 'books_out_not_at_bank', left: '-0.30', age: '61-90' },
        { kind: 'books_in_not_at_bank', left: '0.70', age: '1-30' },
      ],
      openByAge: [
        { kind: 'bank_in_not_in_books', total: '0.09', ages: { '1-30': '0.09' } },
        { kind: 'bank_out_not_in_books', total: '-0.04', ages: { '1-30': '-0.04' } },
        { kind: 'books_in_not_at_bank', total: '0.70', ages: { '1-30': '0.70' } },
        {
          kind: 'books_out_not_at_bank',
          total: '-0.30',
          ages: { '1-30': '0.00', '61-90': '-0.30' },
        },
      ],
    });
  });

  it('takes a match with something later as none yet', async () => {
    await scene.enter({ amount: 500n, on: '2026-03-30' });
    const [, late] = await bring(0n, on('2026-03-01', 1n), on('2026-04-02', 500n));
    await match(late, 0);
    expect((await draft()).body).toMatchObject({
      difference: '0.00',
      items: [{ kind: 'bank_in_not_in_books' }, { kind: 'books_in_not_at_bank', left: '5.00' }],
    });
    expect((await draft('2026-04-30')).body.items).toHaveLength(1);
  });

  it('is not made where the sides differ or the bank has told no balance', async () => {
    expect(await make()).toMatchObject({ status: 422, body: { code: 'BANK_NO_BALANCE' } });
    await bring(10_000n, on('2026-03-02', 500n));
    expect(await make()).toMatchObject({
      status: 422,
      body: { code: 'BANK_NOT_RECONCILED', difference: '-100.00' },
    });
  });

  it('is confirmed by another person, as it was made', async () => {
    const [line] = await bring(0n, on('2026-03-02', 500n));
    const made = await make();
    expect(made).toMatchObject({ status: 201, body: { confirmedBy: null } });
    const { id } = made.body;
    expect(await confirm(id, scene.officer)).toMatchObject({
      status: 403,
      body: { code: 'SAME_PERSON' },
    });
    await scene.enter({ amount: 500n, on: '2026-03-02' });
    await match(line, 0);
    expect(await confirm(id, reviewer)).toMatchObject({
      status: 409,
      body: { code: 'BANK_RECONCILIATION_STALE' },
    });
    const again = await make();
    const confirmed = await confirm(again.body.id, reviewer);
    expect(confirmed).toMatchObject({ status: 200, body: { confirmedBy: reviewer.name } });
    const listed = await scene.officer.browser.get(`${RECONCILIATIONS}?${query()}`).expect(200);
    expect(listed.body).toMatchObject({
      items: [{ confirmedBy: reviewer.name }, { id, confirmedBy: null }],
    });
  });

  it('freezes what it rests on: matches, ignored lines and days', async () => {
    await scene.enter({ amount: 500n, on: '2026-03-02' });
    const [line, other] = await bring(0n, on('2026-03-02', 500n), on('2026-03-03', 2n));
    const matched = await match(line, 0);
    expect((await act(`bank-lines/${other?.id ?? ''}/ignore`)).status).toBe(204);
    const { body } = await make();
    expect((await confirm(body.id, reviewer)).status).toBe(200);
    const refused = { status: 409, body: { code: 'BANK_RECONCILED' } };
    expect(await act(`bank-matches/${matched}/undo`)).toMatchObject(refused);
    expect(await act(`bank-lines/${other?.id ?? ''}/restore`)).toMatchObject(refused);
    const early = statementFile(502n, [on('2026-03-30', 1n)]);
    expect(await scene.import(early)).toMatchObject(refused);
    const later = statementFile(502n, [on('2026-04-01', 1n)]);
    expect((await scene.import(later)).status).toBe(201);

    const tries = [
      `INSERT INTO fund.bank_match_undoing SELECT id, 'x', made_by, made_by_id FROM fund.bank_match`,
      `INSERT INTO fund.bank_line_restoring SELECT id, 'x', made_by, made_by_id FROM fund.bank_line_ignoring`,
      `INSERT INTO fund.bank_line SELECT gen_random_uuid(), statement_id, book_id, account_code, position + 9, 9,
         '2026-03-31', NULL, 1, NULL, NULL, NULL, NULL, sha256('x'), content_hash FROM fund.bank_line LIMIT 1`,
      `UPDATE fund.bank_reconciliation SET as_of = '2026-01-01'`,
      `DELETE FROM fund.bank_reconciliation_confirming`,
    ];
    for (const sql of tries) {
      await expect(
        asSuperuser(scene.approvals.service.database.name, async (client) => {
          await client.query('SET session_replication_role = replica');
          await client.query(sql);
        }),
      ).rejects.toThrow(/BANK_RECONCILED|APPEND_ONLY/);
    }
  });

  it('is confirmed by nobody who made it, whatever the code above forgets', async () => {
    await bring(0n, on('2026-03-02', 500n));
    const { body } = await make();
    await expect(
      asSuperuser(scene.approvals.service.database.name, (client) =>
        client.query(
          `INSERT INTO fund.bank_reconciliation_confirming
             SELECT id, made_by, made_by_id FROM fund.bank_reconciliation WHERE id = '${body.id}'`,
        ),
      ),
    ).rejects.toThrow(/SAME_PERSON/);
  });
});
