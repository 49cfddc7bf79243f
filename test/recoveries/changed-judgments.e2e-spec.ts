import { parseCaseFile, readStatement, replayCaseFile } from '../../src/casefile';
import fc from 'fast-check';
import { payMilestone, planRestoration, recordPlanMinutes } from '../../src/damages';
import { PERMITTED_USES } from '../../src/law';
import { fen, formatYuan, parsePositiveYuan } from '../../src/money';
import { inTransaction } from '../../src/platform/database/transaction';
import type { ContentJson } from '../../src/platform/json/content-hash';
import { newKey, type Someone } from '../approvals/approval-scene';
import { PROVINCIAL } from '../organizations/organization-scene';
import type { PaymentScene } from '../payments/payment-scene';
import { sized } from '../support/reliability';
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

interface Shown {
  readonly id: string;
  readonly ref: string;
  readonly overpaid: string;
  readonly allocations: readonly { itemRef: string; part: string; amount: string }[];
  readonly changes: readonly { judgmentRef: string; undone: readonly object[] }[];
}

interface Step {
  readonly what: string;
  readonly about: string;
  readonly item: string | null;
  readonly spentOn: string | null;
  readonly amount: string;
}

describe('a judgment that changes after money has come in', () => {
  let first: JudgmentScene;
  let scene: JudgmentScene;
  let reviewer: Someone;
  let cases = 100;
  beforeAll(async () => {
    first = await JudgmentScene.open();
    reviewer = await first.payments.organizations.approvals.someone('reviewer');
  });
  afterAll(() => first.payments.close());
  beforeEach(async () => {
    cases += 1;
    scene = await first.inNewCase(`(2026)吉01民初${String(cases)}号`);
  });

  const order = (ref: string, kind: string, amount: string, more: object = {}): object => ({
    ...{ ref, kind, amount, dueOn: '2026-07-17' },
    liability: { mode: 'sole', debtors: [{ defendant: scene.defendants[0] }] },
    ...more,
  });
  const ours = (): object => ({ organization: scene.payments.organization });
  const judgment = (step: string, ref: string, items: readonly object[], more: object = {}) =>
    scene.content(step, {
      ...{ ref, outcome: 'win', claimed: undefined, items, inKind: [], refusedCosts: [] },
      ...more,
    });
  const judge = async (items: readonly object[]): Promise<string> => {
    await scene.carryOut('judgment', await judgment(await scene.tell(), '一审判决', items));
    return (await scene.read()).judgments[0]?.id ?? '';
  };
  /** The judgment on retrial, which takes the place of the one before. */
  const retrial = async (former: string, items: readonly object[], outcome = 'win') =>
    judgment(await scene.tell(RETRIAL), '再审判决', items, { replaces: former, outcome });

  const receive = async (amount: string, receivedOn: string, payer = 0): Promise<void> => {
    const body = { payer: scene.defendants[payer], amount, kind: 'voluntary', receivedOn };
    await scene.officer.browser
      .post(`/api/v1/cases/${scene.caseId}/enforcement-receipts`, {
        ...body,
        bankReference: newKey(),
      })
      .set('idempotency-key', newKey())
      .expect(201);
    await scene.payments.post();
  };
  const receipts = async (): Promise<readonly Shown[]> => {
    const { body } = (await scene.officer.browser
      .get(`/api/v1/cases/${scene.caseId}/enforcement-receipts`)
      .expect(200)) as { body: { items: Shown[] } };
    return body.items;
  };
  const placed = async () =>
    (await receipts()).map(({ overpaid, allocations }) => ({
      overpaid,
      to: allocations.map(({ itemRef, part, amount }) => `${itemRef} ${part} ${amount}`),
    }));
  const preview = async (content: ContentJson): Promise<readonly Step[]> => {
    const { body } = (await scene.officer.browser
      .post(`/api/v1/cases/${scene.caseId}/judgments/preview`, content as object)
      .expect(200)) as { body: { steps: Step[] } };
    return body.steps;
  };
  const deficits = async () => (await scene.read()).deficits;
  /** Who is paid by each kind of payment out. */
  const HOLDERS: Readonly<Record<string, Parameters<PaymentScene['account']>>> = {
    cost_reimbursement: ['organization', '吉林省绿色志愿者协会', { creditCode: PROVINCIAL }],
    damages_remittance: ['treasury', '某市财政局'],
    interest_remittance: ['treasury', '某市财政局'],
    overpayment_refund: ['defendant', '某化工公司'],
  };
  const accounts = new Map<string, ReturnType<PaymentScene['account']>>();
  const payeeOf = async (kind: string): Promise<object> => {
    const holder = HOLDERS[kind];
    if (holder === undefined) return {};
    const known = accounts.get(holder[1]) ?? scene.payments.account(...holder);
    accounts.set(holder[1], known);
    const { id: account, fingerprint } = await known;
    return { payee: { account, fingerprint } };
  };
  /** A payment out or back, decided by two. */
  const decide = async (kind: string, content: object) => {
    const asked = await scene.ask(kind, {
      ...{ case: scene.caseId, reason: '按判决执行' },
      ...(await payeeOf(kind)),
      ...content,
    });
    if (asked.status !== 201) return asked;
    await scene.approve(asked.body.id, reviewer);
    const answer = await scene.approve(asked.body.id);
    await scene.payments.post();
    return answer;
  };

  /** All accounts of the case that are not zero, in fen, debit positive; none of them failed to be booked. */
  const books = async (caseId = scene.caseId): Promise<Record<string, bigint>> => {
    const [failed] = await scene.payments.dataSource.query<{ count: string }[]>(
      `SELECT count(*) FROM ledger.posting_request WHERE status <> 'posted' AND book_id = $1`,
      [scene.payments.bookId],
    );
    expect(failed?.count).toBe('0');
    const rows = await scene.payments.dataSource.query<{ code: string; posted: string }[]>(
      `SELECT a.code, sum(b.posted) AS posted FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.dimension_2 = $1 GROUP BY a.code HAVING sum(b.posted) <> 0`,
      [caseId],
    );
    return Object.fromEntries(rows.map(({ code, posted }) => [code, BigInt(posted)]));
  };
  const sums = async (): Promise<void> => {
    const rows = await books();
    const total = (memo: boolean) =>
      Object.entries(rows)
        .filter(([code]) => code.startsWith('M') === memo)
        .reduce((sum, [, net]) => sum + net, 0n);
    expect(total(true)).toBe(0n);
    const ages = await scene.ages(scene.payments.day);
    expect(ages.outstanding).toBe(ages.books.total);
  };

  it('moves what came in to what is ordered now, as of the days on which it came', async () => {
    const former = await judge([
      order('成本', 'fund_costs', '900.00'),
      order('修复', 'restoration', '5000.00'),
    ]);
    await receive('1000.00', '2026-08-16');
    await receive('200.00', '2026-09-15');
    const bank = (await books())['1002.02'];
    const content = await retrial(former, [
      order('成本二', 'fund_costs', '600.00'),
      order('修复二', 'restoration', '500.00'),
    ]);
    const steps = await preview(content);
    expect(steps.map(({ what, about, item, amount }) => [what, about, item, amount])).toEqual([
      ['allocation_undone', '收001', '成本', '900.00'],
      ['allocation_undone', '收001', '修复', '100.00'],
      ['allocation_undone', '收002', '修复', '200.00'],
      ['judgment_reversed', '一审判决', null, '5900.00'],
      ['judgment_booked', '再审判决', null, '1100.00'],
      ['allocated', '收001', '成本二', '600.00'],
      ['allocated', '收001', '修复二', '400.00'],
      ['allocated', '收002', '修复二', '100.00'],
      // 600 × 30 + 400 × 30 + 100 × 60 days at 0.000175
      ['allocated', '收002', '成本二', '3.15'],
      ['allocated', '收002', '修复二', '3.15'],
      ['overpaid', '收002', null, '93.70'],
    ]);
    await scene.carryOut('judgment', content);
    expect(await placed()).toEqual([
      { overpaid: '0.00', to: ['成本二 principal 600.00', '修复二 principal 400.00'] },
      {
        overpaid: '93.70',
        to: [
          '修复二 principal 100.00',
          '成本二 doubled_interest 3.15',
          '修复二 doubled_interest 3.15',
        ],
      },
    ]);
    expect((await receipts()).map(({ changes }) => changes)).toMatchObject([
      [{ judgmentRef: '再审判决', overpaidBefore: '0.00', undone: [{}, {}] }],
      [{ judgmentRef: '再审判决', undone: [{ itemRef: '修复', amount: '200.00' }] }],
    ]);
    expect(await deficits()).toEqual([]);
    expect((await books())['1002.02']).toBe(bank);
    await sums();
    const [row] = await scene.payments.dataSource.query<{ days: string[] }[]>(
      `SELECT array_agg(DISTINCT r.business_on::text) AS days FROM ledger.posting_request r
        WHERE r.fact IN ('allocation_undone', 'receipt_reallocated')`,
    );
    expect(row?.days).toEqual([scene.payments.day]);
  });

  it('leaves the books as a case file leaves them that knows the new judgment alone', async () => {
    const former = await judge([
      order('成本', 'fund_costs', '900.00'),
      order('损失', 'service_loss', '5000.00'),
    ]);
    await receive('1000.00', '2026-08-16');
    await receive('4000.00', '2026-09-15');
    const items = [
      order('成本二', 'fund_costs', '1000.00'),
      order('损失二', 'service_loss', '2000.00'),
    ];
    await scene.carryOut('judgment', await retrial(former, items));
    const told = (items as { liability: object }[]).map((item) => ({
      ...item,
      liability: { mode: 'sole', debtors: [{ ref: 'd1' }] },
    }));
    const on = '2026-06-18';
    const receipt = (ref: string, day: string, amount: string) => ({
      ...{ on: day, type: 'receipt', ref, from: 'd1', amount, bankReference: ref },
    });
    const file = parseCaseFile(
      JSON.stringify({
        ...{
          format: 'casefile/1',
          id: 'retrial-alone',
          title: 'The same case',
          asOf: '2026-10-01',
        },
        organizations: [
          {
            ...{ ref: 'o1', name: 'Plaintiff', kind: 'social_association' },
            ...{ uscc: '51220000MJ00010109', registeredOn: '2010-01-01' },
            ...{
              annualReports: [2021, 2022, 2023, 2024, 2025],
              charterRelated: true,
              penalties: [],
            },
            cleanRecordStatementOn: '2026-01-01',
          },
        ],
        defendants: [
          { ref: 'd1', name: 'A', kind: 'company' },
          { ref: 'd2', name: 'B', kind: 'company' },
        ],
        case: { number: 'n', court: 'c', filedOn: '2026-03-02' },
        events: [
          { on, type: 'appropriation', pool: 'special_fund', amount: '2000.00' },
          {
            ...{ on, type: 'advance.apply', ref: 'a1', organization: 'o1' },
            items: [{ ref: 'i1', category: 'testing', amount: '1000.00', payee: 'p' }],
          },
          { on, type: 'advance.approve', advance: 'a1' },
          { on, type: 'advance.pay', item: 'i1' },
          {
            ...{ on, type: 'advance.settle', item: 'i1' },
            invoices: [{ issuer: 'i', number: '1', amount: '1000.00' }],
          },
          {
            ...{ on, type: 'judgment', ref: 'j1', outcome: 'win' },
            ...{ effectiveOn: '2026-06-17', items: told },
          },
          receipt('r1', '2026-08-16', '1000.00'),
          receipt('r2', '2026-09-15', '4000.00'),
        ],
      }),
    );
    const { dataSource } = scene.payments;
    const { bookId, caseFileId } = await replayed(file);
    const [row] = await dataSource.query<{ id: string }[]>(
      'SELECT id FROM fund.litigation_case WHERE book_id = $1',
      [bookId],
    );
    expect(await books()).toEqual(await books(row?.id ?? ''));
    const { statement } = await inTransaction(dataSource, (tx) => readStatement(tx, caseFileId));
    const shown = statement['receipts'] as { overpaid: string; allocations: object[] }[];
    expect((await receipts()).map(({ overpaid }) => overpaid)).toEqual(
      shown.map(({ overpaid }) => overpaid),
    );
    expect(
      (await receipts()).map(({ allocations }) =>
        allocations.map(({ itemRef: item, part, amount }) => ({ item, part, amount })),
      ),
    ).toEqual(shown.map(({ allocations }) => allocations));
  });

  const replayed = async (file: ReturnType<typeof parseCaseFile>) => {
    const { bookId } = await replayCaseFile(scene.payments.dataSource, file);
    return { bookId, caseFileId: file.id };
  };

  describe('and after the money was spent', () => {
    const ITEMS = () => [
      order('成本', 'fund_costs', '900.00'),
      order('自付', 'organization_costs', '300.00', ours()),
      order('修复', 'restoration', '5000.00'),
    ];
    const spend = async () => {
      // All principal, 30 days of interest on it, and 10.00 too much.
      await receive('6242.56', '2026-08-16');
      expect(await placed()).toMatchObject([{ overpaid: '10.00' }]);
      for (const [kind, content] of [
        ['fund_replenishment', { amount: '900.00' }],
        ['damages_remittance', { amount: '5000.00' }],
        ['cost_reimbursement', { amount: '301.58', organization: scene.payments.organization }],
        ['interest_remittance', { amount: '30.98' }],
        ['overpayment_refund', { amount: '4.00', defendant: scene.defendants[0] }],
      ] as const) {
        expect(await decide(kind, content)).toMatchObject({ body: { state: 'approved' } });
      }
    };

    it('owes it all to the payer, and knows what is to be got back from whom', async () => {
      const former = await judge(ITEMS());
      await spend();
      const before = await books();
      const content = await retrial(former, [], 'loss');
      const steps = await preview(content);
      expect(
        steps
          .filter(({ what }) => ['overpaid', 'to_get_back'].includes(what))
          .map(({ spentOn, amount }) => [spentOn, amount]),
      ).toEqual([
        [null, '6238.56'],
        ['fund_replenishment', '900.00'],
        ['cost_reimbursement', '301.58'],
        ['damages_remittance', '5000.00'],
        ['interest_remittance', '30.98'],
      ]);
      await scene.carryOut('judgment', content);
      const after = await books();
      expect(after['1002.02']).toBe(before['1002.02']);
      expect(after).toMatchObject({ '2307.04': -623856n, '1218.06': 533256n, '1218.02': 100000n });
      expect(after['1218.04']).toBeUndefined();
      await sums();
      expect(await deficits()).toMatchObject([
        { what: 'fund_replenishment', amount: '900.00', left: '900.00', ofCustody: true },
        { what: 'cost_reimbursement', amount: '301.58' },
        { what: 'damages_remittance', amount: '5000.00' },
        { what: 'interest_remittance', amount: '30.98' },
      ]);
      // What the bank sends back late is money that is got back, and no duty that stands again.
      const { body: paidOut } = (await scene.officer.browser
        .get(`/api/v1/cases/${scene.caseId}/pay-outs`)
        .expect(200)) as { body: { items: { id: string; kind: string }[] } };
      const remitted = paidOut.items.find(({ kind }) => kind === 'damages_remittance');
      expect(
        await scene.payments.cashier.browser.post(`/api/v1/pay-outs/${remitted?.id ?? ''}/return`, {
          ...{ on: scene.payments.day, reason: '账号有误' },
        }),
      ).toMatchObject({ status: 409, body: { code: 'PAY_OUT_TO_GET_BACK' } });
      // The payer gets back what is there, and the rest once it has come back.
      const refund = (amount: string) =>
        decide('overpayment_refund', { amount, defendant: scene.defendants[0] });
      expect(await refund('6.01')).toMatchObject({
        status: 422,
        body: { code: 'CUSTODY_SHORT', available: '6.00' },
      });
      for (const { id: deficit, amount } of await deficits()) {
        expect(await decide('deficit_recovery', { deficit, amount })).toMatchObject({
          body: { state: 'approved' },
        });
      }
      expect(await refund('6238.56')).toMatchObject({ body: { state: 'approved' } });
      const { '1218.02': costs, ...rest } = await books();
      expect({ costs, rest }).toEqual({ costs: 100000n, rest: {} });
      const [fund] = await deficits();
      expect(
        await decide('deficit_recovery', { deficit: fund?.['id'], amount: '0.01' }),
      ).toMatchObject({ status: 422, body: { code: 'DEFICIT_EXCEEDED' } });
    });

    it('carries on what the new judgment orders of it', async () => {
      const former = await judge(ITEMS());
      await spend();
      const content = await retrial(former, [
        order('成本二', 'fund_costs', '900.00'),
        order('自付二', 'organization_costs', '100.00', ours()),
        order('修复二', 'restoration', '2000.00'),
      ]);
      await scene.carryOut('judgment', content);
      await sums();
      // 100.00 and 30 days of interest on it are the organization's still, and 2,000.00 the treasury's.
      expect(await deficits()).toMatchObject([
        { what: 'cost_reimbursement', amount: '201.05' },
        { what: 'damages_remittance', amount: '3000.00' },
        { what: 'interest_remittance', amount: '15.75' },
      ]);
      expect(await books()).toMatchObject({ '1218.06': 321680n, '2307.04': -322280n });
    });

    const plan = async (amount: string, milestoneRatios: readonly string[]): Promise<string> => {
      const { caseId } = scene;
      const most = parsePositiveYuan(amount) ?? fen(0n);
      const asked = { caseId, ref: '修复方案', amount: most, milestoneRatios };
      await scene.payments.act(scene.officer, (work) => planRestoration(work, asked));
      const [row] = await scene.payments.dataSource.query<{ id: string }[]>(
        'SELECT id FROM fund.restoration_plan WHERE case_id = $1',
        [caseId],
      );
      const minutes = { planId: row?.id ?? '', number: '1', amount: most };
      await scene.payments.act(scene.officer, (work) => recordPlanMinutes(work, minutes));
      return minutes.planId;
    };

    it('gives back what the trust account has still, and knows what restoration had of it', async () => {
      await scene.payments.dataSource.query(
        `UPDATE fund.litigation_case SET damage_route = 'trust_account' WHERE id = $1`,
        [scene.caseId],
      );
      const former = await judge([order('修复', 'restoration', '1000.00')]);
      await receive('1000.00', '2026-07-17');
      const planId = await plan('1000.00', ['0.6', '0.4']);
      const payment = { planId, milestone: 1, purpose: PERMITTED_USES[0], payee: '某公司' };
      await scene.payments.act(scene.officer, (work) => payMilestone(work, payment));
      await scene.payments.post();
      expect(await books()).toMatchObject({ '1002.99': 40000n, '2901.01': -40000n });
      await scene.carryOut('judgment', await retrial(former, [], 'loss'));
      expect(await books()).toEqual({
        '1218.02': 100000n,
        '1002.02': 40000n,
        '1218.06': 60000n,
        '2307.04': -100000n,
      });
      expect(await deficits()).toMatchObject([
        { what: 'restoration', amount: '600.00', ofCustody: true },
      ]);
      await sums();
    });

    it('tells what restoration and what award went beyond', async () => {
      const former = await judge(ITEMS());
      await receive('6200.00', '2026-07-17');
      await plan('5000.00', ['1']);
      const { caseId } = scene;
      const { dataSource } = scene.payments;
      await dataSource.query(
        `UPDATE fund.litigation_case SET damages_paid_fen = 400000 WHERE id = $1`,
        [caseId],
      );
      await dataSource.query(
        `INSERT INTO fund.award (id, case_id, ref, decided_on, base_fen, from_sanction_quota_fen, from_award_fund_fen)
         VALUES (gen_random_uuid(), $1, '奖励', '2026-08-01', 500000, 0, 800000)`,
        [caseId],
      );
      const content = await retrial(former, [order('修复二', 'restoration', '1000.00')]);
      await scene.carryOut('judgment', content);
      expect(await deficits()).toMatchObject([
        { what: 'restoration', amount: '3000.00', ofCustody: false },
        // The rule gives 5,000.00 at least.
        { what: 'award', amount: '3000.00', ofCustody: false },
      ]);
      expect((await scene.read()).flow).toMatchObject({
        damagesReceived: '1000.00',
        restorationPlanned: '1000.00',
        restorationPaid: '1000.00',
      });
      await sums();
    });
  });

  it('makes a write-off known as to be decided again, where the debt is owed still', async () => {
    const former = await judge([order('成本', 'fund_costs', '900.00')]);
    await receive('300.00', '2026-08-16');
    const item = (await scene.read()).judgments[0]?.items[0]?.id ?? '';
    const writeOff = { item, amount: '600.00', reason: '无财产可供执行' };
    const asked = await scene.ask('debt_write_off', {
      ...writeOff,
      document: await scene.paper(),
    });
    await scene.approve(asked.body.id, reviewer);
    await scene.approve(asked.body.id);
    await scene.payments.post();
    // What comes after the write-off is other income.
    await receive('50.00', '2026-08-17');
    const content = await retrial(former, [order('成本二', 'fund_costs', '800.00')]);
    expect((await preview(content)).map(({ what }) => what)).toContain('write_off_to_decide');
    await scene.carryOut('judgment', content);
    const after = await books();
    expect(after).toMatchObject({ '1218.04': 45000n, '1002.02': 35000n });
    expect(after['5301'] ?? after['4609'] ?? after['M4']).toBeUndefined();
    await sums();
    const { body } = (await scene.officer.browser.get('/api/v1/inbox?limit=200').expect(200)) as {
      body: { items: { source: string; link: string }[] };
    };
    expect(
      body.items.filter(
        ({ source, link }) => source === 'write_off_to_decide' && link.includes(scene.caseId),
      ),
    ).toHaveLength(1);
    const register = (await scene.officer.browser
      .get(`/api/v1/write-offs?book=${scene.payments.organizations.bookCode}&limit=200`)
      .expect(200)) as { body: { items: { case: string }[] } };
    expect(register.body.items.find(({ case: of }) => of === scene.caseId)).toMatchObject({
      writtenOff: '0.00',
      left: '0.00',
      entries: [{ amount: '600.00', reversedOn: scene.payments.day }],
    });
  });

  it('is shown to whoever approves it before it is approved, step by step', async () => {
    const former = await judge([order('成本', 'fund_costs', '900.00')]);
    await receive('1000.00', '2026-07-17');
    const asked = await scene.ask(
      'judgment',
      await retrial(former, [order('成本二', 'fund_costs', '400.00')]),
    );
    const detail = async () => {
      const { body } = (await scene.payments.approver.browser
        .get(`/api/v1/approvals/${asked.body.id}`)
        .expect(200)) as { body: { summary: { field: string; cells: { changeStep: string } }[] } };
      return body.summary.filter(({ field }) => field === 'judgmentChange');
    };
    expect((await detail()).map(({ cells }) => cells.changeStep)).toEqual([
      'Allocation undone',
      'Overpayment taken in again',
      'Former judgment reversed',
      'New judgment booked',
      'Allocated anew',
      'Overpaid, to be refunded to the payer',
    ]);
  });

  it('can change once more, and its receipts can be taken back after that', async () => {
    const former = await judge([order('成本', 'fund_costs', '900.00')]);
    await receive('1000.00', '2026-07-17');
    await scene.carryOut(
      'judgment',
      await retrial(former, [order('成本二', 'fund_costs', '400.00')]),
    );
    expect(await placed()).toEqual([{ overpaid: '600.00', to: ['成本二 principal 400.00'] }]);
    const [receipt] = await receipts();
    const answer = await decideReversal(receipt?.id ?? '');
    expect(answer).toMatchObject({ body: { state: 'approved' } });
    const after = await books();
    expect(after).toMatchObject({ '1218.04': 40000n, '1218.02': 60000n });
    expect(after['1002.02'] ?? after['2307.04']).toBeUndefined();
    await sums();
  });

  const decideReversal = async (receipt: string) => {
    const asked = await scene.ask('receipt_reversal', {
      ...{ receipt, reason: '法院划转有误', document: await scene.paper() },
    });
    if (asked.status !== 201) return asked;
    await scene.approve(asked.body.id, reviewer);
    const answer = await scene.approve(asked.body.id);
    await scene.payments.post();
    return answer;
  };

  const drawn = fc.record({
    receipts: fc.array(
      fc.record({
        payer: fc.constantFrom(0, 1),
        amount: fc.bigInt({ min: 1n, max: 2000_00n }),
        on: fc.constantFrom('2026-07-17', '2026-08-01', '2026-09-30'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    spends: fc.boolean(),
    anew: fc.record({
      costs: fc.bigInt({ min: 1n, max: 1000_00n }),
      own: fc.bigInt({ min: 0n, max: 600_00n }),
      loss: fc.bigInt({ min: 0n, max: 3000_00n }),
    }),
  });

  /** Pays out all that came in for the fund, the organization and the treasury. */
  const spendAll = async (): Promise<void> => {
    const [row] = await scene.payments.dataSource.query<Record<string, string>[]>(
      `SELECT c.costs_recovered_fen AS fund, c.damages_received_fen AS damages, c.treasury_interest_received_fen AS interest,
              coalesce((SELECT sum(r.received_fen) FROM fund.organization_recovery r WHERE r.case_id = c.id), 0) AS own
         FROM fund.litigation_case c WHERE c.id = $1`,
      [scene.caseId],
    );
    for (const [kind, amount = '0', more] of [
      ['fund_replenishment', row?.['fund'], {}],
      ['damages_remittance', row?.['damages'], {}],
      ['interest_remittance', row?.['interest'], {}],
      ['cost_reimbursement', row?.['own'], { organization: scene.payments.organization }],
    ] as const) {
      if (BigInt(amount) === 0n) continue;
      const asked = { amount: formatYuan(BigInt(amount)), ...more };
      expect(await decide(kind, asked)).toMatchObject({ body: { state: 'approved' } });
    }
  };

  it(
    'collects at most what is ordered, moves no money of the banks and leaves the books balanced, whatever came before',
    async () => {
      await fc.assert(
        fc.asyncProperty(drawn, async ({ receipts: came, spends, anew }) => {
          cases += 1;
          scene = await first.inNewCase(`(2026)吉01民初${String(cases)}号`);
          const both = {
            mode: 'joint',
            debtors: scene.defendants.map((defendant) => ({ defendant })),
          };
          const former = await judge([
            order('成本', 'fund_costs', '900.00'),
            order('自付', 'organization_costs', '300.00', ours()),
            order('损失', 'service_loss', '1500.00', { liability: both }),
          ]);
          for (const { payer, amount, on } of came) await receive(formatYuan(amount), on, payer);
          if (spends) await spendAll();
          const before = await books();
          const content = await retrial(former, [
            order('成本二', 'fund_costs', formatYuan(anew.costs), { liability: both }),
            ...(anew.own > 0n
              ? [order('自付二', 'organization_costs', formatYuan(anew.own), ours())]
              : []),
            ...(anew.loss > 0n ? [order('损失二', 'service_loss', formatYuan(anew.loss))] : []),
          ]);
          await scene.carryOut('judgment', content);
          const after = await books();
          expect(after['1002.02'] ?? 0n).toBe(before['1002.02'] ?? 0n);
          await sums();
          const amounts = (await receipts()).map(({ overpaid, allocations }) =>
            [overpaid, ...allocations.map(({ amount }) => amount)].reduce(
              (sum, amount) => sum + (parsePositiveYuan(amount) ?? 0n),
              0n,
            ),
          );
          expect(amounts).toEqual(came.map(({ amount }) => amount));
          for (const { items } of (await scene.read()).judgments) {
            for (const { outstanding } of items) expect(outstanding).not.toContain('-');
          }
          // What is owed to others is there, or known to be missing.
          const missing = (await deficits())
            .filter(({ ofCustody }) => ofCustody)
            .reduce((sum, { left }) => sum + (parsePositiveYuan(left) ?? 0n), 0n);
          const [owed] = await scene.payments.dataSource.query<{ fen: string }[]>(
            `SELECT c.costs_recovered_fen - c.fund_replenished_fen + c.damages_received_fen - c.damages_remitted_fen
                    + c.treasury_interest_received_fen - c.treasury_interest_remitted_fen
                    + (SELECT coalesce(sum(r.received_fen - r.reimbursed_fen), 0) FROM fund.organization_recovery r WHERE r.case_id = c.id)
                    + (SELECT sum(d.overpaid_fen - d.refunded_fen) FROM fund.defendant d WHERE d.case_id = c.id) AS fen
               FROM fund.litigation_case c WHERE c.id = $1`,
            [scene.caseId],
          );
          expect(BigInt(owed?.fen ?? 0) - missing).toBe(after['1002.02'] ?? 0n);
        }),
        { numRuns: sized(4, 40), endOnFailure: true },
      );
    },
    sized(240_000, 3_600_000),
  );

  it('is kept by the database, whatever the code forgets', async () => {
    const former = await judge([order('成本', 'fund_costs', '900.00')]);
    await receive('900.00', '2026-07-17');
    const { dataSource } = scene.payments;
    const [part] = await dataSource.query<{ id: string; receipt: string }[]>(
      `SELECT a.id, a.receipt_id AS receipt FROM fund.receipt_allocation a JOIN fund.receipt r ON r.id = a.receipt_id
        WHERE r.case_id = $1`,
      [scene.caseId],
    );
    await expect(
      dataSource.query(
        `INSERT INTO fund.receipt_allocation_undoing (allocation_id, judgment_id, undone_on) VALUES ($1, $2, '2026-10-01')`,
        [part?.id, former],
      ),
    ).rejects.toThrow('in place of another');
    await scene.carryOut('judgment', await retrial(former, [], 'loss'));
    for (const change of [
      'UPDATE fund.receipt_reallocation SET overpaid_fen = 0',
      'DELETE FROM fund.receipt_allocation_undoing',
      'DELETE FROM fund.spent_deficit',
    ]) {
      await expect(dataSource.query(change)).rejects.toThrow();
    }
  });
});
