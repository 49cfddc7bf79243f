import { newKey, type Someone } from '../approvals/approval-scene';
import { ClaimsScene, type LiveCase } from './claims-scene';

const DAY = '2026-06-08';

const ITEMS = [
  {
    ref: '判项1',
    kind: 'fund_costs',
    amount: '100000.00',
    dueOn: '2026-02-28',
    debtors: [{ ref: 'd1' }, { ref: 'd2' }],
  },
  { ref: '判项2', amount: '200000.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
] as const;

describe('money of defendants', () => {
  let scene: ClaimsScene;
  let litigation: LiveCase;
  let items: Record<string, string>;
  beforeAll(async () => {
    scene = await ClaimsScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    litigation = await scene.openCase({ defendants: 3, settled: '100000.00' });
    items = await scene.judge(litigation, ITEMS);
  });

  const debtor = (ref: string): string => litigation.defendants[ref] ?? '';
  const given = (payer: string, amount: string, more: object = {}) => ({
    payer: debtor(payer),
    amount,
    kind: 'court_transfer',
    receivedOn: DAY,
    bankReference: newKey(),
    ...more,
  });
  const document = () => scene.organizations.upload(scene.officer);
  const claimsNow = async () => (await scene.claims(litigation, DAY)).items;

  it('go where the preview said, and are posted', async () => {
    const { body: preview } = (await scene.officer.browser
      .get(
        `/api/v1/cases/${litigation.id}/claims/interest?paidOn=${DAY}&amount=150000.00&payer=${debtor('d1')}`,
      )
      .expect(200)) as { body: { proposal: { allocations: object[] } } };
    const { status, body } = await scene.receive(litigation, given('d1', '150000.00'));
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        ref: '收001',
        kind: 'court_transfer',
        overpaid: '0.00',
        recordedBy: scene.officer.name,
        approval: null,
        reversal: null,
        allocations: preview.proposal.allocations,
      },
    });
    expect(body.allocations).toMatchObject([
      { itemRef: '判项1', part: 'principal', amount: '100000.00', interestFixed: '1750.00' },
      { itemRef: '判项2', part: 'principal', amount: '50000.00', interestFixed: '875.00' },
    ]);
    expect(await claimsNow()).toMatchObject([
      { outstanding: '0.00', interest: { fixed: '1750.00', running: '0.00' } },
      { outstanding: '150000.00', interest: { fixed: '875.00', running: '2625.00' } },
    ]);
    await scene.post();
    expect(await scene.balances(litigation)).toEqual({
      '1002.02': '150000.00',
      '2103.01': '-50000.00',
      M0: '-150000.00',
      M1: '150000.00',
    });
  });

  it('discharge first what the payer designates', async () => {
    const designated = [items['判项2'] ?? ''];
    const { body } = await scene.receive(litigation, given('d1', '500.00', { designated }));
    expect(body.allocations).toMatchObject([{ itemRef: '判项2', amount: '500.00' }]);
  });

  it('are recorded once under a key, and another body under it is refused', async () => {
    const receipt = given('d1', '500.00');
    const key = newKey();
    const twice = await Promise.all([1, 2].map(() => scene.receive(litigation, receipt, { key })));
    expect(twice.map(({ status }) => status)).toEqual([201, 201]);
    expect(twice[0]?.body.id).toBe(twice[1]?.body.id);
    const other = await scene.receive(litigation, { ...receipt, amount: '501.00' }, { key });
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await scene.receipts(litigation)).toHaveLength(1);
  });

  it.each(['the same case', 'two cases'])(
    'of one bank reference in %s are recorded by one of two officers at once',
    async (where) => {
      const other = where === 'two cases' ? await scene.openCase() : litigation;
      if (where === 'two cases') await scene.judge(other, [{ ...ITEMS[1], ref: '判项1' }]);
      const bankReference = newKey();
      const answers = await Promise.all([
        scene.receive(litigation, given('d1', '1.00', { bankReference })),
        scene.receive(
          other,
          { ...given('d1', '1.00', { bankReference }), payer: other.defendants['d1'] ?? '' },
          { by: scene.colleague },
        ),
      ]);
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      expect(statuses).toEqual([201, 409]);
      expect(answers.find(({ status }) => status === 409)?.body.code).toBe(
        'DUPLICATE_BANK_REFERENCE',
      );
    },
  );

  it('of two officers at once never come to more than was ordered', async () => {
    const answers = await Promise.all(
      [scene.officer, scene.colleague, scene.officer].map((by) =>
        scene.receive(litigation, given('d1', '250000.00'), { by }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await claimsNow()).toMatchObject([{ received: '100000.00' }, { received: '200000.00' }]);
    // 750,000.00 − 300,000.00 − 100 days of interest on it.
    expect((await scene.claims(litigation, DAY)).debtors).toMatchObject([
      { overpaid: '444750.00', owesInterest: '0.00' },
      {},
      {},
    ]);
  });

  it.each([
    ['of whoever owes nothing', 'd3', {}, 422, 'NOT_A_DEBTOR'],
    ['of nobody', 'd9', {}, 400, 'BODY_INVALID'],
    ['of tomorrow', 'd1', { receivedOn: '2199-01-01' }, 422, 'RECEIPT_DAY_WRONG'],
    ['of nothing', 'd1', { amount: '0.00' }, 400, 'BODY_INVALID'],
    ['of no kind', 'd1', { kind: 'in_kind' }, 400, 'BODY_INVALID'],
    [
      'for an item of nowhere',
      'd1',
      { designated: ['00000000-0000-4000-8000-000000000000'] },
      404,
      'NOT_FOUND',
    ],
  ])('%s are refused', async (_, payer, more, status, code) => {
    const answer = await scene.receive(litigation, given(payer, '1.00', more));
    expect(answer).toMatchObject({ status, body: { code } });
    expect(await scene.receipts(litigation)).toEqual([]);
  });

  it('of whoever owes nothing are refused with the name of the payer', async () => {
    const { body } = await scene.receive(litigation, given('d3', '1.00'));
    expect(body).toMatchObject({ code: 'NOT_A_DEBTOR', payer: '某化工公司3' });
  });

  it.each(['reviewer', 'approver', 'member'] as const)('are not recorded by a %s', async (role) => {
    const by: Someone = scene[role];
    const answer = await scene.receive(litigation, given('d1', '1.00'), { by });
    expect(answer.status).toBe(403);
  });

  it('may be given in kind, which changes no claim', async () => {
    const body = {
      item: items['判项2'],
      defendant: debtor('d1'),
      performedOn: '2026-05-20',
      description: '自行清运污染土壤约1200立方米',
    };
    const path = `/api/v1/cases/${litigation.id}/in-kind`;
    const key = newKey();
    const send = () => scene.officer.browser.post(path, body).set('idempotency-key', key);
    const [first, second] = [await send().expect(201), await send().expect(201)] as {
      body: { id: string };
    }[];
    expect(first?.body.id).toBe(second?.body.id);
    const { body: list } = (await scene.officer.browser.get(path).expect(200)) as {
      body: { items: object[] };
    };
    expect(list.items).toMatchObject([{ itemRef: '判项2', defendant: { name: '某化工公司1' } }]);
    expect(await claimsNow()).toMatchObject([{ received: '0.00' }, { received: '0.00' }]);
  });

  describe('that go other than the rule says', () => {
    const departure = async (payer: string, amount: string, allocations: object[]) => ({
      case: litigation.id,
      ...given(payer, amount),
      allocations,
      reason: '双方约定先偿付修复费用利息',
      document: await document(),
    });
    const part = (ref: string, amount: string, name = 'principal') => ({
      item: items[ref],
      part: name,
      amount,
    });

    it('want two others, who see what the rule would do', async () => {
      const content = await departure('d1', '1000.00', [
        part('判项2', '600.00'),
        part('判项2', '10.50', 'doubled_interest'),
      ]);
      const id = await scene.ask('receipt_departure', content);
      const { summary } = (await scene.approvals.read(scene.reviewer, id)) as unknown as {
        summary: { field: string; cells?: object }[];
      };
      expect(summary).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ field: 'allocation' }),
          expect.objectContaining({
            field: 'allocationByRule',
            cells: { judgmentItem: '判项1', part: 'Principal', amount: '1000.00' },
          }),
        ]),
      );
      expect(await scene.receipts(litigation)).toEqual([]);
      expect((await scene.approvals.decide(scene.officer, id, 'approve')).status).toBe(403);
      await scene.carryOut(id);
      expect(await scene.receipts(litigation)).toMatchObject([
        {
          amount: '1000.00',
          overpaid: '389.50',
          approval: id,
          recordedBy: scene.officer.name,
          allocations: [
            { itemRef: '判项2', part: 'principal', amount: '600.00', interestFixed: '10.50' },
            { itemRef: '判项2', part: 'doubled_interest', amount: '10.50' },
          ],
        },
      ]);
    });

    it.each([
      ['more than is owed', 'd1', '300000.00', '判项2', '200000.01', 'principal'],
      ['more than came', 'd1', '100.00', '判项2', '100.01', 'principal'],
      ['where the payer owes nothing', 'd2', '100.00', '判项2', '1.00', 'principal'],
      ['to what was not written off', 'd1', '100.00', '判项1', '1.00', 'written_off'],
      ['to interest that is not fixed', 'd1', '100.00', '判项1', '0.01', 'doubled_interest'],
    ])('are refused: %s', async (_, payer, amount, item, share, name) => {
      const content = await departure(payer, amount, [part(item, share, name)]);
      const answer = await scene.tryToAsk('receipt_departure', content);
      expect(answer).toMatchObject({ status: 422, body: { code: 'ALLOCATION_EXCEEDS_DEBT' } });
    });

    it('are looked at again when they are carried out', async () => {
      const content = await departure('d1', '200000.00', [part('判项2', '200000.00')]);
      const id = await scene.ask('receipt_departure', content);
      await scene.receive(litigation, given('d1', '300000.00'));
      await scene.approvals.decide(scene.reviewer, id, 'approve');
      expect(await scene.approvals.decide(scene.approver, id, 'approve')).toMatchObject({
        status: 422,
        body: { code: 'ALLOCATION_EXCEEDS_DEBT' },
      });
    });

    it('cannot be written past the approval, not even by the service', async () => {
      const { id } = (await scene.receive(litigation, given('d1', '1.00'))).body;
      const { dataSource } = scene;
      const copy = dataSource.query(
        `INSERT INTO fund.receipt
         SELECT gen_random_uuid(), book_id, case_id, 'x', 99, defendant_id, 1, 0, received_on, 'x', kind,
                recorded_by_id, NULL, NULL, 'x', (SELECT r.id FROM fund.approval_request r LIMIT 1)
           FROM fund.receipt WHERE id = $1`,
        [id],
      );
      await expect(copy).rejects.toThrow('wants the approval of others');
      await expect(
        dataSource.query('UPDATE fund.receipt SET amount_fen = 2 WHERE id = $1', [id]),
      ).rejects.toThrow();
    });
  });
});
