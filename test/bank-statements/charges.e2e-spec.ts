import { randomUUID } from 'node:crypto';
import { newKey } from '../approvals/approval-scene';
import { ClaimsScene, type LiveCase } from '../claims/claims-scene';
import type { ContentJson } from '../../src/platform/json/content-hash';
import { BankScene, type LineShown } from './bank-scene';
import { movement, statementFile } from './files';

const DAY = '2026-06-08';

interface Draft {
  readonly status: number;
  readonly body: {
    readonly code?: string;
    readonly kind: string;
    readonly content: Record<string, ContentJson> & {
      readonly lines: readonly Record<string, ContentJson>[];
    };
  };
}

describe('what the bank takes from or gives to accounts that are kept by case or pool', () => {
  let claims: ClaimsScene;
  let bank: BankScene;
  let litigation: LiveCase;
  beforeEach(async () => {
    claims = await ClaimsScene.open();
    bank = await BankScene.over(claims.approvals, claims.officer);
    litigation = await claims.openCase({ defendants: 1, settled: '1000.00' });
  });
  afterEach(() => claims.close());

  const bring = async (account: string, ...amounts: bigint[]): Promise<LineShown[]> => {
    const lines = amounts.map((amount) => movement(amount, { on: DAY, serial: newKey() }));
    const answer = await bank.import(statementFile(1_000_00n, lines), { account });
    expect(answer.status).toBe(201);
    const shown = await bank.lines({ account });
    return amounts.flatMap((amount) =>
      shown.filter((each) => BigInt(each.amount.replace('.', '')) === amount),
    );
  };
  const draftOf = async (line: LineShown | undefined, asked: Record<string, string> = {}) => {
    const query = new URLSearchParams(asked).toString();
    const path = `/api/v1/bank-lines/${line?.id ?? ''}/voucher?${query}`;
    return (await claims.officer.browser.get(path)) as Draft;
  };
  const carryOut = async (content: Record<string, ContentJson>): Promise<void> => {
    const { approvals } = claims;
    const asked = await approvals.ask(claims.officer, content, { kind: 'general_voucher' });
    await approvals.decide(await approvals.someone('reviewer'), asked, 'approve');
    await approvals.decide(await approvals.someone('approver'), asked, 'approve');
    await claims.post();
  };
  const refusalOf = async (content: Record<string, ContentJson>) => {
    const { body } = (await claims.officer.browser
      .post('/api/v1/approvals', { kind: 'general_voucher', book: bank.book, content })
      .set('idempotency-key', newKey())) as { body: { code?: string } };
    return body.code;
  };
  const balances = () =>
    claims.approvals.dataSource.query<object[]>(
      `SELECT a.code, a.dimension_2 AS "case", sum(e.amount) AS fen FROM ledger.entry e
         JOIN ledger.account a ON a.id = e.account_id JOIN ledger.journal j
           ON j.number = e.journal_number AND j.book_id = e.book_id
        WHERE j.summary LIKE '银行%' OR j.summary LIKE '补足%' GROUP BY 1, 2 ORDER BY 1, 2`,
    );

  it('is owed to the case whose money bore the interest, once two others have approved', async () => {
    const [line] = await bring('1002.02', 7_00n);
    const asked = { case: litigation.id };
    const { body } = await draftOf(line, asked);
    expect(body).toMatchObject({
      kind: 'interest',
      content: {
        bankLine: line?.id,
        lines: [
          { account: '1002.02', dimensions: asked, debit: '7.00' },
          { account: '2103.01', dimensions: asked, credit: '7.00' },
        ],
      },
    });
    expect(await balances()).toEqual([]);
    await carryOut(body.content);
    expect(await balances()).toEqual([
      { code: '1002.02', case: litigation.id, fen: '700' },
      { code: '2103.01', case: litigation.id, fen: '-700' },
    ]);
    // The line is matched with what was carried out, so that a second voucher of it is not.
    const [taken] = await bank.lines({ account: '1002.02' });
    expect(taken).toMatchObject({ id: line?.id, state: 'matched' });
    expect(await refusalOf(body.content)).toBe('BANK_LINE_NOT_OPEN');
  });

  it('is booked once where two vouchers of a line were asked for', async () => {
    const { approvals } = claims;
    for (const [account, asked] of [
      ['1002.01', {}],
      ['1002.02', { case: litigation.id }],
    ] as const) {
      const [line] = await bring(account, 7_00n);
      const { content } = (await draftOf(line, asked)).body;
      const ask = () => approvals.ask(claims.officer, content, { kind: 'general_voucher' });
      const ids = [await ask(), await ask()];
      const reviewer = await approvals.someone('reviewer');
      const approver = await approvals.someone('approver');
      for (const id of ids) await approvals.decide(reviewer, id, 'approve');
      const last = await Promise.all(ids.map((id) => approvals.decide(approver, id, 'approve')));
      expect(last.map(({ status, body }) => body.code ?? status).sort()).toEqual([
        200,
        'BANK_LINE_NOT_OPEN',
      ]);
    }
    await claims.post();
    expect(await balances()).toEqual([
      { code: '1002.01', case: '', fen: '700' },
      { code: '1002.02', case: litigation.id, fen: '700' },
      { code: '2103.01', case: litigation.id, fen: '-700' },
      { code: '4604', case: '', fen: '-700' },
    ]);
  });

  it('is in trust where the money is, and a cost of the bureau where it is a fee, which it may add again', async () => {
    const asked = { case: litigation.id };
    const [trust] = await bring('1002.99', 3_00n);
    expect((await draftOf(trust, asked)).body.content.lines[1]).toMatchObject({
      account: '2901.01',
    });
    await bank.enter({ amount: 100_00n, on: DAY, summary: '期初' });
    const [interest, fee, cover] = await bring('1002.02', 7_00n, -5_00n, 4_00n);
    await carryOut((await draftOf(interest, asked)).body.content);
    const { body } = await draftOf(fee, asked);
    expect(body).toMatchObject({
      kind: 'fee',
      content: {
        lines: [
          { account: '5901', debit: '5.00' },
          { account: '1002.02', credit: '5.00' },
        ],
      },
    });
    await carryOut(body.content);
    const added = await draftOf(cover, { ...asked, cover: 'true' });
    expect(added.body.kind).toBe('cover');
    await carryOut(added.body.content);
    expect(await balances()).toEqual([
      { code: '1002.01', case: '', fen: '-400' },
      { code: '1002.02', case: litigation.id, fen: '600' },
      { code: '2103.01', case: litigation.id, fen: '-700' },
      { code: '5901', case: '', fen: '500' },
    ]);
  });

  it('wants to be told whose it is: a case, or a pool, as the account is kept', async () => {
    const other = await claims.openCase({ defendants: 1, settled: '1000.00' });
    const [custody] = await bring('1002.02', -1_00n);
    const [quota, given] = await bring('1011', -1_00n, 2_00n);
    for (const [line, asked] of [
      [custody, {}],
      [custody, { pool: 'special_fund' }],
      [quota, {}],
      [quota, { case: litigation.id }],
    ] as const) {
      expect(await draftOf(line, asked)).toMatchObject({
        status: 422,
        body: { code: 'BANK_LINE_NEEDS_OWNER' },
      });
    }
    expect((await draftOf(custody, { case: randomUUID() })).status).toBe(404);
    expect((await draftOf(custody, { case: other.id })).status).toBe(200);
    expect((await draftOf(quota, { pool: 'special_fund' })).body.content.lines).toEqual([
      { account: '5901', debit: '1.00' },
      { account: '1011', dimensions: { pool: 'special_fund' }, credit: '1.00' },
    ]);
    expect((await draftOf(given, { pool: 'special_fund' })).body.code).toBe(
      'ACCOUNT_NOT_FOR_VOUCHERS',
    );
  });

  it('is no way around the workflows: what the line does not say is refused', async () => {
    const [line] = await bring('1002.02', 7_00n);
    const { content } = (await draftOf(line, { case: litigation.id })).body;
    const { bankLine, ...without } = content;
    expect(bankLine).toBe(line?.id);
    expect(await refusalOf(without)).toBe('ACCOUNT_NOT_FOR_VOUCHERS');
    const more = content.lines.map(({ debit, credit, ...each }) => ({
      ...each,
      ...(debit !== undefined && { debit: '8.00' }),
      ...(credit !== undefined && { credit: '8.00' }),
    }));
    expect(await refusalOf({ ...content, lines: more })).toBe('ACCOUNT_NOT_FOR_VOUCHERS');
    const [bankSide] = content.lines;
    const elsewhere = [bankSide ?? {}, { account: '4604', dimensions: {}, credit: '7.00' }];
    expect(await refusalOf({ ...content, lines: elsewhere })).toBe('ACCOUNT_NOT_FOR_VOUCHERS');
    expect(await refusalOf({ ...content, businessOn: '2026-06-09' })).toBe(
      'ACCOUNT_NOT_FOR_VOUCHERS',
    );
  });
});
