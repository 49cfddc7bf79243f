import { uuidv7 } from 'uuidv7';
import {
  AdvanceItem,
  applyForAdvance,
  approveAdvance,
  payAdvance,
  settleAdvance,
} from '../../src/advances';
import { changeBudget } from '../../src/budget';
import { businessDate } from '../../src/calendar';
import { Defendant, openCase } from '../../src/cases';
import { settleBook } from '../../src/ledger';
import { type Fen, fen, formatYuan, parsePositiveYuan } from '../../src/money';
import { judgeQualification, Organization, registerOrganization } from '../../src/organizations';
import { inTransaction } from '../../src/platform/database/transaction';
import { today } from '../../src/platform/database/today';
import type { Work } from '../../src/platform/work';
import { type ItemToRecord, JudgmentItem, recordJudgment } from '../../src/recoveries';
import { APPROVALS, ApprovalScene, newKey, type Someone } from '../approvals/approval-scene';
import { OF_CHANGCHUN, OrganizationScene, PROVINCIAL } from '../organizations/organization-scene';

export const fenOf = (yuan: string): Fen => parsePositiveYuan(yuan) ?? fen(0n);

/** One order of a judgment, as tests say it. */
export interface Ordered extends Partial<
  Omit<ItemToRecord, 'amount' | 'debtors' | 'dueOn' | 'instalments'>
> {
  readonly ref: string;
  readonly amount: string;
  readonly dueOn?: string;
  readonly instalments?: readonly { readonly dueOn: string; readonly amount: string }[];
  /** References of defendants with their shares and caps. */
  readonly debtors: readonly {
    readonly ref: string;
    readonly share?: string;
    readonly cap?: string;
  }[];
}

export interface LiveCase {
  readonly id: string;
  readonly number: string;
  /** Ids of its defendants, by their references. */
  readonly defendants: Readonly<Record<string, string>>;
}

export interface ShownReceipt {
  readonly id: string;
  readonly allocations: readonly object[];
}

export interface ShownClaims {
  readonly items: readonly Record<string, unknown>[];
  readonly debtors: readonly Record<string, unknown>[];
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body & { readonly code?: string };
}

const REGISTERED = {
  kind: 'social_association',
  registeredOn: businessDate('2010-06-18'),
  annualReports: [2019, 2020, 2021, 2022, 2023, 2024, 2025],
  cleanRecordStatementOn: businessDate('2019-12-20'),
  charterRelated: true,
  penalties: [],
} as const;

/** A real book with cases whose defendants owe, and the people who collect. */
export class ClaimsScene {
  private numbers = 0;
  private readonly payees = new Map<string, ReturnType<ClaimsScene['account']>>();

  private constructor(
    readonly approvals: ApprovalScene,
    readonly officer: Someone,
    readonly colleague: Someone,
    readonly reviewer: Someone,
    readonly approver: Someone,
    readonly member: Someone,
    readonly organization: string,
    readonly day: string,
  ) {}

  static async open(): Promise<ClaimsScene> {
    return ClaimsScene.over(await ApprovalScene.open());
  }

  /** The same in a bureau that there is already. */
  static async over(approvals: ApprovalScene): Promise<ClaimsScene> {
    const day = await today(approvals.dataSource.manager);
    const officer = await approvals.someone('finance_officer');
    const budget = {
      change: 'appropriation',
      pool: 'special_fund',
      year: parseInt(day.slice(0, 4), 10),
      budgetLines: [{ category: 'appraisal', raise: '90000000.00' }],
      document: '财预〔2026〕1号',
      reason: '年度安排',
    } as const;
    // The request is only there to be named; for one yuan nobody asks for a resolution.
    const small = { ...budget, budgetLines: [{ category: 'appraisal', raise: '1.00' }] };
    const request = await approvals.ask(officer, small, { kind: 'budget_change' });
    const { bookId } = approvals.bureau;
    const work = { bookId, bookKind: 'real', on: day, by: 'opening', key: newKey() } as const;
    const organization = await inTransaction(approvals.dataSource, async (tx) => {
      await changeBudget(
        { tx, ...work },
        { ...budget, budgetLines: [...budget.budgetLines] },
        {
          id: request,
          maker: officer.name,
        },
      );
      const known = await tx.findOneBy(Organization, { bookId, uscc: PROVINCIAL });
      if (known !== null) return known.id;
      return registerOrganization(
        { tx, ...work },
        {
          ...REGISTERED,
          ref: PROVINCIAL,
          name: '吉林省绿色志愿者协会',
          uscc: PROVINCIAL,
        },
      );
    });
    await settleBook(approvals.dataSource, bookId);
    return new ClaimsScene(
      approvals,
      officer,
      await approvals.someone('finance_officer'),
      await approvals.someone('reviewer'),
      await approvals.someone('approver'),
      await approvals.memberOf(PROVINCIAL),
      organization,
      day,
    );
  }

  get dataSource(): ApprovalScene['dataSource'] {
    return this.approvals.dataSource;
  }

  get bookId(): number {
    return this.approvals.bureau.bookId;
  }

  get bookCode(): string {
    return this.approvals.bureau.bookCode;
  }

  get organizations(): OrganizationScene {
    return OrganizationScene.over(this.approvals);
  }

  close(): Promise<void> {
    return this.approvals.service.close();
  }

  post(): Promise<unknown> {
    return settleBook(this.dataSource, this.bookId);
  }

  /** Acts in the books as case files do, without the service. */
  act<T>(what: (work: Work) => Promise<T>, more: Partial<Work> = {}): Promise<T> {
    const { bookId, day: on } = this;
    return inTransaction(this.dataSource, (tx) =>
      what({ tx, bookId, bookKind: 'real', on, by: 'clerk', key: newKey(), ...more }),
    );
  }

  /** Opens a case with so many defendants, d1 and on; `settled` is what the fund advanced and settled. */
  async openCase({
    defendants = 1,
    settled,
    damageRoute = 'treasury',
    dayCount = 'end_minus_start',
  }: {
    defendants?: number;
    settled?: string;
    damageRoute?: 'treasury' | 'trust_account';
    dayCount?: 'end_minus_start' | 'inclusive';
  } = {}): Promise<LiveCase> {
    this.numbers += 1;
    const number = `（2026）吉02民初${String(this.numbers)}号`;
    const filedOn = businessDate('2026-03-02');
    const id = await this.act((work) =>
      openCase(work, {
        number,
        court: '长春市中级人民法院',
        filedOn,
        damageRoute,
        dayCount,
        defendants: Array.from({ length: defendants }, (_, index) => ({
          ref: `d${String(index + 1)}`,
          name: `某化工公司${String(index + 1)}`,
          kind: 'enterprise',
        })),
      }),
    );
    const { organization: organizationId } = this;
    await this.act((work) => judgeQualification(work, { organizationId, caseId: id, filedOn }));
    if (settled !== undefined) await this.settle(id, fenOf(settled));
    const rows = await this.dataSource.manager.findBy(Defendant, { caseId: id });
    return { id, number, defendants: Object.fromEntries(rows.map((row) => [row.ref, row.id])) };
  }

  /** Another organization sues as well; returns its id. */
  async joinedBy({ id: caseId }: LiveCase, name: string): Promise<string> {
    const organizationId = await this.act((work) =>
      registerOrganization(work, { ...REGISTERED, ref: OF_CHANGCHUN, uscc: OF_CHANGCHUN, name }),
    );
    const filedOn = businessDate('2026-03-02');
    await this.act((work) => judgeQualification(work, { organizationId, caseId, filedOn }));
    return organizationId;
  }

  /** Advances and settles a cost of the case. */
  private async settle(caseId: string, amount: Fen): Promise<void> {
    const applicationId = uuidv7();
    const ref = `垫${String(this.numbers)}`;
    await this.act((work) =>
      applyForAdvance(work, {
        id: applicationId,
        caseId,
        ref,
        organizationId: this.organization,
        items: [{ ref, category: 'appraisal', instance: 1, payee: '鉴定机构', amount }],
      }),
    );
    const decision = { applicationId, reviewer: 'reviewer', minutesNumber: '纪要1' };
    await this.act((work) => approveAdvance(work, decision), { by: 'approver' });
    const item = await this.dataSource.manager.findOneByOrFail(AdvanceItem, { applicationId });
    const itemId = item.id;
    await this.act((work) => payAdvance(work, { itemId, amount }), { by: 'cashier' });
    const invoices = [{ issuer: '鉴定机构', number: newKey(), amount }];
    await this.act((work) => settleAdvance(work, { itemId, invoices }));
    await this.post();
  }

  /** Records a judgment of the case; returns the ids of its items by their references. */
  async judge(
    { id: caseId, defendants }: LiveCase,
    items: readonly Ordered[],
    effectiveOn = '2026-01-05',
  ): Promise<Record<string, string>> {
    const optional = (yuan?: string) => (yuan === undefined ? null : fenOf(yuan));
    const record = (work: Work) =>
      recordJudgment(work, {
        caseId,
        ref: newKey(),
        outcome: 'win',
        claimed: null,
        effectiveOn: businessDate(effectiveOn),
        items: items.map(({ amount, dueOn, instalments = [], debtors, ...more }) => ({
          kind: 'restoration',
          conditional: false,
          organizationId: more.kind === 'organization_costs' ? this.organization : null,
          bearsInterest: true,
          general: null,
          mode: debtors.length > 1 ? 'joint' : 'sole',
          ...more,
          amount: fenOf(amount),
          dueOn: dueOn === undefined ? null : businessDate(dueOn),
          instalments: instalments.map((part) => ({
            dueOn: businessDate(part.dueOn),
            amount: fenOf(part.amount),
          })),
          debtors: debtors.map(({ ref, share, cap }) => ({
            defendantId: defendants[ref] ?? '',
            share: optional(share),
            cap: optional(cap),
            dueOn: null,
          })),
        })),
      });
    await this.act(record, { on: effectiveOn });
    await this.post();
    const rows = await this.dataSource.manager.findBy(JudgmentItem, { caseId });
    return Object.fromEntries(rows.map((row) => [row.ref, row.id]));
  }

  /** An account that is approved: to be paid to, or the bureau's own. */
  async account(
    holderKind: string,
    holderName: string,
    more: object = {},
  ): Promise<{ readonly account: string; readonly fingerprint: string }> {
    this.numbers += 1;
    const { body } = (await this.officer.browser
      .post('/api/v1/bank-accounts', {
        ...{ book: this.bookCode, holderKind, holderName, bankName: '中国银行长春分行' },
        number: `622202${String(this.numbers).padStart(10, '0')}`,
        ...more,
      })
      .expect(201)) as { body: { id: string; fingerprint: string } };
    const content = { account: body.id, fingerprint: body.fingerprint };
    await this.carryOut(await this.ask('bank_account', content));
    return content;
  }

  /** The custody account of the bureau, which letters tell. */
  async custody(name = '某环保局代管专户'): Promise<string> {
    return (await this.account('bureau', name, { ledgerAccount: '1002.02' })).account;
  }

  /** The same account for the same holder, as often as it is named. */
  private payee(
    holderKind: string,
    holderName: string,
    more: object = {},
  ): ReturnType<ClaimsScene['account']> {
    const known = this.payees.get(holderName) ?? this.account(holderKind, holderName, more);
    this.payees.set(holderName, known);
    return known;
  }

  ofTreasury(): ReturnType<ClaimsScene['account']> {
    return this.payee('treasury', '某市财政局');
  }

  ofDefendant(name = '某化工公司1'): ReturnType<ClaimsScene['account']> {
    return this.payee('defendant', name);
  }

  ofOrganization(): ReturnType<ClaimsScene['account']> {
    return this.payee('organization', '吉林省绿色志愿者协会', { creditCode: PROVINCIAL });
  }

  /** Has it that a judgment took the place of another, and that money spent under that one is missing; returns its id. */
  async missing({ id: caseId }: LiveCase, amount: string): Promise<string> {
    const [row] = await this.dataSource.query<{ id: string }[]>(
      `WITH changed AS (
         UPDATE fund.judgment j SET replaces_id = j.id, approval_request_id = (
                  SELECT r.id FROM fund.approval_request r
                   WHERE NOT EXISTS (SELECT FROM fund.judgment o WHERE o.approval_request_id = r.id) LIMIT 1)
          WHERE j.case_id = $1 AND j.replaces_id IS NULL RETURNING j.id)
       SELECT id FROM changed LIMIT 1`,
      [caseId],
    );
    const id = uuidv7();
    await this.dataSource.query(
      `INSERT INTO fund.spent_deficit (id, case_id, judgment_id, what, of_custody, amount_fen)
       VALUES ($1, $2, $3, 'fund_replenishment', true, $4)`,
      [id, caseId, row?.id, String(fenOf(amount))],
    );
    return id;
  }

  /** Records money of a defendant. */
  receive(
    { id }: LiveCase,
    body: object,
    { by = this.officer, key = newKey() }: { by?: Someone; key?: string } = {},
  ): Promise<Answer<ShownReceipt>> {
    const path = `/api/v1/cases/${id}/enforcement-receipts`;
    return by.browser.post(path, body).set('idempotency-key', key);
  }

  async receipts({ id }: LiveCase): Promise<readonly ShownReceipt[]> {
    const { body } = (await this.officer.browser
      .get(`/api/v1/cases/${id}/enforcement-receipts`)
      .expect(200)) as { body: { items: ShownReceipt[] } };
    return body.items;
  }

  async claims({ id }: LiveCase, on: string): Promise<ShownClaims> {
    const { body } = (await this.officer.browser
      .get(`/api/v1/cases/${id}/claims?on=${on}`)
      .expect(200)) as { body: ShownClaims };
    return body;
  }

  async recoveredCosts({ id }: LiveCase, { browser }: Someone): Promise<object[]> {
    const { body } = (await browser.get(`/api/v1/cases/${id}/recovered-costs`).expect(200)) as {
      body: { items: object[] };
    };
    return body.items;
  }

  /** What of a case's accounts is not zero, in yuan, debit positive. */
  async balances({ id }: LiveCase): Promise<Record<string, string>> {
    const rows = await this.dataSource.query<{ code: string; net: string }[]>(
      `SELECT a.code, sum(b.posted) AS net FROM ledger.account a
         JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.book_id = $1 AND a.dimension_2 = $2 GROUP BY a.code HAVING sum(b.posted) <> 0`,
      [this.bookId, id],
    );
    return Object.fromEntries(rows.map(({ code, net }) => [code, formatYuan(fen(BigInt(net)))]));
  }

  /** Asks for something in the book. */
  tryToAsk(
    kind: string,
    content: object,
    by = this.officer,
  ): Promise<Answer<{ readonly id: string; readonly [fact: string]: unknown }>> {
    const request = { kind, content, book: this.bookCode };
    return by.browser.post(APPROVALS, request).set('idempotency-key', newKey());
  }

  /** The same, which is taken; returns the request's id. */
  async ask(kind: string, content: object): Promise<string> {
    const { status, body } = await this.tryToAsk(kind, content);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id;
  }

  /** Has a request approved by both. */
  async carryOut(id: string): Promise<void> {
    await this.approvals.decide(this.reviewer, id, 'approve');
    const { body } = await this.approvals.decide(this.approver, id, 'approve');
    if (body.state !== 'approved') throw new Error(JSON.stringify(body));
  }
}
