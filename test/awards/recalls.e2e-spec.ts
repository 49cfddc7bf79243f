import { newKey } from '../approvals/approval-scene';
import type { LiveCase } from '../claims/claims-scene';
import { AwardScene } from './award-scene';

const TOTAL = '30000.00';

describe('an award that was wrong', () => {
  let scene: AwardScene;
  let litigation: LiveCase;
  beforeAll(async () => {
    scene = await AwardScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    litigation = await scene.won();
    await scene.awarded(litigation);
  });

  const recall = async (extent: string) => {
    const { awards } = await scene.read(litigation);
    return { case: litigation.id, award: awards[0]?.id, extent, reason: '原判决被撤销' };
  };
  const giveBack = (share: string, amount: string, key = newKey(), by = scene.cashier) =>
    scene.send(
      by,
      `award-shares/${share}/returns`,
      { amount, on: scene.claims.day, bankReference: '回单1' },
      key,
    );

  it('is free again where it was not paid, and awarded anew', async () => {
    const before = await scene.pool('award_fund');
    await scene.recalled(litigation, 'whole');
    const freed = Number(before.held) - Number((await scene.pool('award_fund')).held);
    expect(freed).toBe(30000);
    expect(await scene.claims.balances(litigation)).not.toHaveProperty(['5001.02']);
    expect(await scene.read(litigation)).toMatchObject({
      state: 'to_assess',
      former: [{ voided: { reason: '原判决被撤销' } }],
      awards: [{ recalledOn: scene.claims.day, recalls: [{ whole: true, left: '0.00' }] }],
    });
    await scene.awarded(litigation);
    expect((await scene.read(litigation)).awards).toHaveLength(2);
  });

  it('is owed back where it was paid, and another is made once it is back', async () => {
    const before = await scene.pool('award_fund');
    await scene.paid(litigation, TOTAL);
    await scene.recalled(litigation, 'whole');
    expect(await scene.claims.balances(litigation)).toMatchObject({ '1218.07': TOTAL });
    const { state, awards } = await scene.read(litigation);
    expect(state).toBe('to_return');
    const share = awards[0]?.shares[0]?.id ?? '';
    expect(await scene.assess(litigation)).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_AWARDED' },
    });
    expect(await giveBack(share, '30000.01')).toMatchObject({
      status: 422,
      body: { code: 'AWARD_RETURN_EXCEEDED', left: TOTAL },
    });
    const key = newKey();
    for (let twice = 0; twice < 2; twice += 1) {
      expect((await giveBack(share, '10000.00', key)).status).toBe(200);
    }
    expect((await giveBack(share, '1.00', key)).body).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect((await giveBack(share, '20000.00')).status).toBe(200);
    await scene.claims.post();
    expect(await scene.claims.balances(litigation)).not.toHaveProperty(['1218.07']);
    const after = await scene.pool('award_fund');
    expect(after.posted).toBe(before.posted);
    await scene.awarded(litigation);
    await scene.paid(litigation, TOTAL);
    expect((await scene.read(litigation)).state).toBe('paid');
  });

  it('is reduced to what its rule gives now, and not to more', async () => {
    expect(await scene.claims.tryToAsk('award_recall', await recall('reduced'))).toMatchObject({
      status: 422,
      body: { code: 'AWARD_RECALL_NOTHING', former: TOTAL, now: TOTAL },
    });
    await scene.claims.dataSource.query(
      'UPDATE fund.litigation_case SET damages_received_fen = damages_received_fen / 2 WHERE id = $1',
      [litigation.id],
    );
    await scene.recalled(litigation, 'reduced');
    expect((await scene.read(litigation)).awards).toMatchObject([
      { recalledOn: null, shares: [{ released: '15000.00', payable: '15000.00' }] },
    ]);
    await scene.paid(litigation, '15000.00');
    await scene.claims.dataSource.query(
      'UPDATE fund.litigation_case SET damages_received_fen = damages_received_fen / 2 WHERE id = $1',
      [litigation.id],
    );
    await scene.recalled(litigation, 'reduced');
    const { state, awards } = await scene.read(litigation);
    expect(state).toBe('to_return');
    expect(awards[0]?.shares).toMatchObject([{ owedBack: '7500.00', returned: '0.00' }]);
    expect(await scene.claims.balances(litigation)).toMatchObject({
      '1218.07': '7500.00',
      '5001.02': '7500.00',
    });
  });

  it('comes back as a return, and not from the bank, once it was recalled', async () => {
    await scene.paid(litigation, TOTAL);
    await scene.recalled(litigation, 'whole');
    const { browser } = scene.cashier;
    const { body } = (await browser.get(`/api/v1/cases/${litigation.id}/pay-outs`)) as {
      body: { items: { id: string }[] };
    };
    const answer = await browser.post(`/api/v1/pay-outs/${body.items[0]?.id ?? ''}/return`, {
      on: scene.claims.day,
      reason: '退回',
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'PAY_OUT_TO_GET_BACK' } });
  });

  describe('its use', () => {
    const report = (share: string, more: object, by = scene.claims.member) =>
      scene.send(by, `award-shares/${share}/uses`, {
        ...{ year: parseInt(scene.claims.day.slice(0, 4), 10), purpose: 'monitoring' },
        ...{ amount: '1000.00', use: '购置水质监测设备', documents: [], ...more },
      });

    it('is reported by the organization up to what it got, and read by the bureau', async () => {
      const unpaid = (await scene.read(litigation)).awards[0]?.shares[0]?.id ?? '';
      expect((await report(unpaid, {})).body).toMatchObject({ code: 'AWARD_USE_YEAR' });
      await scene.paid(litigation, TOTAL);
      const document = await scene.claims.organizations.upload(scene.claims.member);
      expect((await report(unpaid, { documents: [document.id] })).status).toBe(201);
      expect(await report(unpaid, { amount: '29000.01' })).toMatchObject({
        status: 422,
        body: { code: 'AWARD_USE_EXCEEDED', left: '29000.00' },
      });
      expect((await report(unpaid, { year: 2020 })).body).toMatchObject({ code: 'AWARD_USE_YEAR' });
      expect((await report(unpaid, { purpose: 'none_yet' })).status).toBe(400);
      const [shown] = (await scene.read(litigation, scene.cashier)).awards[0]?.shares ?? [];
      expect(shown).toMatchObject({
        unreported: '29000.00',
        uses: [{ purpose: 'monitoring', amount: '1000.00', documents: [document.id] }],
      });
    });
  });

  describe('what waits for whom', () => {
    const waiting = async (by: typeof scene.officer): Promise<string[]> => {
      const { body } = (await by.browser.get('/api/v1/inbox?limit=200').expect(200)) as {
        body: { items: { source: string; link: string }[] };
      };
      return body.items
        .filter(({ link }) => link === `/console/awards/${litigation.id}`)
        .map(({ source }) => source);
    };

    it('is its payment, its return, and the report of last year', async () => {
      expect(await waiting(scene.cashier)).toEqual(['award_to_pay']);
      await scene.paid(litigation, TOTAL);
      expect(await waiting(scene.cashier)).toEqual([]);
      expect(await waiting(scene.claims.member)).toEqual([]);
      await scene.claims.dataSource.query(
        `UPDATE fund.award_share SET paid_on = paid_on - 400 WHERE award_id IN (
           SELECT id FROM fund.award WHERE case_id = $1)`,
        [litigation.id],
      );
      expect(await waiting(scene.claims.member)).toEqual(['award_use_to_report']);
      const share = (await scene.read(litigation)).awards[0]?.shares[0]?.id ?? '';
      await scene.send(scene.claims.member, `award-shares/${share}/uses`, {
        ...{ year: parseInt(scene.claims.day.slice(0, 4), 10) - 1, purpose: 'none_yet' },
        ...{ amount: '0.00', use: '尚未使用', documents: [] },
      });
      expect(await waiting(scene.claims.member)).toEqual([]);
      await scene.recalled(litigation, 'whole');
      expect(await waiting(scene.cashier)).toEqual(['award_to_return']);
    });

    it('is each step before it', async () => {
      litigation = await scene.won();
      expect(await waiting(scene.officer)).toEqual([]);
      // As cases are that were opened and judged here.
      await scene.claims.dataSource.query(
        `UPDATE fund.judgment SET approval_request_id = (
           SELECT r.id FROM fund.approval_request r
            WHERE NOT EXISTS (SELECT FROM fund.judgment o WHERE o.approval_request_id = r.id) LIMIT 1)
          WHERE case_id = $1`,
        [litigation.id],
      );
      await scene.claims.dataSource.query(
        `UPDATE fund.litigation_case SET state = 'final' WHERE id = $1`,
        [litigation.id],
      );
      expect(await waiting(scene.officer)).toEqual(['award_to_assess']);
      const assessment = await scene.assessed(litigation);
      expect(await waiting(scene.officer)).toEqual(['award_to_notice']);
      await scene.noticedLongAgo(assessment);
      expect(await waiting(scene.officer)).toEqual(['award_to_ask']);
      await scene.object(assessment);
      expect(await waiting(scene.officer)).toEqual([]);
      expect(await waiting(scene.claims.reviewer)).toEqual(['award_objection']);
    });
  });
});
