import { INBOX } from '../approvals/approval-scene';
import { DamageScene, DAY } from './damage-scene';

describe('the damage money of a case', () => {
  let scene: DamageScene;
  beforeAll(async () => {
    scene = await DamageScene.open();
  });
  afterAll(() => scene.close());

  const remittance = async (caseId: string, amount: string) => ({
    ...{ case: caseId, amount, reason: '按规定上缴' },
    payee: await scene.claims.ofTreasury(),
  });

  const toRemit = async (caseId: string) => {
    const { body } = (await scene.officer.browser.get(`${INBOX}?limit=200`).expect(200)) as {
      body: { items: { source: string; id: string }[] };
    };
    return body.items.filter(({ source, id }) => source === 'damages_to_remit' && id === caseId);
  };

  it('is told by judgment item, and what is to be remitted with its day', async () => {
    const litigation = await scene.caseWith('300000.00');
    await scene.receive(litigation, '100000.00', '2026-06-15');
    expect(await scene.fund(litigation)).toMatchObject({
      ...{ route: 'treasury', received: '400000.00', interest: '0.00', remitted: '0.00' },
      ...{ toRemit: '400000.00', appropriated: null, planned: '0.00', paid: '0.00', left: null },
      items: [{ ref: '修复', ordered: '1000000.00', principal: '400000.00', interest: '0.00' }],
      remittances: [
        { receivedOn: DAY, amount: '300000.00', dueOn: '2026-06-29' },
        { receivedOn: '2026-06-15', amount: '100000.00', dueOn: '2026-07-06' },
      ],
    });
    expect(await toRemit(litigation.id)).toMatchObject([
      { amount: '400000.00', dueOn: '2026-06-29', link: `/console/damage-fund/${litigation.id}` },
    ]);
    await scene.carryOut('damages_remittance', await remittance(litigation.id, '350000.00'));
    expect(await scene.fund(litigation)).toMatchObject({
      ...{ remitted: '350000.00', toRemit: '50000.00' },
      remittances: [{ receivedOn: '2026-06-15', amount: '50000.00', dueOn: '2026-07-06' }],
    });
    expect(await toRemit(litigation.id)).toMatchObject([{ amount: '50000.00' }]);
    const { body } = await scene.ask(
      'damages_remittance',
      await remittance(litigation.id, '50000.00'),
    );
    expect(body.id).toBeDefined();
    expect(await toRemit(litigation.id)).toEqual([]);
  });

  it('has its interest in trust, and nothing to remit, where it stays in the trust account', async () => {
    const litigation = await scene.claims.openCase({ damageRoute: 'trust_account' });
    await scene.claims.judge(litigation, [
      { ref: '修复', amount: '1000.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
    ]);
    await scene.receive(litigation, '1017.50');
    expect(await scene.fund(litigation)).toMatchObject({
      ...{ route: 'trust_account', received: '1000.00', interest: '17.50', toRemit: '0.00' },
      ...{ appropriated: null, unplanned: '1017.50', left: '1017.50', remittances: [] },
      items: [{ principal: '1000.00', interest: '17.50' }],
    });
    expect(await toRemit(litigation.id)).toEqual([]);
  });

  it('comes back as budget money of its case, and of no other', async () => {
    const litigation = await scene.caseWith('300000.00');
    const trust = await scene.caseWith('300000.00', { damageRoute: 'trust_account' });
    const ask = (content: object) => scene.ask('budget_change', content);
    expect(await ask(scene.appropriation(undefined, '100.00'))).toMatchObject({
      status: 422,
      body: { code: 'APPROPRIATION_NEEDS_CASE' },
    });
    expect(await ask(scene.appropriation(trust, '100.00'))).toMatchObject({
      status: 422,
      body: { code: 'APPROPRIATION_NEEDS_CASE', route: 'trust_account' },
    });
    const elsewhere = scene.appropriation(litigation, '100.00', {
      pool: 'special_fund',
      budgetLines: [{ category: 'appraisal', raise: '1.00' }],
    });
    expect(await ask(elsewhere)).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } });
    await scene.carryOut('budget_change', scene.appropriation(litigation, '150000.00'));
    expect(await scene.fund(litigation)).toMatchObject({
      appropriated: '150000.00',
      left: '150000.00',
    });
    const { body } = (await scene.officer.browser
      .get(`/api/v1/books/${scene.claims.bookCode}/budget/changes`)
      .expect(200)) as { body: { items: object[] } };
    expect(body.items[0]).toMatchObject({ pool: 'damage_fund', case: litigation.id });
  });

  it('is listed case by case, for those who read the book', async () => {
    const litigation = await scene.caseWith('1234.56');
    const auditor = await scene.claims.approvals.someone('auditor');
    const { body } = (await auditor.browser
      .get(`/api/v1/damage-fund?book=${scene.claims.bookCode}&limit=1`)
      .expect(200)) as { body: { items: object[]; next: string | null } };
    expect(body.items).toMatchObject([
      { case: litigation.id, received: '1234.56', toRemit: '1234.56', remitBy: '2026-06-29' },
    ]);
    const page = await auditor.browser.get(`/api/v1/damage-fund?limit=1&cursor=${body.next ?? ''}`);
    expect(page.body).toMatchObject({ items: [{ received: '300000.00' }] });
    const words = encodeURIComponent(litigation.number);
    expect((await auditor.browser.get(`/api/v1/damage-fund?q=${words}`)).body).toMatchObject({
      items: [{ case: litigation.id }],
    });
    await scene.claims.member.browser.get('/api/v1/damage-fund').expect(403);
  });
});
