import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { closeMonth } from '../../src/ledger';
import { inTransaction } from '../../src/platform/database/transaction';
import type { ContentJson } from '../../src/platform/json/content-hash';
import { newKey } from '../approvals/approval-scene';
import { TO_FINAL } from '../case-register/case-scene';
import { JudgmentScene } from './judgment-scene';

interface JudgmentItem {
  readonly organization?: string;
  readonly liability: {
    readonly mode: string;
    readonly debtors: readonly { readonly defendant: string }[];
  };
}

describe('judgments of a live case', () => {
  let first: JudgmentScene;
  let scene: JudgmentScene;
  let cases = 1;
  beforeAll(async () => {
    first = await JudgmentScene.open();
  });
  afterAll(() => first.payments.close());
  beforeEach(async () => {
    cases += 1;
    scene = await first.inNewCase(`(2026)吉01民初${String(cases)}号`);
  });

  /** The same case as a case file tells it: its costs, and the judgment. */
  const asCaseFile = (content: Record<string, ContentJson>) => {
    const ref = (id: string): string => (id === scene.defendants[0] ? 'd1' : 'd2');
    const items = (content['items'] as unknown as JudgmentItem[]).map((item) => ({
      ...item,
      ...(item.organization !== undefined && { organization: 'o1' }),
      liability: {
        mode: item.liability.mode,
        debtors: item.liability.debtors.map(({ defendant, ...debtor }) => ({
          ref: ref(defendant),
          ...debtor,
        })),
      },
    }));
    const on = '2026-06-18';
    return {
      format: 'casefile/1',
      id: 'same-case',
      title: 'The same case',
      asOf: on,
      organizations: [
        {
          ref: 'o1',
          name: 'Plaintiff',
          kind: 'social_association',
          uscc: '51220000MJ00010109',
          registeredOn: '2010-01-01',
          annualReports: [2021, 2022, 2023, 2024, 2025],
          cleanRecordStatementOn: '2026-01-01',
          charterRelated: true,
          penalties: [],
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
          on,
          type: 'advance.apply',
          ref: 'a1',
          organization: 'o1',
          items: [{ ref: 'i1', category: 'testing', amount: '1000.00', payee: 'p' }],
        },
        { on, type: 'advance.approve', advance: 'a1' },
        { on, type: 'advance.pay', item: 'i1' },
        {
          on,
          type: 'advance.settle',
          item: 'i1',
          invoices: [{ issuer: 'i', number: '1', amount: '1000.00' }],
        },
        {
          on,
          type: 'judgment',
          ref: 'j1',
          outcome: content['outcome'],
          claimed: content['claimed'],
          effectiveOn: '2026-06-17',
          items,
        },
      ],
    };
  };

  it('leave the books as a case file of the same case leaves them', async () => {
    const content = await scene.content(await scene.tell());
    await scene.carryOut('judgment', content);
    const { dataSource } = scene.payments;
    const file = parseCaseFile(JSON.stringify(asCaseFile(content)));
    const { bookId } = await replayCaseFile(dataSource, file);
    const [told] = await dataSource.query<{ id: string }[]>(
      'SELECT id FROM fund.litigation_case WHERE book_id = $1',
      [bookId],
    );
    const balances = await scene.balances();
    expect(balances).toMatchObject({ '1218.02': '10000', '1218.04 costs': '90000' });
    expect(balances).toEqual(await scene.balances(told?.id ?? ''));
    const debts = (caseId: string) =>
      dataSource.query(
        `SELECT i.ref, i.kind, i.ordinal, i.ordered_fen, i.conditional, i.bears_interest, i.liability_mode,
                b.ordinal AS place, b.ordered_fen AS owed, b.due_on, d.ref AS debtor
           FROM fund.judgment_item i JOIN fund.claim_balance b ON b.item_id = i.id
           LEFT JOIN fund.defendant d ON d.id = b.defendant_id
          WHERE i.case_id = $1 ORDER BY i.ordinal, b.ordinal`,
        [caseId],
      );
    expect(await debts(scene.caseId)).toEqual(await debts(told?.id ?? ''));
  });

  it('book nothing before somebody else has approved, and then on the day of effect', async () => {
    const asked = await scene.ask('judgment', await scene.content(await scene.tell()));
    await scene.payments.post();
    const before = await scene.balances();
    expect((await scene.approve(asked.body.id, scene.officer)).status).toBe(403);
    await scene.payments.post();
    expect(await scene.balances()).toEqual(before);
    await scene.approve(asked.body.id);
    await scene.payments.post();
    const [row] = await scene.payments.dataSource.query<{ day: string; approval: string }[]>(
      `SELECT r.business_on::text AS day, j.approval_request_id AS approval
         FROM fund.judgment j JOIN ledger.posting_request r ON r.id = j.posting_request_id WHERE j.case_id = $1`,
      [scene.caseId],
    );
    expect(row).toEqual({ day: '2026-06-17', approval: asked.body.id });
    const { judgments, flow } = await scene.read();
    expect(judgments).toMatchObject([
      {
        reversedOn: null,
        inKind: [{ acceptedOn: null }],
        refusedCosts: [{ category: 'lawyer', amount: '400.00' }],
        documents: [{}],
      },
    ]);
    expect(flow).toMatchObject({
      advanced: '1000.00',
      granted: '900.00',
      damagesOrdered: '7600.01',
    });
  });

  it('take effect once, whoever of two approvers is first', async () => {
    const asked = await scene.ask('judgment', await scene.content(await scene.tell()));
    const other = await scene.payments.organizations.approvals.someone('approver');
    const answers = await Promise.all([
      scene.approve(asked.body.id),
      scene.approve(asked.body.id, other),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await scene.read()).judgments).toHaveLength(1);
  });

  it('of one step are recorded once, also when two requests are approved at the same instant', async () => {
    const step = await scene.tell();
    const small = (ref: string) =>
      scene.content(step, { ref, items: [], inKind: [], refusedCosts: [] });
    const ids = [
      (await scene.ask('judgment', await small('甲'))).body.id,
      (await scene.ask('judgment', await small('乙'))).body.id,
    ];
    const answers = await Promise.all(ids.map((id) => scene.approve(id)));
    expect(answers.map(({ body }) => body.code ?? body.state).toSorted()).toEqual([
      'JUDGMENT_RECORDED',
      'approved',
    ]);
    expect((await scene.read()).judgments).toHaveLength(1);
  });

  it('are refused while they are not final, or where the step has another outcome', async () => {
    const judged = await scene.tell(TO_FINAL.slice(0, 2));
    const notYet = await scene.ask('judgment', await scene.content(judged));
    expect(notYet.body.code).toBe('JUDGMENT_NOT_FINAL');
    const final = await scene.tell(TO_FINAL.slice(2));
    const content = await scene.content(final, { outcome: 'mediation', claimed: undefined });
    expect((await scene.ask('judgment', content)).body.code).toBe('JUDGMENT_NOT_FINAL');
  });

  it.each<[string, (content: Record<string, ContentJson>) => object]>([
    ['GRANT_EXCEEDS_ADVANCE', (content) => changed(content, 0, { amount: '1000.01' })],
    ['SHARES_DO_NOT_ADD_UP', (content) => changed(content, 3, { amount: '1000.02' })],
    ['DUPLICATE_REF', (content) => changed(content, 1, { ref: 'costs' })],
    ['INTEREST_NOT_COMPUTABLE', (content) => changed(content, 0, { dueOn: '2014-07-31' })],
    ['BODY_INVALID', (content) => changed(content, 0, { conditional: true })],
    [
      'NOT_FOUND',
      (content) =>
        changed(content, 0, {
          liability: { mode: 'sole', debtors: [{ defendant: scene.caseId }] },
        }),
    ],
  ])('are refused with %s before anybody decides', async (code, change) => {
    const content = await scene.content(await scene.tell());
    const { status, body } = await scene.ask('judgment', change(content) as ContentJson);
    expect({ code: body.code, isRefused: status >= 400 }).toEqual({ code, isRefused: true });
    expect((await scene.read()).judgments).toEqual([]);
  });

  it('that something rests on keep their step, and are of the bureau alone', async () => {
    const step = await scene.tell();
    await scene.carryOut('judgment', await scene.content(step));
    const revoked = await scene.officer.browser
      .post(`/api/v1/cases/${scene.caseId}/steps/${step}/revocation`, { reason: '有误' })
      .set('idempotency-key', 'revoke-final');
    expect(revoked).toMatchObject({
      status: 422,
      body: { code: 'CASE_STEP_IN_USE', usedBy: 'judgment' },
    });
    const { approvals } = scene.payments.organizations;
    const stranger = await approvals.someoneOf(await approvals.service.bureau('jilin'), 'auditor');
    const path = `/api/v1/cases/${scene.caseId}/judgments`;
    await stranger.browser.get(path).expect(404);
    await scene.payments.member.browser.get(path).expect(403);
  });

  it('are due on the working day after a last day that is a day off, and say both days', async () => {
    const content = await scene.content(await scene.tell());
    const late = changed(content, 0, { dueOn: '2026-08-01' }) as ContentJson;
    const asked = await scene.ask('judgment', late);
    const { body } = (await scene.payments.approver.browser
      .get(`/api/v1/approvals/${asked.body.id}`)
      .expect(200)) as { body: { summary: { cells?: Record<string, string> }[] } };
    expect(body.summary.find(({ cells }) => cells?.['judgmentItem'] === 'costs')).toMatchObject({
      cells: { dueOn: '2026-08-01', movedTo: '2026-08-03' },
    });
    await scene.approve(asked.body.id);
    await scene.payments.post();
    expect((await scene.read()).judgments[0]?.items[0]?.dueOn).toEqual(['2026-08-03']);
    // Paid on that day, nothing is late.
    const receipt = await scene.officer.browser
      .post(`/api/v1/cases/${scene.caseId}/enforcement-receipts`, {
        ...{ payer: scene.defendants[0], amount: '900.00', kind: 'voluntary' },
        ...{ receivedOn: '2026-08-03', bankReference: newKey() },
      })
      .set('idempotency-key', newKey())
      .expect(201);
    expect(receipt.body).toMatchObject({
      allocations: [{ itemRef: 'costs', interestDays: 0, interestFixed: '0.00' }],
    });
  });

  it('make a conditional item a debt only when a default was approved, once', async () => {
    await scene.carryOut('judgment', await scene.content(await scene.tell()));
    const works = async () =>
      (await scene.read()).judgments[0]?.items.find(({ ref }) => ref === 'works');
    const { id = '' } = (await works()) ?? {};
    const missed = {
      item: id,
      dueOn: '2026-11-01',
      reason: '期满未修复',
      document: await scene.paper(),
    };
    const twice = (await scene.ask('condition_default', missed)).body.id;
    await scene.carryOut('condition_default', missed);
    expect(await works()).toMatchObject({ defaulted: true, dueOn: ['2026-11-02'] });
    expect(await scene.balances()).toMatchObject({ 'M1 works': '500000' });
    expect((await scene.approve(twice)).body.code).toBe('NOT_CONDITIONAL');
  });

  it('keep stays of interest and the acceptance of what is done in kind', async () => {
    await scene.carryOut('judgment', await scene.content(await scene.tell()));
    const document = await scene.paper();
    await scene.carryOut('interest_stay', {
      ...{ case: scene.caseId, from: '2026-08-01', to: '2026-08-31', requestedByDebtor: false },
      ...{ reason: '中止执行', document },
    });
    const order = (await scene.read()).judgments[0]?.inKind[0]?.id ?? '';
    const accepted = { order, acceptedOn: '2026-11-01', opinion: '成活率合格', document };
    await scene.carryOut('in_kind_acceptance', accepted);
    const shown = await scene.read();
    expect(shown.stays).toEqual([
      { from: '2026-08-01', to: '2026-08-31', requestedByDebtor: false },
    ]);
    expect(shown.judgments[0]?.inKind[0]?.acceptedOn).toBe('2026-11-01');
    expect((await scene.ask('in_kind_acceptance', accepted)).body.code).toBe('IN_KIND_ACCEPTED');
  });

  describe('that another one takes the place of', () => {
    const RETRIAL = [
      [
        'instance_opened',
        '2026-08-01',
        { instance: 'retrial', number: '（2026）吉民再1号', court: '吉林省高级人民法院' },
      ],
      ['judged', '2026-10-01'],
      ['judgment_final', '2026-10-01'],
    ] as const;
    const small = (scope: JudgmentScene, step: string, replaces: string) =>
      scope.content(step, {
        ref: '（2026）吉民再1号',
        outcome: 'win',
        claimed: undefined,
        items: [
          {
            ref: 'costs-2',
            kind: 'fund_costs',
            amount: '1000.00',
            liability: { mode: 'sole', debtors: [{ defendant: scope.defendants[1] }] },
          },
        ],
        inKind: [],
        refusedCosts: [],
        replaces,
      });

    it('are reversed in the books and stay on record, with their defaults', async () => {
      await scene.carryOut('judgment', await scene.content(await scene.tell()));
      const [former] = (await scene.read()).judgments;
      const works = former?.items.find(({ ref }) => ref === 'works')?.id ?? '';
      await scene.carryOut('condition_default', {
        ...{
          item: works,
          dueOn: '2026-08-01',
          reason: '期满未修复',
          document: await scene.paper(),
        },
      });
      const again = await scene.tell(RETRIAL);
      await scene.carryOut('judgment', await small(scene, again, former?.id ?? ''));
      expect(await scene.balances()).toEqual({ '1218.04 costs-2': '100000' });
      const { judgments, flow } = await scene.read();
      expect(judgments).toMatchObject([
        { id: former?.id, reversedOn: '2026-10-01' },
        { replaces: former?.id, reversedOn: null },
      ]);
      expect(new Set(judgments[0]?.items.map(({ outstanding }) => outstanding))).toEqual(
        new Set(['0.00']),
      );
      expect(judgments[0]?.items[0]?.ordered).toBe('900.00');
      expect(flow).toMatchObject({ granted: '1000.00', damagesOrdered: '0.00' });
      const [row] = await scene.payments.dataSource.query<{ reversals: string }[]>(
        `SELECT count(*) AS reversals FROM ledger.journal j
          WHERE j.book_id = $1 AND j.reverses IN (
            SELECT p.journal_number FROM ledger.posting_request p
             WHERE p.id = (SELECT posting_request_id FROM fund.judgment WHERE id = $2)
                OR p.id = (SELECT posting_request_id FROM fund.condition_default WHERE item_id = $3))`,
        [scene.payments.bookId, former?.id, works],
      );
      expect(row?.reversals).toBe('2');
      for (const on of ['2026-09-30', '2026-10-01']) {
        const ages = await scene.ages(on);
        expect(ages.outstanding).toBe(ages.books.total);
      }
      const third = await scene.ask('judgment', await small(scene, again, former?.id ?? ''));
      expect(third.body.code).toBe('JUDGMENT_RECORDED');
    });

    it('are no debts any more only where nothing has come in under them', async () => {
      await scene.carryOut('judgment', await scene.content(await scene.tell()));
      const [former] = (await scene.read()).judgments;
      const item = former?.items[0]?.id;
      const { dataSource } = scene.payments;
      await dataSource.query('UPDATE fund.claim_balance SET received_fen = 1 WHERE item_id = $1', [
        item,
      ]);
      await expect(
        dataSource.query('UPDATE fund.claim_balance SET reversed = true WHERE item_id = $1', [
          item,
        ]),
      ).rejects.toThrow('ck_claim_balance_reversed');
    });
  });

  it('keep what they say in the database, whatever the code forgets', async () => {
    await scene.carryOut('judgment', await scene.content(await scene.tell()));
    const { dataSource } = scene.payments;
    for (const change of [
      `UPDATE fund.judgment SET outcome = 'loss'`,
      'UPDATE fund.judgment SET case_step_id = NULL WHERE case_step_id IS NOT NULL',
      'UPDATE fund.claim_balance SET ordered_fen = ordered_fen + 1',
      'DELETE FROM fund.in_kind_order',
      'UPDATE fund.refused_cost SET amount_fen = 1',
    ]) {
      await expect(dataSource.query(change)).rejects.toThrow();
    }
  });

  it('are booked on the day of the decision where the month of their effect is closed', async () => {
    const { dataSource, bookId, day } = scene.payments;
    await scene.payments.post();
    const open = await dataSource.query<{ month: string }[]>(
      `SELECT p.month::text AS month FROM ledger.period p WHERE p.book_id = $1 AND p.month < '2026-06-01' ORDER BY 1`,
      [bookId],
    );
    for (const month of [...open.map((row) => row.month), '2026-06-01']) {
      await inTransaction(dataSource, (tx) =>
        closeMonth(tx, { bookId, month, by: 'closer', checkOnly: false }),
      );
    }
    await scene.carryOut('judgment', await scene.content(await scene.tell()));
    const [row] = await dataSource.query<{ day: string; effect: string }[]>(
      `SELECT r.business_on::text AS day, j.effective_on::text AS effect
         FROM fund.judgment j JOIN ledger.posting_request r ON r.id = j.posting_request_id WHERE j.case_id = $1`,
      [scene.caseId],
    );
    expect(row).toEqual({ day, effect: '2026-06-17' });
  });
});

/** The same judgment with another item in one place. */
function changed(content: Record<string, ContentJson>, place: number, more: object): object {
  const items = content['items'] as unknown as object[];
  return {
    ...content,
    items: items.map((item, index) => (index === place ? { ...item, ...more } : item)),
  };
}
