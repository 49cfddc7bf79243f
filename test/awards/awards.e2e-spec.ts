import { chart } from '../../src/accounting';
import { placeHold } from '../../src/ledger';
import { fen } from '../../src/money';
import { newKey } from '../approvals/approval-scene';
import type { LiveCase } from '../claims/claims-scene';
import { OF_CHANGCHUN, PROVINCIAL } from '../organizations/organization-scene';
import { AwardScene } from './award-scene';

const TOTAL = '30000.00';

describe('the award of a case', () => {
  let scene: AwardScene;
  let litigation: LiveCase;
  beforeAll(async () => {
    scene = await AwardScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    litigation = await scene.won();
  });

  const missing = async (): Promise<string[]> => {
    const { conditions } = await scene.read(litigation);
    return conditions.filter(({ met }) => !met).map(({ name }) => name);
  };
  const stateNow = async (): Promise<string> => (await scene.read(litigation)).state;

  it('goes from its conditions to the account of the organization, and stands where it is', async () => {
    expect(await missing()).toEqual([]);
    expect(await scene.read(litigation)).toMatchObject({
      state: 'to_assess',
      now: { total: TOTAL, fromSanctionQuota: '0.00', sheet: { ruleVersion: 'award_policy/0' } },
    });
    const assessment = await scene.assessed(litigation);
    expect(await stateNow()).toBe('assessed');
    await scene.noticedLongAgo(assessment);
    expect(await stateNow()).toBe('notice_over');
    const { body } = await scene.askToDecide(litigation, assessment);
    expect(await scene.claims.approvals.read(scene.claims.reviewer, body.id)).toMatchObject({
      amount: TOTAL,
      steps: ['reviewer', 'approver'],
    });
    await scene.claims.carryOut(body.id);
    await scene.claims.post();
    expect(await stateNow()).toBe('approved');
    expect(await scene.claims.balances(litigation)).toMatchObject({
      '2307.01': `-${TOTAL}`,
      '5001.02': TOTAL,
    });
    expect(await missing()).toContain('not_awarded');
    await scene.paid(litigation, TOTAL);
    const { state, awards } = await scene.read(litigation);
    expect(state).toBe('paid');
    expect(awards).toMatchObject([
      { total: TOTAL, shares: [{ amount: TOTAL, payable: '0.00', paidOn: scene.claims.day }] },
    ]);
    expect(await scene.claims.balances(litigation)).not.toHaveProperty(['2307.01']);
  });

  it('is assessed once, whoever sends it again', async () => {
    const key = newKey();
    const id = await scene.assessed(litigation, { key });
    expect((await scene.assess(litigation, { key })).body.id).toBe(id);
    expect(await scene.assess(litigation)).toMatchObject({
      status: 409,
      body: { code: 'AWARD_ASSESSED', assessment: id },
    });
    expect(await scene.assess(litigation, { by: scene.colleague })).toMatchObject({
      body: { code: 'AWARD_ASSESSED' },
    });
    const other = await scene.won();
    expect(await scene.assess(other, { key })).toMatchObject({
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('is assessed once by two officers at the same moment', async () => {
    const answers = await Promise.all([
      scene.assess(litigation),
      scene.assess(litigation, { by: scene.colleague }),
    ]);
    expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([
      201,
      'AWARD_ASSESSED',
    ]);
  });

  it('is decided once, whoever asks for it again', async () => {
    const assessment = await scene.assessed(litigation);
    await scene.noticedLongAgo(assessment);
    const first = await scene.askToDecide(litigation, assessment);
    const second = await scene.askToDecide(litigation, assessment, scene.colleague);
    await scene.claims.carryOut(first.body.id);
    await scene.claims.approvals.decide(scene.claims.reviewer, second.body.id, 'approve');
    expect(
      await scene.claims.approvals.decide(scene.claims.approver, second.body.id, 'approve'),
    ).toMatchObject({ status: 409, body: { code: 'ALREADY_AWARDED' } });
    expect(await scene.askToDecide(litigation, assessment)).toMatchObject({
      body: { code: 'ALREADY_AWARDED' },
    });
  });

  it('is refused as long as an advance of the case is not settled, and says which', async () => {
    await scene.claims.dataSource.query(
      'UPDATE fund.advance_item SET settled_fen = settled_fen - 1 WHERE case_id = $1',
      [litigation.id],
    );
    expect(await missing()).toEqual(['advances_settled']);
    expect(await scene.assess(litigation)).toMatchObject({
      status: 422,
      body: {
        code: 'AWARD_PRECONDITION',
        missing: 'advances_settled',
        items: [expect.any(String)],
      },
    });
  });

  it('is refused while a court hears the case, or where nothing was received', async () => {
    await scene.claims.dataSource.query(
      `UPDATE fund.litigation_case SET state = 'in_trial' WHERE id = $1`,
      [litigation.id],
    );
    expect(await missing()).toEqual(['no_open_appeal']);
    const unpaid = await scene.claims.openCase();
    await scene.claims.judge(unpaid, [
      { ref: '判项1', amount: '5.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
    ]);
    expect((await scene.assess(unpaid)).body).toMatchObject({ missing: 'amount' });
    expect((await scene.assess(await scene.claims.openCase())).body).toMatchObject({
      missing: 'judgment_effective',
    });
  });

  describe('in its public notice', () => {
    const notice = (assessment: string, from: string, to: string) =>
      scene.send(scene.officer, `award-assessments/${assessment}/notice`, {
        ...{ from, to, way: '向本单位书面提出' },
      });

    it('lasts as long as the policy says, and is not over on its last day', async () => {
      const assessment = await scene.assessed(litigation);
      expect(await scene.askToDecide(litigation, assessment)).toMatchObject({
        status: 422,
        body: { code: 'AWARD_NOT_NOTICED' },
      });
      const { day } = scene.claims;
      const earliest = (await scene.read(litigation)).assessment?.earliestEnd ?? '';
      expect(await notice(assessment, '2026-01-05', earliest)).toMatchObject({
        body: { code: 'AWARD_NOTICE_DAY_WRONG', earliest: day },
      });
      expect(await notice(assessment, day, day)).toMatchObject({
        status: 422,
        body: { code: 'AWARD_NOTICE_TOO_SHORT', earliest },
      });
      for (let twice = 0; twice < 2; twice += 1) {
        expect((await notice(assessment, day, earliest)).status).toBe(200);
      }
      expect(await notice(assessment, day, '2199-01-01')).toMatchObject({
        status: 409,
        body: { code: 'AWARD_NOTICED' },
      });
      expect(await stateNow()).toBe('in_notice');
      expect(await scene.askToDecide(litigation, assessment)).toMatchObject({
        status: 422,
        body: { code: 'AWARD_NOTICE_RUNNING', until: earliest },
      });
    });

    it('may be objected to until its last day, by what another person decides', async () => {
      const assessment = await scene.assessed(litigation);
      expect(await scene.object(assessment)).toMatchObject({ body: { code: 'AWARD_NOT_NOTICED' } });
      await scene.noticedLongAgo(assessment);
      expect(await scene.object(assessment, { on: '2026-02-14' })).toMatchObject({
        status: 422,
        body: { code: 'OBJECTION_LATE', to: '2026-02-13' },
      });
      const key = newKey();
      const { status, body } = await scene.object(assessment, { on: '2026-02-13' }, key);
      expect(status).toBe(201);
      expect((await scene.object(assessment, { on: '2026-02-13' }, key)).body.id).toBe(body.id);
      expect(await stateNow()).toBe('objected');
      expect(await scene.askToDecide(litigation, assessment)).toMatchObject({
        body: { code: 'OBJECTION_OPEN', objections: [body.id] },
      });
      const decision = (by: typeof scene.officer, decided: string) =>
        scene.send(by, `award-objections/${body.id}/decision`, {
          ...{ decision: decided, reason: '经核实基数无误' },
        });
      const { reviewer } = scene.claims;
      expect((await decision(scene.officer, 'dismiss')).status).toBe(403);
      expect((await decision(reviewer, 'dismiss')).status).toBe(200);
      expect((await decision(reviewer, 'dismiss')).status).toBe(200);
      expect(await decision(scene.claims.approver, 'uphold')).toMatchObject({
        status: 409,
        body: { code: 'OBJECTION_DECIDED' },
      });
      expect(await stateNow()).toBe('notice_over');
      expect((await scene.askToDecide(litigation, assessment)).status).toBe(201);
    });

    it('is void where an objection is upheld, and assessed anew', async () => {
      const assessment = await scene.assessed(litigation);
      await scene.noticedLongAgo(assessment);
      const { body } = await scene.object(assessment);
      await scene.send(scene.claims.reviewer, `award-objections/${body.id}/decision`, {
        ...{ decision: 'uphold', reason: '异议成立' },
      });
      expect(await scene.read(litigation)).toMatchObject({
        state: 'to_assess',
        assessment: null,
        former: [{ id: assessment, voided: { reason: '异议成立' } }],
      });
      expect(await scene.askToDecide(litigation, assessment)).toMatchObject({
        status: 409,
        body: { code: 'AWARD_NOT_ASSESSED' },
      });
      expect(await scene.assessed(litigation)).not.toBe(assessment);
    });
  });

  it('is not decided where what it was computed from has changed, at asking or at carrying out', async () => {
    const { body } = await (async () => {
      const assessment = await scene.assessed(litigation);
      await scene.noticedLongAgo(assessment);
      return scene.askToDecide(litigation, assessment);
    })();
    const document = await scene.claims.organizations.upload(scene.officer);
    const sanction = {
      ...{ case: litigation.id, paidOn: '2026-03-01', amount: '50000.00', grade: 2, document },
      reason: '行政处罚已缴纳',
    };
    await scene.claims.carryOut(await scene.claims.ask('sanction_record', sanction));
    await scene.claims.approvals.decide(scene.claims.reviewer, body.id, 'approve');
    expect(
      await scene.claims.approvals.decide(scene.claims.approver, body.id, 'approve'),
    ).toMatchObject({
      status: 409,
      body: { code: 'AWARD_INPUTS_CHANGED', assessed: TOTAL, now: '31500.00' },
    });
    const assessment = (await scene.read(litigation)).assessment?.id ?? '';
    expect(await scene.askToDecide(litigation, assessment)).toMatchObject({
      body: { code: 'AWARD_INPUTS_CHANGED' },
    });
    const voided = await scene.send(scene.officer, `award-assessments/${assessment}/voiding`, {
      reason: '补登制裁款',
    });
    expect(voided.status).toBe(200);
    await scene.assessed(litigation);
    expect(await scene.read(litigation)).toMatchObject({
      assessment: { total: '31500.00', fromSanctionQuota: '1500.00' },
      sanctions: [{ amount: '50000.00', grade: 2, document: document.id }],
    });
  });

  it('is shared to the fen where it does not divide, and by what the plaintiffs agreed', async () => {
    litigation = await scene.won('333333.50');
    const other = await scene.claims.joinedBy(litigation, '长春市另一协会');
    const { organization } = scene.claims;
    await scene.claims.dataSource.query(
      `UPDATE fund.qualification SET status = 'eligible', reasons = '{}' WHERE case_id = $1`,
      [litigation.id],
    );
    expect((await scene.assess(litigation)).body).toMatchObject({ code: 'AWARD_PLAINTIFFS' });
    await scene.awarded(litigation, { plaintiffs: [{ organization }, { organization: other }] });
    const { awards, assessment } = await scene.read(litigation);
    expect(awards[0]?.shares.map(({ amount }) => amount)).toEqual(['5000.01', '5000.00']);
    expect(assessment?.total).toBe('10000.01');
    const theirs = await scene.claims.approvals.memberOf(OF_CHANGCHUN);
    expect(await scene.read(litigation, theirs)).toMatchObject({
      assessment: { assessedBy: null, objections: [] },
      awards: [{ approval: null, shares: [{ organization: other, amount: '5000.00' }] }],
    });
    const refs = (await scene.read(litigation)).conditions.find(
      ({ name }) => name === 'not_awarded',
    );
    expect(refs?.missing).toEqual(['award-1']);
    const { conditions } = await scene.read(litigation, theirs);
    expect(conditions.find(({ name }) => name === 'not_awarded')).toMatchObject({
      met: false,
      missing: [],
    });
  });

  it('is paid to the account of the organization alone, by somebody with no part in it', async () => {
    await scene.awarded(litigation);
    const content = await scene.payment(litigation, TOTAL);
    expect(await scene.claims.tryToAsk('award_payment', content)).toMatchObject({
      status: 403,
      body: { code: 'SAME_PERSON' },
    });
    const { colleague } = scene;
    const pay = (more: object) =>
      scene.claims.tryToAsk('award_payment', { ...content, ...more }, colleague);
    expect(await pay({ payee: await scene.claims.ofDefendant() })).toMatchObject({
      body: { code: 'PAYEE_ACCOUNT_OTHER' },
    });
    expect(await pay({ amount: '30000.01' })).toMatchObject({
      body: { code: 'AWARD_PAYMENT_AMOUNT', available: TOTAL },
    });
    const less = await pay({ amount: '1.00' });
    await scene.claims.approvals.decide(scene.claims.reviewer, less.body.id, 'approve');
    expect(
      await scene.claims.approvals.decide(scene.claims.approver, less.body.id, 'approve'),
    ).toMatchObject({ body: { code: 'AWARD_PAYMENT_AMOUNT' } });
    await scene.paid(litigation, TOTAL);
    expect(await pay({})).toMatchObject({ body: { code: 'AWARD_PAYMENT_AMOUNT' } });
  });

  it('is owed again where the bank sends it back, and paid once more and never twice', async () => {
    await scene.awarded(litigation);
    const before = await scene.pool('award_fund');
    await scene.paid(litigation, TOTAL);
    const { browser } = scene.cashier;
    const { body } = (await browser.get(`/api/v1/cases/${litigation.id}/pay-outs`).expect(200)) as {
      body: { items: { id: string; kind: string }[] };
    };
    expect(body.items).toMatchObject([{ kind: 'award_payment', amount: TOTAL }]);
    const returned = { on: scene.claims.day, reason: '户名不符' };
    for (let twice = 0; twice < 2; twice += 1) {
      await browser
        .post(`/api/v1/pay-outs/${body.items[0]?.id ?? ''}/return`, returned)
        .expect(200);
      await scene.claims.post();
    }
    expect(await stateNow()).toBe('approved');
    expect(await scene.pool('award_fund')).toEqual(before);
    await scene.paid(litigation, TOTAL);
    expect(await stateNow()).toBe('paid');
  });

  it('is paid once where two payments of it are approved at once', async () => {
    await scene.awarded(litigation);
    const content = await scene.payment(litigation, TOTAL);
    const requests: string[] = [];
    for (let each = 0; each < 2; each += 1) {
      const { body } = await scene.claims.tryToAsk('award_payment', content, scene.colleague);
      await scene.claims.approvals.decide(scene.claims.reviewer, body.id, 'approve');
      requests.push(body.id);
    }
    const others = [scene.claims.approver, await scene.claims.approvals.someone('approver')];
    const answers = await Promise.all(
      requests.map((id, index) =>
        scene.claims.approvals.decide(others[index] ?? scene.claims.approver, id, 'approve'),
      ),
    );
    expect(answers.map(({ body }) => body.code ?? body.state).sort()).toEqual([
      'ALREADY_PAID',
      'approved',
    ]);
    await scene.claims.post();
    expect(await scene.claims.balances(litigation)).toMatchObject({ '5001.02': TOTAL });
    expect(await scene.claims.balances(litigation)).not.toHaveProperty(['2307.01']);
  });

  it('is not paid to an account that is the organization’s no more', async () => {
    await scene.awarded(litigation);
    const content = await scene.payment(litigation, TOTAL);
    const { body } = await scene.claims.tryToAsk('award_payment', content, scene.colleague);
    await scene.claims.approvals.decide(scene.claims.reviewer, body.id, 'approve');
    await scene.claims.account('organization', '吉林省绿色志愿者协会', { creditCode: PROVINCIAL });
    expect(
      await scene.claims.approvals.decide(scene.claims.approver, body.id, 'approve'),
    ).toMatchObject({ status: 409, body: { code: 'PAYEE_ACCOUNT_CHANGED' } });
    expect(await stateNow()).toBe('approved');
  });

  it('is not decided beyond what its pool has, where two take the last of it at once', async () => {
    const rich = await scene.won('20000000.00');
    const another = await scene.won('20000000.00');
    const { posted, held } = await scene.pool('award_fund');
    const left = BigInt(posted.replace('.', '')) - BigInt(held.replace('.', ''));
    // Enough for one of them.
    const spare = left - 25_000_000n;
    await scene.claims.act((work) =>
      placeHold(work.tx, {
        ...{ bookId: work.bookId, account: chart.quota('award_fund'), amount: fen(spare) },
        ...{ purpose: 'spare', placedBy: work.by },
      }),
    );
    const requests: string[] = [];
    for (const each of [rich, another]) {
      const assessment = await scene.assessed(each);
      await scene.noticedLongAgo(assessment);
      const { body } = await scene.askToDecide(each, assessment);
      await scene.claims.approvals.decide(scene.claims.reviewer, body.id, 'approve');
      requests.push(body.id);
    }
    const others = [scene.claims.approver, await scene.claims.approvals.someone('approver')];
    const answers = await Promise.all(
      requests.map((id, index) =>
        scene.claims.approvals.decide(others[index] ?? scene.claims.approver, id, 'approve'),
      ),
    );
    expect(answers.map(({ body }) => body.code ?? body.state).sort()).toEqual([
      'INSUFFICIENT_FUNDS',
      'approved',
    ]);
  });
});
