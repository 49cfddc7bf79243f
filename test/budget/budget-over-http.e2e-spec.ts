import { settleBook } from '../../src/ledger';
import { APPROVALS, newKey, type Someone } from '../approvals/approval-scene';
import { BudgetScene } from './budget-scene';

interface Budget {
  readonly year: number;
  readonly years: readonly number[];
  readonly pools: readonly {
    readonly pool: string;
    readonly lines: readonly object[];
    readonly total: object;
    readonly outside: string | null;
  }[];
  readonly total: object;
}

describe('a budget over HTTP', () => {
  let scene: BudgetScene;
  let reviewer: Someone;
  let approver: Someone;
  let auditor: Someone;
  let year: number;
  beforeAll(async () => {
    scene = await BudgetScene.open();
    reviewer = await scene.approvals.someone('reviewer');
    approver = await scene.approvals.someone('approver');
    auditor = await scene.approvals.someone('auditor');
    const [today] = await scene.dataSource.query<{ year: number }[]>(
      `SELECT extract(year FROM now() AT TIME ZONE 'Asia/Shanghai')::integer AS year`,
    );
    year = today?.year ?? 0;
  });
  afterAll(() => scene.close());

  const address = () => `/api/v1/books/${scene.approvals.bureau.bookCode}/budget`;
  const content = (more: object) => ({
    change: 'appropriation',
    pool: 'special_fund',
    year,
    document: '财预〔2026〕12号',
    reason: '年度预算',
    budgetLines: [{ category: 'lawyer', raise: '30000.00' }],
    ...more,
  });
  const ask = (more: object) =>
    scene.officer.browser
      .post(APPROVALS, {
        kind: 'budget_change',
        content: content(more),
        book: scene.approvals.bureau.bookCode,
      })
      .set('idempotency-key', newKey());

  async function approved(more: object): Promise<string> {
    const { body } = (await ask(more).expect(201)) as { body: { id: string } };
    for (const person of [reviewer, approver]) {
      const { status } = await scene.approvals.decide(person, body.id, 'approve');
      expect(status).toBe(200);
    }
    await settleBook(scene.dataSource, scene.approvals.bureau.bookId);
    return body.id;
  }

  const budget = async (query = ''): Promise<Budget> => {
    const { body } = (await auditor.browser.get(`${address()}${query}`).expect(200)) as {
      body: Budget;
    };
    return body;
  };

  it('changes with the last approval, and says by which', async () => {
    const first = await approved({});
    const second = await approved({
      change: 'transfer',
      budgetLines: [
        { category: 'lawyer', lower: '500.50' },
        { category: 'travel', raise: '500.50' },
      ],
    });
    const { pools, years, total } = await budget();
    expect(years).toEqual([year]);
    expect(pools[0]).toEqual({
      pool: 'special_fund',
      lines: [
        {
          category: 'lawyer',
          originYear: year,
          budgeted: '29499.50',
          held: '0.00',
          spent: '0.00',
          available: '29499.50',
        },
        {
          category: 'travel',
          originYear: year,
          budgeted: '500.50',
          held: '0.00',
          spent: '0.00',
          available: '500.50',
        },
      ],
      total: { budgeted: '30000.00', held: '0.00', spent: '0.00', available: '30000.00' },
      outside: '0.00',
    });
    expect(total).toMatchObject({ available: '30000.00' });
    const { body } = (await auditor.browser.get(`${address()}/changes`).expect(200)) as {
      body: { items: object[] };
    };
    expect(body.items).toMatchObject([
      {
        approval: second,
        change: 'transfer',
        amount: '500.50',
        madeBy: scene.officer.name,
        approvedBy: approver.name,
        lines: [
          { category: 'lawyer', amount: '-500.50' },
          { category: 'travel', amount: '500.50' },
        ],
      },
      { approval: first, change: 'appropriation', amount: '30000.00' },
    ]);
    const trail = await scene.dataSource.query<{ action: string }[]>(
      `SELECT action FROM fund.audit_event WHERE action LIKE 'budget.%' ORDER BY id`,
    );
    expect(trail.map(({ action }) => action)).toEqual(['budget.appropriation', 'budget.transfer']);
  });

  it('is read as of a day, and of a year without one', async () => {
    expect((await budget(`?year=${String(year)}&asOf=2020-01-01`)).pools[0]).toMatchObject({
      lines: [],
      outside: null,
    });
    expect((await budget('?year=2001')).total).toMatchObject({ budgeted: '0.00' });
    for (const wrong of ['?year=1999', '?year=x', '?asOf=2024-02-30', '?more=1']) {
      await auditor.browser.get(`${address()}${wrong}`).expect(400);
    }
  });

  it('is asked for by the finance officer, and decided by the amount', async () => {
    await reviewer.browser
      .post(APPROVALS, {
        kind: 'budget_change',
        content: content({}),
        book: scene.approvals.bureau.bookCode,
      })
      .set('idempotency-key', newKey())
      .expect(403);
    const { body } = (await ask({ budgetLines: [{ category: 'lawyer', raise: '200000.01' }] })) as {
      body: { code: string };
    };
    expect(body.code).toBe('RESOLUTION_REQUIRED');
  });

  it('refuses at once what could not be done, and once more when it is decided', async () => {
    const lower = (amount: string) => ({
      change: 'transfer',
      budgetLines: [
        { category: 'travel', lower: amount },
        { category: 'expert', raise: amount },
      ],
    });
    const { body } = (await ask(lower('500.51')).expect(422)) as { body: { code: string } };
    expect(body).toMatchObject({ code: 'BUDGET_LINE_TOO_LOW', available: '500.50' });
    const one = (await ask(lower('500.50')).expect(201)) as { body: { id: string } };
    await approved(lower('0.01'));
    await scene.approvals.decide(reviewer, one.body.id, 'approve');
    expect(await scene.approvals.decide(approver, one.body.id, 'approve')).toMatchObject({
      status: 422,
      body: { code: 'BUDGET_LINE_TOO_LOW' },
    });
    expect((await scene.approvals.read(approver, one.body.id)).state).toBe('open');
  });

  it('shows whoever decides what goes up and down', async () => {
    const { body } = (await ask({
      change: 'donation',
      donor: '某环保公司',
      budgetLines: [{ category: 'expert', raise: '8.00' }],
    }).expect(201)) as { body: { id: string } };
    const { body: card } = (await reviewer.browser
      .get(`${APPROVALS}/${body.id}`)
      .set('accept-language', 'zh')) as { body: object };
    expect(card).toMatchObject({
      title: `${String(year)} 年专项资金：捐赠收入`,
      amount: '8.00',
      summary: [
        { field: 'change', value: '捐赠收入' },
        { field: 'pool', value: '专项资金' },
        { field: 'year', value: String(year) },
        { field: 'donor', value: '某环保公司' },
        { field: 'document', value: '财预〔2026〕12号' },
        { field: 'reason', value: '年度预算' },
        { field: 'budgetLines', cells: { category: '专家费', originYear: '', raise: '8.00' } },
        { field: 'total', value: '8.00' },
      ],
    });
  });

  it('pages through what changed it', async () => {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const { body } = (await auditor.browser
        .get(`${address()}/changes?year=${String(year)}&limit=1${cursor}`)
        .expect(200)) as { body: { items: { id: string }[]; next: string | null } };
      seen.push(...body.items.map(({ id }) => id));
      next = body.next;
    }
    expect(seen).toEqual([...seen].sort().reverse());
    expect(seen).toHaveLength(3);
  });
});
