import type { ContentJson } from '../../src/platform/json/content-hash';
import { newKey, type Someone } from '../approvals/approval-scene';
import { JudgmentScene } from './judgment-scene';

const RETRIAL = [
  [
    'instance_opened',
    '2026-08-01',
    { instance: 'retrial', number: '（2026）吉民再1号', court: '吉林省高级人民法院' },
  ],
  ['judged', '2026-10-01'],
  ['judgment_final', '2026-10-01'],
] as const;

interface Receipt {
  readonly id: string;
  readonly overpaid: string;
  readonly allocations: readonly { itemRef: string; part: string; amount: string }[];
}

/** Parts as one reads them. */
const told = ({ overpaid, allocations }: Omit<Receipt, 'id'>): string[] => [
  ...allocations.map(({ itemRef, part, amount }) => `${itemRef} ${part} ${amount}`),
  ...(overpaid === '0.00' ? [] : [`overpaid ${overpaid}`]),
];

describe('general interest that a judgment orders', () => {
  let first: JudgmentScene;
  let scene: JudgmentScene;
  let reviewer: Someone;
  let cases = 300;
  beforeAll(async () => {
    first = await JudgmentScene.open();
    reviewer = await first.payments.organizations.approvals.someone('reviewer');
  });
  afterAll(() => first.payments.close());
  beforeEach(async () => {
    cases += 1;
    scene = await first.inNewCase(`(2026)吉01民初${String(cases)}号`);
  });

  /** 36,500.00 at 10 % a year: 10.00 a day. */
  const order = (more: object = {}): object => ({
    ...{ ref: '修复', kind: 'restoration', amount: '36500.00', dueOn: '2026-07-17' },
    generalInterest: { from: '2026-06-17', yearlyPercent: '10' },
    liability: { mode: 'sole', debtors: [{ defendant: scene.defendants[0] }] },
    ...more,
  });
  const content = (
    step: string,
    ref: string,
    items: readonly object[],
    more: object = {},
  ): Promise<ContentJson> =>
    scene.content(step, {
      ...{ ref, outcome: 'win', claimed: undefined, items, inKind: [], refusedCosts: [] },
      ...more,
    });
  const judge = async (): Promise<string> => {
    await scene.carryOut('judgment', await content(await scene.tell(), '一审判决', [order()]));
    return (await scene.read()).judgments[0]?.id ?? '';
  };
  const receive = async (amount: string, receivedOn: string): Promise<Receipt> => {
    const body = { payer: scene.defendants[0], amount, kind: 'voluntary', receivedOn };
    const answer = await scene.officer.browser
      .post(`/api/v1/cases/${scene.caseId}/enforcement-receipts`, {
        ...body,
        bankReference: newKey(),
      })
      .set('idempotency-key', newKey())
      .expect(201);
    await scene.payments.post();
    return answer.body as Receipt;
  };
  const tried = async (amount: string, paidOn: string) => {
    const payer = scene.defendants[0];
    const { body } = (await scene.officer.browser
      .get(
        `/api/v1/cases/${scene.caseId}/claims/interest?paidOn=${paidOn}&amount=${amount}&payer=${payer}`,
      )
      .expect(200)) as {
      body: {
        proposal: Omit<Receipt, 'id'> & { explanation: { steps: { what: string }[] } };
        interest: object[];
      };
    };
    return body;
  };
  const claims = async (on: string) => {
    const { body } = (await scene.officer.browser
      .get(`/api/v1/cases/${scene.caseId}/claims?on=${on}`)
      .expect(200)) as { body: { items: object[]; debtors: object[] } };
    return body;
  };
  /** What two others decide. */
  const decide = async (kind: string, given: object): Promise<void> => {
    const asked = await scene.ask(kind, given as ContentJson);
    expect({ status: asked.status, body: asked.body }).toMatchObject({ status: 201 });
    await scene.approve(asked.body.id, reviewer);
    expect(await scene.approve(asked.body.id)).toMatchObject({ body: { state: 'approved' } });
    await scene.payments.post();
  };
  const books = async (): Promise<Record<string, string>> => {
    const rows = await scene.payments.dataSource.query<{ code: string; posted: string }[]>(
      `SELECT a.code, sum(b.posted) AS posted FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.dimension_2 = $1 GROUP BY a.code HAVING sum(b.posted) <> 0`,
      [scene.caseId],
    );
    return Object.fromEntries(rows.map(({ code, posted }) => [code, posted]));
  };

  it('is before those who approve the judgment, and with the claims up to any day', async () => {
    const asked = await scene.ask(
      'judgment',
      await content(await scene.tell(), '一审判决', [order()]),
    );
    const { body } = (await scene.payments.approver.browser
      .get(`/api/v1/approvals/${asked.body.id}`)
      .expect(200)) as { body: { summary: { cells?: Record<string, string> }[] } };
    expect(body.summary.find(({ cells }) => cells?.['judgmentItem'] === '修复')).toMatchObject({
      cells: { generalPercent: '10', generalFrom: '2026-06-17' },
    });
    await scene.approve(asked.body.id);
    await scene.payments.post();
    expect((await scene.read()).judgments[0]?.items).toMatchObject([
      { generalInterest: { from: '2026-06-17', yearlyPercent: '10.0000' } },
    ]);
    // 60 days from 17 June; the due day was 30 days before.
    const shown = await claims('2026-08-16');
    expect(shown).toMatchObject({
      items: [
        {
          generalRate: { from: '2026-06-17' },
          general: { owed: '600.00', received: '0.00' },
          interest: { running: '191.63' },
          balances: [{ generalExplanation: { rule: 'general-interest' } }],
        },
      ],
    });
    expect(shown.debtors).toContainEqual(
      expect.objectContaining({ owesGeneral: '600.00', owesInterest: '191.63' }),
    );
    expect(await claims('2026-06-17')).toMatchObject({ items: [{ general: { owed: '0.00' } }] });
  });

  it('is paid before principal by each of two receipts, as it was tried, and remitted with interest', async () => {
    await judge();
    const { proposal, interest } = await tried('1000.00', '2026-08-16');
    expect(interest).toMatchObject([{ general: '600.00' }]);
    expect(proposal.explanation.steps.map(({ what }) => what)).toContain(
      'general interest on 修复: 36500.00 × 10.0000 % ÷ 365 × 60 days, rounded half up',
    );
    const one = await receive('1000.00', '2026-08-16');
    expect(told(one)).toEqual(told(proposal));
    expect(told(one)).toEqual(['修复 general_interest 600.00', '修复 principal 400.00']);
    // On 15 September: 36,100.00 × 10 % ÷ 365 × 90 days = 890.14; with 6.58 that 400.00 had borne in 60 days, less
    // 600.00 paid: 296.72. Doubled: 400.00 × 0.000175 × 30 + 36,100.00 × 0.000175 × 60 = 2.10 + 379.05.
    expect(told(await receive('37000.00', '2026-09-15'))).toEqual([
      '修复 general_interest 296.72',
      '修复 principal 36100.00',
      '修复 doubled_interest 381.15',
      'overpaid 222.13',
    ]);
    expect(await claims('2026-10-01')).toMatchObject({
      items: [
        {
          outstanding: '0.00',
          general: { received: '896.72', owed: '0.00' },
          interest: { fixed: '381.15', received: '381.15', running: '0.00' },
        },
      ],
    });
    // 896.72 + 381.15 of interest.
    expect(await books()).toMatchObject({
      '1002.02': '3800000',
      '2103.01': '-3650000',
      '2103.02': '-127787',
      '2307.04': '-22213',
    });
    const { id: account, fingerprint } = await scene.payments.account('treasury', '某市财政局');
    await decide('interest_remittance', {
      ...{ case: scene.caseId, reason: '按判决执行', amount: '1277.87' },
      payee: { account, fingerprint },
    });
    expect((await books())['2103.02']).toBeUndefined();
    const ages = await scene.ages(scene.payments.day);
    expect(ages.outstanding).toBe(ages.books.total);
  });

  it('follows its principal into trust', async () => {
    await scene.payments.dataSource.query(
      `UPDATE fund.litigation_case SET damage_route = 'trust_account' WHERE id = $1`,
      [scene.caseId],
    );
    await judge();
    await receive('1000.00', '2026-08-16');
    expect(await books()).toMatchObject({ '1002.99': '100000', '2901.01': '-100000' });
    const [row] = await scene.payments.dataSource.query<object[]>(
      `SELECT damages_received_fen AS damages, trust_interest_received_fen AS interest
         FROM fund.litigation_case WHERE id = $1`,
      [scene.caseId],
    );
    expect(row).toEqual({ damages: '40000', interest: '60000' });
  });

  it('is owed again where a receipt is taken back', async () => {
    await judge();
    const { id: receipt } = await receive('1000.00', '2026-08-16');
    await receive('296.72', '2026-09-15');
    await decide('receipt_reversal', {
      ...{ receipt, reason: '法院裁定执行回转' },
      document: await scene.paper(),
    });
    // 36,500.00 for 90 days, less what the second receipt paid.
    expect(await claims('2026-09-15')).toMatchObject({
      items: [{ outstanding: '36500.00', general: { owed: '603.28', received: '296.72' } }],
    });
    expect(await books()).toMatchObject({ '1002.02': '29672', '2103.02': '-29672' });
  });

  it('follows the judgment that comes in place of the one that ordered it', async () => {
    const replaces = await judge();
    await receive('1000.00', '2026-08-16');
    const half = order({ ref: '修复二', amount: '18250.00' });
    const changed = await content(await scene.tell(RETRIAL), '再审判决', [half], { replaces });
    const { body } = (await scene.officer.browser
      .post(`/api/v1/cases/${scene.caseId}/judgments/preview`, changed as object)
      .expect(200)) as { body: { steps: Record<string, string>[] } };
    expect(
      body.steps.map(({ what, item, part, amount }) => [what, item, part, amount].join(' ')),
    ).toEqual([
      'allocation_undone 修复 general_interest 600.00',
      'allocation_undone 修复 principal 400.00',
      'judgment_reversed   36500.00',
      'judgment_booked   18250.00',
      // 5.00 a day for 60 days.
      'allocated 修复二 general_interest 300.00',
      'allocated 修复二 principal 700.00',
    ]);
    await scene.carryOut('judgment', changed);
    expect(await books()).toMatchObject({ '2103.01': '-70000', '2103.02': '-30000' });
    // 17,550.00 for 90 days, 432.74, and what 700.00 bore in 60 days, 11.51; less 300.00.
    expect(await claims('2026-09-15')).toMatchObject({
      items: [
        { ref: '修复二', outstanding: '17550.00', general: { owed: '144.25', received: '300.00' } },
      ],
    });
  });

  it.each([
    ['on costs', { kind: 'fund_costs' }],
    ['on what is owed under a condition only', { conditional: true }],
    ['without a rate', { generalInterest: { from: '2026-06-17', yearlyPercent: '0.00' } }],
    ['of 100 percent', { generalInterest: { from: '2026-06-17', yearlyPercent: '100' } }],
    ['without a day', { generalInterest: { yearlyPercent: '3.85' } }],
  ])('is not ordered %s', async (_, more) => {
    const given = await content(await scene.tell(), '一审判决', [order(more)]);
    expect((await scene.ask('judgment', given)).body.code).toBe('BODY_INVALID');
  });

  it('stays in the database as it was ordered, and on damages alone', async () => {
    await judge();
    const { dataSource } = scene.payments;
    const change = (set: string) =>
      dataSource.query(`UPDATE fund.judgment_item SET ${set} WHERE case_id = $1`, [scene.caseId]);
    await expect(change('general_percent = 5')).rejects.toMatchObject({ code: 'FL063' });
    await expect(change(`general_from = '2026-06-18'`)).rejects.toMatchObject({ code: 'FL063' });
    await expect(change('general_percent = NULL, general_from = NULL')).rejects.toMatchObject({
      code: 'FL063',
    });
    await expect(change('conditional = true')).rejects.toMatchObject({
      constraint: 'ck_judgment_item_general',
    });
  });
});
