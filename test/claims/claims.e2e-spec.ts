import { environmentOf, startFund } from '../support/fund-process';
import { ClaimsScene, type LiveCase } from './claims-scene';

describe('the claims of a case', () => {
  let scene: ClaimsScene;
  let litigation: LiveCase;
  let items: Record<string, string>;
  beforeAll(async () => {
    scene = await ClaimsScene.open();
    litigation = await scene.openCase({ defendants: 2, settled: '100000.00' });
    items = await scene.judge(litigation, [
      {
        ref: '判项1',
        kind: 'fund_costs',
        amount: '100000.00',
        dueOn: '2026-02-28',
        debtors: [{ ref: 'd1' }, { ref: 'd2' }],
      },
      {
        ref: '判项2',
        kind: 'service_loss',
        amount: '1270000.00',
        dueOn: '2026-02-28',
        debtors: [{ ref: 'd1' }],
      },
      {
        ref: '判项3',
        amount: '500000.00',
        conditional: true,
        debtors: [{ ref: 'd1' }],
      },
    ]);
  });
  afterAll(() => scene.close());

  const claims = (on: string) => scene.claims(litigation, on);
  const calculator = (query: string) =>
    scene.officer.browser.get(`/api/v1/cases/${litigation.id}/claims/interest?${query}`);

  it('stand item by item, with interest up to the day and how it was reckoned', async () => {
    const { items: shown, debtors } = await claims('2026-06-08');
    expect(shown).toMatchObject([
      { ref: '判项1', kind: 'fund_costs', outstanding: '100000.00', isOwed: true },
      {
        ref: '判项2',
        outstanding: '1270000.00',
        // 1,270,000.00 × 0.000175 × 100 days.
        interest: { fixed: '0.00', received: '0.00', running: '22225.00' },
        balances: [
          {
            dueOn: '2026-02-28',
            isOverdue: true,
            days: 100,
            explanation: {
              rule: 'delayed-performance-interest',
              articles: expect.arrayContaining(['法释〔2014〕8号 art 1']) as unknown,
            },
          },
        ],
      },
      { ref: '判项3', isOwed: false, interest: { running: '0.00' }, balances: [{ dueOn: null }] },
    ]);
    expect(debtors).toMatchObject([
      { name: '某化工公司1', owes: '1370000.00', owesInterest: '23975.00' },
      { name: '某化工公司2', owes: '100000.00', owesInterest: '1750.00' },
    ]);
  });

  it.each([
    ['on the due day', '2026-02-28', 0, '0.00'],
    ['the day after', '2026-03-01', 1, '222.25'],
  ])('bear interest from the due day: %s', async (_, on, days, running) => {
    const { items: shown } = await claims(on);
    expect(shown[1]).toMatchObject({ interest: { running }, balances: [{ days }] });
  });

  it('are tried with a payment that is not recorded', async () => {
    const { defendants } = litigation;
    const tried = await calculator(
      `paidOn=2026-06-08&amount=1393975.01&payer=${defendants['d1'] ?? ''}`,
    ).expect(200);
    expect(tried.body).toMatchObject({
      proposal: {
        payer: { name: '某化工公司1' },
        overpaid: '0.01',
        allocations: [
          { itemRef: '判项1', part: 'principal', amount: '100000.00', interestFixed: '1750.00' },
          { itemRef: '判项2', part: 'principal', amount: '1270000.00', interestDays: 100 },
          { itemRef: '判项1', part: 'doubled_interest', amount: '1750.00' },
          { itemRef: '判项2', part: 'doubled_interest', amount: '22225.00' },
        ],
        explanation: { rule: 'receipt-allocation' },
      },
    });
    expect(await scene.dataSource.query('SELECT id FROM fund.receipt')).toEqual([]);
    expect((await claims('2026-06-08')).items[1]).toMatchObject({ received: '0.00' });
  });

  it('are tried with what the payer designates first', async () => {
    const payer = litigation.defendants['d1'] ?? '';
    const { body } = (await calculator(
      `paidOn=2026-06-08&amount=500.00&payer=${payer}&designated=${items['判项2'] ?? ''}`,
    ).expect(200)) as { body: { proposal: { allocations: object[] } } };
    expect(body.proposal.allocations).toMatchObject([{ itemRef: '判项2', amount: '500.00' }]);
  });

  it('show the interest alone where no payment is asked about', async () => {
    const { body } = (await calculator('paidOn=2026-06-08').expect(200)) as { body: object };
    expect(body).toMatchObject({
      proposal: null,
      interest: [{ running: '1750.00' }, { running: '22225.00', days: 100 }, { running: '0.00' }],
    });
  });

  it.each([
    ['without a payer', 'paidOn=2026-06-08&amount=1.00', 400],
    ['of nothing', 'paidOn=2026-06-08&amount=0&payer=00000000-0000-4000-8000-000000000000', 400],
    ['of nobody', 'paidOn=2026-06-08&amount=1&payer=00000000-0000-4000-8000-000000000000', 404],
    ['on no day', 'paidOn=2026-02-30', 400],
  ])('are not tried with a payment %s', async (_, query, status) => {
    await calculator(query).expect(status);
  });

  it('are not for organizations, and not for other bureaus', async () => {
    const path = `/api/v1/cases/${litigation.id}/claims`;
    await scene.member.browser.get(path).expect(403);
    const elsewhere = await scene.approvals.service.bureau('jilin');
    const stranger = await scene.approvals.someoneOf(elsewhere, 'auditor');
    await stranger.browser.get(path).expect(404);
  });

  it('are worked out by the command line as over HTTP', async () => {
    const { database } = scene.approvals.service;
    const of = ['--case', litigation.number, '--book', scene.bookCode, '--on', '2026-06-08'];
    const run = (...more: string[]) =>
      startFund(['interest', ...of, ...more], environmentOf(database)).done;
    const { status, stdout } = await run('--amount', '500.00', '--from', '某化工公司2');
    expect({ status, answer: JSON.parse(stdout) as unknown }).toMatchObject({
      status: 0,
      answer: {
        proposal: { allocations: [{ itemRef: '判项1', amount: '500.00', interestFixed: '8.75' }] },
        interest: [{ running: '1750.00' }, { running: '22225.00' }, {}],
      },
    });
    expect((await run('--amount', '500.00', '--from', '没有这家公司')).status).toBe(2);
  });
});
