import { newKey, type Someone } from '../approvals/approval-scene';
import { type Answer, ClaimsScene, type LiveCase, type ShownReceipt } from '../claims/claims-scene';
import { asSuperuser } from '../support/test-database';
import { BankScene } from './bank-scene';
import { type Movement, movement, statementFile } from './files';

const DAY = '2026-06-08';
const MONTH_END = '2026-06-30';
const ACCOUNT = '1002.02';
const PAYER = '某化工公司1';
const ITEM = {
  ref: '判项1',
  kind: 'fund_costs',
  amount: '1000.00',
  dueOn: '2026-02-28',
  debtors: [{ ref: 'd1' }],
} as const;

interface Line {
  readonly id: string;
  readonly state: string;
  readonly left: string;
}

interface Draft {
  readonly bankReference: string;
  readonly cases: readonly object[];
}

interface Reconciliation {
  readonly difference: string;
  readonly items: readonly object[];
}

describe('money of a defendant recorded from the line of the bank’s', () => {
  let claims: ClaimsScene;
  let bank: BankScene;
  let litigation: LiveCase;
  beforeEach(async () => {
    claims = await ClaimsScene.open();
    bank = await BankScene.over(claims.approvals, claims.officer);
    litigation = await claims.openCase({ defendants: 2, settled: '1000.00' });
    await claims.judge(litigation, [ITEM]);
  });
  afterEach(() => claims.close());

  const paid = (amount: bigint, more: Partial<Movement> = {}): Movement =>
    movement(amount, {
      ...{ on: DAY, serial: newKey(), counterparty: PAYER, remark: '执行款' },
      ...more,
    });
  const lines = async (account = ACCOUNT): Promise<Line[]> =>
    ((await bank.lines({ account })) as unknown as Line[]).toReversed();
  const bring = async (movements: readonly Movement[], account = ACCOUNT): Promise<Line[]> => {
    const answer = await bank.import(statementFile(0n, movements), { account });
    expect(answer.status).toBe(201);
    return lines(account);
  };
  const record = (
    line: Line | undefined,
    more: object = {},
    { by = claims.officer, key = newKey() }: { by?: Someone; key?: string } = {},
  ): Promise<Answer<ShownReceipt>> =>
    by.browser
      .post(`/api/v1/bank-lines/${line?.id ?? ''}/receipt`, {
        ...{ case: litigation.id, kind: 'voluntary' },
        ...more,
      })
      .set('idempotency-key', key);
  const takeBack = async ({ id }: ShownReceipt): Promise<void> => {
    const document = await claims.organizations.upload(claims.officer);
    const content = { receipt: id, reason: '记错被告', document };
    await claims.carryOut(await claims.ask('receipt_reversal', content));
    await claims.post();
  };
  const reconciliation = async (on = MONTH_END): Promise<Reconciliation> => {
    const asked = new URLSearchParams({ book: bank.book, account: ACCOUNT, on }).toString();
    const { body } = (await claims.officer.browser
      .get(`/api/v1/bank-reconciliations/draft?${asked}`)
      .expect(200)) as { body: Reconciliation };
    return body;
  };

  it('says what the line says, goes where the preview goes, and is matched', async () => {
    const serial = newKey();
    const [line] = await bring([paid(600_00n, { serial })]);
    const { body: draft } = (await claims.officer.browser
      .get(`/api/v1/bank-lines/${line?.id ?? ''}/receipt`)
      .expect(200)) as { body: Draft };
    expect(draft).toMatchObject({
      ...{ amount: '600.00', receivedOn: DAY, bankReference: serial, counterparty: PAYER },
      cases: [{ id: litigation.id, payer: litigation.defendants['d1'] }],
    });
    const { status, body } = await record(line);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        ...{ amount: '600.00', receivedOn: DAY, bankReference: serial },
        payer: { name: PAYER },
        allocations: [{ itemRef: '判项1', part: 'principal', amount: '600.00' }],
      },
    });
    expect(await lines()).toMatchObject([{ state: 'matched', left: '0.00' }]);
  });

  it('is not in the books of the bank’s before it is posted, and reconciled after', async () => {
    const [line] = await bring([paid(600_00n)]);
    await record(line);
    expect(await reconciliation()).toMatchObject({
      difference: '0.00',
      items: [{ kind: 'bank_in_not_in_books', left: '600.00' }],
    });
    await claims.post();
    expect(await reconciliation()).toMatchObject({ difference: '0.00', items: [] });
    const { body } = (await claims.officer.browser
      .get(`/api/v1/bank-entries?book=${bank.book}&account=${ACCOUNT}`)
      .expect(200)) as { body: { items: object[] } };
    expect(body.items).toEqual([]);
  });

  it('is recorded by one of two officers at once, and the other is told', async () => {
    const [line] = await bring([paid(600_00n)]);
    const answers = await Promise.all([
      record(line),
      record(line, {}, { by: claims.colleague }),
      record(line, { payer: litigation.defendants['d1'] }, { by: claims.colleague }),
    ]);
    const codes = answers.map(({ status, body }) => body.code ?? status);
    expect(codes.toSorted()).toEqual([201, 'BANK_LINE_NOT_OPEN', 'BANK_LINE_NOT_OPEN']);
    expect(await claims.receipts(litigation)).toHaveLength(1);
  });

  it('is the same under the same key, and another body under it is refused', async () => {
    const [line] = await bring([paid(600_00n)]);
    const key = newKey();
    const [first, second] = [await record(line, {}, { key }), await record(line, {}, { key })];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).toBe(first.body.id);
    const other = await record(line, { kind: 'auction' }, { key });
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('is not recorded from a line that is matched or ignored, that went out, or of another account', async () => {
    const [ignored, out] = await bring([paid(600_00n), paid(-1_00n)]);
    const [other] = await bring([paid(5_00n)], '1002.01');
    await claims.officer.browser
      .post(`/api/v1/bank-lines/${ignored?.id ?? ''}/ignore`, { book: bank.book, reason: '他人' })
      .expect(204);
    expect((await record(ignored)).body.code).toBe('BANK_LINE_NOT_OPEN');
    expect(await record(out)).toMatchObject({ status: 404 });
    expect((await record(other)).body.code).toBe('BANK_LINE_NOT_CUSTODY');
    expect((await record(ignored, {}, { by: claims.reviewer })).status).toBe(403);
    expect(await claims.receipts(litigation)).toEqual([]);
  });

  it('wants to be told who paid where the counterparty is no defendant', async () => {
    const [line] = await bring([
      paid(600_00n, { counterparty: '某法院', remark: `转 ${litigation.number} 执行款` }),
    ]);
    const { body: draft } = (await claims.officer.browser
      .get(`/api/v1/bank-lines/${line?.id ?? ''}/receipt`)
      .expect(200)) as { body: Draft };
    expect(draft.cases).toMatchObject([{ number: litigation.number, payer: null }]);
    const kind = 'court_transfer';
    expect(await record(line, { kind })).toMatchObject({
      status: 422,
      body: { code: 'BANK_LINE_PAYER_UNKNOWN' },
    });
    expect(await lines()).toMatchObject([{ state: 'unmatched' }]);
    const payer = litigation.defendants['d1'];
    expect((await record(line, { kind, payer })).status).toBe(201);
  });

  it('frees its line and its reference when it is taken back, for the right receipt', async () => {
    const other = await claims.openCase({ settled: '1000.00' });
    await claims.judge(other, [ITEM]);
    const [line] = await bring([paid(600_00n)]);
    const wrong = await record(line);
    await claims.post();
    await takeBack(wrong.body);
    expect(await lines()).toMatchObject([{ state: 'unmatched', left: '600.00' }]);
    const right = await record(line, { case: other.id });
    expect(right).toMatchObject({ status: 201 });
    await claims.post();
    expect(await lines()).toMatchObject([{ state: 'matched' }]);
    // What was entered and taken back cancels out, on the day on which it was taken back.
    expect(await reconciliation(claims.day)).toMatchObject({ difference: '0.00', items: [] });
    const again = await record(line, {});
    expect(again).toMatchObject({ status: 409, body: { code: 'BANK_LINE_NOT_OPEN' } });
    expect(await claims.balances(litigation)).not.toHaveProperty([ACCOUNT]);
    expect(await claims.balances(other)).toMatchObject({ [ACCOUNT]: '600.00' });
  });

  it('stays where a reconciliation statement rests on it, and its reference is free', async () => {
    const serial = newKey();
    const [line] = await bring([paid(600_00n, { serial })]);
    const wrong = await record(line);
    await claims.post();
    const { body: made } = (await claims.officer.browser
      .post('/api/v1/bank-reconciliations', { book: bank.book, account: ACCOUNT, on: MONTH_END })
      .expect(201)) as { body: { id: string } };
    await claims.reviewer.browser
      .post(`/api/v1/bank-reconciliations/${made.id}/confirm`, { book: bank.book })
      .expect(200);
    await takeBack(wrong.body);
    expect(await lines()).toMatchObject([{ state: 'matched' }]);
    expect(await record(line)).toMatchObject({ status: 409, body: { code: 'BANK_LINE_NOT_OPEN' } });
    const byHand = await claims.receive(litigation, {
      ...{ payer: litigation.defendants['d1'], amount: '600.00', kind: 'voluntary' },
      ...{ receivedOn: DAY, bankReference: serial },
    });
    expect(byHand.status).toBe(201);
  });

  it('names a reference once among those that stand, whatever way it is written', async () => {
    const serial = newKey();
    const [line] = await bring([paid(600_00n, { serial })]);
    const byHand = {
      ...{ payer: litigation.defendants['d1'], amount: '600.00', kind: 'voluntary' },
      ...{ receivedOn: DAY, bankReference: serial },
    };
    expect((await claims.receive(litigation, byHand)).status).toBe(201);
    expect(await record(line)).toMatchObject({
      status: 409,
      body: { code: 'DUPLICATE_BANK_REFERENCE' },
    });
    const copy = asSuperuser(claims.approvals.service.database.name, (client) =>
      client.query(
        `INSERT INTO fund.receipt (id, book_id, case_id, ref, ordinal, defendant_id, amount_fen, overpaid_fen,
                received_on, bank_reference, reference_use)
         SELECT gen_random_uuid(), book_id, case_id, 'x', 99, defendant_id, 1, 0, received_on, bank_reference, 2
           FROM fund.receipt WHERE bank_reference = $1`,
        [serial],
      ),
    );
    await expect(copy).rejects.toThrow('uq_receipt_book_id_bank_reference_reference_use');
  });
});
