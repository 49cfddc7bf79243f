import { newKey, type Someone } from '../approvals/approval-scene';
import { OF_CHANGCHUN } from '../organizations/organization-scene';
import { ClaimsScene, type LiveCase, type Ordered, type ShownReceipt } from './claims-scene';

const DAY = '2026-06-08';

const ITEMS: readonly Ordered[] = [
  {
    ref: '判项1',
    kind: 'fund_costs',
    amount: '1000.00',
    dueOn: '2026-02-28',
    debtors: [{ ref: 'd1' }],
  },
  {
    ref: '判项2',
    kind: 'organization_costs',
    amount: '500.00',
    dueOn: '2026-02-28',
    debtors: [{ ref: 'd1' }],
  },
  { ref: '判项3', amount: '2000.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
];

describe('what goes out of the money of defendants', () => {
  let scene: ClaimsScene;
  let litigation: LiveCase;
  let items: Record<string, string>;
  beforeAll(async () => {
    scene = await ClaimsScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    litigation = await scene.openCase({ settled: '1000.00' });
    items = await scene.judge(litigation, ITEMS);
  });

  const receive = async (amount: string, receivedOn = DAY): Promise<ShownReceipt> => {
    const { status, body } = await scene.receive(litigation, {
      ...{ payer: litigation.defendants['d1'], amount, kind: 'voluntary', receivedOn },
      bankReference: newKey(),
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    await scene.post();
    return body;
  };
  /** All that is owed on the day, with 100 days of interest, and 10.00 too much. */
  const receiveAll = () => receive('3571.25');
  const content = (amount: string, more: object = {}) => ({
    case: litigation.id,
    amount,
    reason: '按判决执行',
    ...more,
  });
  const toDefendant = async (amount: string) =>
    content(amount, {
      defendant: litigation.defendants['d1'],
      payee: await scene.ofDefendant(),
    });
  const toOrganization = async (amount: string) =>
    content(amount, {
      organization: scene.organization,
      payee: await scene.ofOrganization(),
    });
  const toTreasury = async (amount: string) => content(amount, { payee: await scene.ofTreasury() });
  const document = () => scene.organizations.upload(scene.officer);
  const reversal = async (receipt: ShownReceipt) => ({
    receipt: receipt.id,
    reason: '执行依据被撤销',
    document: await document(),
  });
  const writeOff = async (amount: string, item = '判项1') => ({
    item: items[item] ?? '',
    amount,
    reason: '被告破产终结',
    document: await document(),
  });

  it('is booked when two others have approved it, and not before', async () => {
    await receiveAll();
    const requests = [
      await scene.ask('overpayment_refund', await toDefendant('10.00')),
      await scene.ask('cost_reimbursement', await toOrganization('508.75')),
      await scene.ask('fund_replenishment', content('1000.00')),
      await scene.ask('damages_remittance', await toTreasury('2000.00')),
      await scene.ask('interest_remittance', await toTreasury('52.50')),
    ];
    expect((await scene.balances(litigation))['1002.02']).toBe('3571.25');
    for (const request of requests) await scene.carryOut(request);
    await scene.post();
    expect(await scene.balances(litigation)).toEqual({});
    expect(await scene.recoveredCosts(litigation, scene.member)).toMatchObject([
      { received: '508.75', reimbursed: '508.75' },
    ]);
  });

  it('tells an organization what was ordered for it before anything came in, and nothing of another’s', async () => {
    const other = await scene.joinedBy(litigation, '长春市另一协会');
    await scene.judge(litigation, [
      {
        ...{ ref: '判项4', kind: 'organization_costs', amount: '70.00', organizationId: other },
        debtors: [{ ref: 'd1' }],
      },
    ]);
    const own = { organization: scene.organization, ordered: '500.00', received: '0.00' };
    expect(await scene.recoveredCosts(litigation, scene.member)).toMatchObject([own]);
    const theirs = await scene.approvals.memberOf(OF_CHANGCHUN);
    const another = { organization: other, ordered: '70.00', reimbursed: '0.00' };
    expect(await scene.recoveredCosts(litigation, theirs)).toMatchObject([another]);
    expect(await scene.recoveredCosts(litigation, scene.officer)).toMatchObject([own, another]);
    await scene.dataSource.query(
      `UPDATE fund.judgment_item SET reversed = true WHERE case_id = $1 AND organization_id = $2`,
      [litigation.id, other],
    );
    expect(await scene.recoveredCosts(litigation, theirs)).toEqual([]);
  });

  it.each([
    ['overpayment_refund', () => toDefendant('10.01'), 'REFUND_EXCEEDS_OVERPAYMENT'],
    ['cost_reimbursement', () => toOrganization('508.76'), 'REIMBURSE_EXCEEDS_RECEIVED'],
    ['fund_replenishment', () => content('1000.01'), 'REPLENISH_EXCEEDS_RECOVERED'],
    ['damages_remittance', () => toTreasury('2000.01'), 'REMIT_EXCEEDS_RECEIVED'],
    ['interest_remittance', () => toTreasury('52.51'), 'REMIT_EXCEEDS_RECEIVED'],
  ])('is not asked for beyond what came in: %s', async (kind, asked, code) => {
    await receiveAll();
    expect(await scene.tryToAsk(kind, await asked())).toMatchObject({
      status: 422,
      body: { code },
    });
  });

  it('is not booked twice where two asked for the same money', async () => {
    await receiveAll();
    const first = await scene.ask('fund_replenishment', content('600.00'));
    const second = await scene.ask('fund_replenishment', content('600.00'));
    await scene.carryOut(first);
    await scene.approvals.decide(scene.reviewer, second, 'approve');
    expect(await scene.approvals.decide(scene.approver, second, 'approve')).toMatchObject({
      status: 422,
      body: { code: 'REPLENISH_EXCEEDS_RECOVERED' },
    });
  });

  it('is booked once where two last approvals come at once', async () => {
    await receiveAll();
    const requests = [
      await scene.ask('fund_replenishment', content('600.00')),
      await scene.ask('fund_replenishment', content('600.00')),
    ];
    for (const id of requests) await scene.approvals.decide(scene.reviewer, id, 'approve');
    const answers = await Promise.all(
      requests.map((id) => scene.approvals.decide(scene.approver, id, 'approve')),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422]);
    await scene.post();
    expect((await scene.balances(litigation))['1002.02']).toBe('2971.25');
  });

  describe('to an account', () => {
    const payOuts = async (): Promise<
      { readonly id: string; readonly [fact: string]: unknown }[]
    > => {
      const { body } = (await scene.officer.browser
        .get(`/api/v1/cases/${litigation.id}/pay-outs`)
        .expect(200)) as { body: { items: { id: string }[] } };
      return body.items;
    };
    const sendBack = (id: string, by: Someone, more: object = {}) =>
      by.browser.post(`/api/v1/pay-outs/${id}/return`, {
        ...{ on: scene.day, reason: '账号有误', bankReference: '退001' },
        ...more,
      });

    it('of somebody else is not asked for', async () => {
      await receiveAll();
      const payee = await scene.ofTreasury();
      const refund = content('10.00', { defendant: litigation.defendants['d1'], payee });
      expect(await scene.tryToAsk('overpayment_refund', refund)).toMatchObject({
        status: 422,
        body: { code: 'PAYEE_ACCOUNT_OTHER', payee: '某化工公司1', holder: '某市财政局' },
      });
      const remittance = content('1.00', { payee: await scene.ofDefendant() });
      expect((await scene.tryToAsk('damages_remittance', remittance)).body.code).toBe(
        'PAYEE_ACCOUNT_OTHER',
      );
    });

    it('that was changed while others decided is not paid to', async () => {
      await receiveAll();
      const request = await scene.ask(
        'damages_remittance',
        content('1.00', { payee: await scene.account('treasury', '某县财政局') }),
      );
      await scene.account('treasury', '某县财政局');
      await scene.approvals.decide(scene.reviewer, request, 'approve');
      expect(await scene.approvals.decide(scene.approver, request, 'approve')).toMatchObject({
        status: 409,
        body: { code: 'PAYEE_ACCOUNT_CHANGED' },
      });
      expect(await payOuts()).toEqual([]);
    });

    it('comes back from the bank: it is reversed, owed again, and paid once more', async () => {
      const cashier = await scene.approvals.someone('cashier');
      await receiveAll();
      const before = await scene.balances(litigation);
      const asked = [
        ['overpayment_refund', await toDefendant('10.00')],
        ['cost_reimbursement', await toOrganization('508.75')],
        ['damages_remittance', await toTreasury('2000.00')],
        ['interest_remittance', await toTreasury('52.50')],
      ] as const;
      for (const [kind, of] of asked) await scene.carryOut(await scene.ask(kind, of));
      const [interest, ...others] = await payOuts();
      expect((await sendBack(interest?.id ?? '', cashier)).body).toMatchObject({
        code: 'PAY_OUT_NOT_POSTED',
      });
      await scene.post();
      for (const { id } of [interest, ...others].filter((one) => one !== undefined)) {
        const answers = await Promise.all([sendBack(id, cashier), sendBack(id, cashier)]);
        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      }
      await scene.post();
      expect(await scene.balances(litigation)).toEqual(before);
      expect(await payOuts()).toMatchObject(
        asked.toReversed().map(([kind]) => ({
          kind,
          masked: expect.stringMatching(/^\*{4} \d{4}$/) as unknown,
          returned: { on: scene.day, reason: '账号有误', recordedBy: cashier.name },
        })),
      );
      const other = await sendBack(interest?.id ?? '', cashier, { bankReference: '退002' });
      expect(other.body).toMatchObject({ code: 'PAY_OUT_RETURNED' });
      for (const [kind, of] of asked) await scene.carryOut(await scene.ask(kind, of));
      await scene.post();
      expect(await scene.balances(litigation)).toEqual({ '1002.02': '1000.00' });
    });

    it('comes back by a cashier who had no part in it, and not before it went out', async () => {
      await receiveAll();
      const cashier = await scene.approvals.someone('cashier');
      await scene.carryOut(await scene.ask('interest_remittance', await toTreasury('1.00')));
      await scene.post();
      const [{ id } = { id: '' }] = await payOuts();
      expect((await sendBack(id, scene.officer)).status).toBe(403);
      const early = await sendBack(id, cashier, { on: '2026-01-05' });
      expect(early.body).toMatchObject({ code: 'PAYMENT_DAY_WRONG', earliest: scene.day });
      const { dataSource } = scene;
      await expect(
        dataSource.query(
          `INSERT INTO fund.pay_out_return (pay_out_id, returned_on, reason, approval_request_id, recorded_by_id)
           SELECT p.id, p.paid_on, 'x', p.approval_request_id, $2 FROM fund.pay_out p WHERE p.id = $1`,
          [id, scene.reviewer.personId],
        ),
      ).rejects.toThrow('SAME_PERSON');
      await expect(
        dataSource.query(
          `INSERT INTO fund.pay_out SELECT gen_random_uuid(), book_id, case_id, 'damages_remittance', NULL, 1,
             bank_account_id, account_fingerprint, paid_on, 'x', (SELECT r.id FROM fund.approval_request r LIMIT 1)
             FROM fund.pay_out WHERE id = $1`,
          [id],
        ),
      ).rejects.toThrow('by the request that was made for it');
    });
  });

  it('or taken back with its receipt: one of the two, whichever comes first', async () => {
    const receipt = await receiveAll();
    const requests = [
      await scene.ask('damages_remittance', await toTreasury('2000.00')),
      await scene.ask('receipt_reversal', await reversal(receipt)),
    ];
    for (const id of requests) await scene.approvals.decide(scene.reviewer, id, 'approve');
    const answers = await Promise.all(
      requests.map((id) => scene.approvals.decide(scene.approver, id, 'approve')),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422]);
    await scene.post();
    const { '1002.02': bank = '0.00' } = await scene.balances(litigation);
    expect(['1571.25', '0.00']).toContain(bank);
  });

  it('is not asked for in a book of another bureau, nor by whoever decides', async () => {
    await receiveAll();
    const asked = content('1.00');
    expect((await scene.tryToAsk('fund_replenishment', asked, scene.approver)).status).toBe(403);
    const elsewhere = await scene.approvals.service.bureau(newKey());
    const stranger = await scene.approvals.someoneOf(elsewhere, 'finance_officer');
    const { status } = await stranger.browser
      .post('/api/v1/approvals', {
        kind: 'fund_replenishment',
        content: asked,
        book: elsewhere.bookCode,
      })
      .set('idempotency-key', newKey());
    expect(status).toBe(404);
  });

  describe('a debt that is written off', () => {
    it('leaves the books with the approval, and what comes later is other income', async () => {
      await receive('400.00');
      await scene.carryOut(await scene.ask('debt_write_off', await writeOff('600.00')));
      await scene.post();
      expect(await scene.balances(litigation)).toMatchObject({ '5301': '600.00', M4: '600.00' });
      // All principal that is left, then what was written off: it bears no interest.
      await receive('2600.00');
      const { items: claims } = await scene.claims(litigation, DAY);
      expect(claims[0]).toMatchObject({
        received: '500.00',
        writtenOff: '500.00',
        outstanding: '0.00',
        interest: { fixed: '7.00', running: '0.00' },
      });
      expect((await scene.balances(litigation))['4609']).toBe('-100.00');
      const register = await scene.officer.browser
        .get(`/api/v1/write-offs?book=${scene.bookCode}&limit=200`)
        .expect(200);
      const { items: listed } = register.body as { items: { case: string }[] };
      expect(listed.find(({ case: of }) => of === litigation.id)).toMatchObject({
        itemRef: '判项1',
        writtenOff: '600.00',
        cameLater: '100.00',
        left: '500.00',
        entries: [
          { amount: '600.00', requestedBy: scene.officer.name, approvedBy: scene.approver.name },
        ],
        recoveries: [{ receipt: '收002', amount: '100.00' }],
      });
      const found = async (filter: Record<string, string>) => {
        const asked = new URLSearchParams({ book: scene.bookCode, ...filter }).toString();
        const answer = await scene.officer.browser.get(`/api/v1/write-offs?${asked}`).expect(200);
        return (answer.body as { items: { case: string }[] }).items.map(({ case: of }) => of);
      };
      const { number: q } = litigation;
      expect(await found({ q })).toEqual([litigation.id]);
      expect(await found({ q: `${q} 判项9` })).toEqual([]);
      expect(await found({ q, state: 'written_off' })).toEqual([litigation.id]);
      expect(await found({ q, state: 'recovered' })).toEqual([]);
    });

    it.each([
      ['more than is outstanding', '1000.01', '判项1'],
      ['of damages', '1.00', '判项3'],
      ['of the organization', '1.00', '判项2'],
    ])('is refused: %s', async (_, amount, item) => {
      const asked = await scene.tryToAsk('debt_write_off', await writeOff(amount, item));
      expect(asked).toMatchObject({
        status: 422,
        body: { code: 'WRITE_OFF_EXCEEDS_OUTSTANDING' },
      });
    });

    it('is decided by tier', async () => {
      const large = await scene.openCase({ settled: '250000.00' });
      const ids = await scene.judge(large, [
        { ref: '大额', kind: 'fund_costs', amount: '250000.00', debtors: [{ ref: 'd1' }] },
      ]);
      const asked = { ...(await writeOff('200000.01')), item: ids['大额'] };
      expect(await scene.tryToAsk('debt_write_off', asked)).toMatchObject({
        status: 422,
        body: { code: 'RESOLUTION_REQUIRED' },
      });
    });
  });

  describe('a receipt that is taken back', () => {
    it('leaves everything as it was before it, and stays on record', async () => {
      const [claims, balances] = [
        await scene.claims(litigation, DAY),
        await scene.balances(litigation),
      ];
      const receipt = await receiveAll();
      await scene.carryOut(await scene.ask('receipt_reversal', await reversal(receipt)));
      await scene.post();
      expect(await scene.claims(litigation, DAY)).toEqual(claims);
      expect(await scene.balances(litigation)).toEqual(balances);
      expect(await scene.receipts(litigation)).toMatchObject([
        {
          id: receipt.id,
          allocations: receipt.allocations,
          reversal: { reason: '执行依据被撤销' },
        },
      ]);
      expect(await scene.tryToAsk('receipt_reversal', await reversal(receipt))).toMatchObject({
        status: 409,
        body: { code: 'RECEIPT_REVERSED' },
      });
      // What is owed again can be paid again.
      await receiveAll();
    });

    it('is refused where its money was paid out, and told what stands in the way', async () => {
      const receipt = await receiveAll();
      await scene.carryOut(await scene.ask('fund_replenishment', content('900.00')));
      await scene.carryOut(await scene.ask('interest_remittance', await toTreasury('2.50')));
      expect(await scene.tryToAsk('receipt_reversal', await reversal(receipt))).toMatchObject({
        status: 422,
        body: {
          code: 'RECEIPT_PAID_OUT',
          standsInTheWay: [
            { what: 'fund_replenishment', toGetBack: '900.00' },
            { what: 'interest_remittance', toGetBack: '2.50' },
          ],
        },
      });
    });

    it('is refused where its money was paid out while others decided', async () => {
      const receipt = await receiveAll();
      const asked = await scene.ask('receipt_reversal', await reversal(receipt));
      await scene.carryOut(await scene.ask('overpayment_refund', await toDefendant('0.01')));
      await scene.approvals.decide(scene.reviewer, asked, 'approve');
      expect(await scene.approvals.decide(scene.approver, asked, 'approve')).toMatchObject({
        status: 422,
        body: { code: 'RECEIPT_PAID_OUT', standsInTheWay: [{ what: 'overpayment_refund' }] },
      });
    });

    it('waits until receipts are taken back that paid the interest it fixed', async () => {
      const first = await receive('3500.00');
      const second = await receive('61.25');
      expect(await scene.tryToAsk('receipt_reversal', await reversal(first))).toMatchObject({
        status: 422,
        body: { code: 'RECEIPT_UNDER_OTHERS', later: ['收002'] },
      });
      for (const receipt of [second, first]) {
        await scene.carryOut(await scene.ask('receipt_reversal', await reversal(receipt)));
        await scene.post();
      }
      expect((await scene.balances(litigation))['1218.04']).toBe('1500.00');
    });

    it('restores what it had paid of a debt written off', async () => {
      await scene.carryOut(await scene.ask('debt_write_off', await writeOff('1000.00')));
      const receipt = await receive('3000.00');
      await scene.carryOut(await scene.ask('receipt_reversal', await reversal(receipt)));
      await scene.post();
      const { items: claims } = await scene.claims(litigation, DAY);
      expect(claims[0]).toMatchObject({ received: '0.00', writtenOff: '1000.00' });
      expect(await scene.balances(litigation)).toMatchObject({ M4: '1000.00', '5301': '1000.00' });
    });
  });
});
