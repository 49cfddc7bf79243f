import { z } from 'zod';
import { applyForAdvance, approveAdvance } from '../../src/advances';
import { approvalKind, ApprovalKinds } from '../../src/approvals';
import { changeBudget } from '../../src/budget';
import { businessDate } from '../../src/calendar';
import { openCase } from '../../src/cases';
import type { CostCategory } from '../../src/law';
import { settleBook } from '../../src/ledger';
import { fen } from '../../src/money';
import { judgeQualification } from '../../src/organizations';
import { inTransaction } from '../../src/platform/database/transaction';
import { today } from '../../src/platform/database/today';
import type { Work } from '../../src/platform/work';
import { newKey, type Someone } from '../approvals/approval-scene';
import { OrganizationScene, PROVINCIAL } from '../organizations/organization-scene';

export const ORDERS = '/api/v1/payment-orders';

/** A request that carries nothing out, so that there is one to have been decided. */
const APPROVED_IN_TEST = 'advance_in_test';
const nothing = approvalKind<{ note: string }>({
  kind: APPROVED_IN_TEST,
  makers: ['finance_officer'],
  steps: ['reviewer', 'approver'],
  inBook: true,
  schema: z.strictObject({ note: z.string() }),
  describe: () => ({ title: '垫付' }),
  present: ({ note }) => [{ field: 'note', value: note }],
  execute: () => Promise.resolve(),
});

export interface Account {
  readonly id: string;
  readonly fingerprint: string;
}

export interface Cost {
  readonly category?: CostCategory;
  /** In fen. */
  readonly amount: bigint;
  readonly account?: Account;
}

export interface Advance {
  readonly id: string;
  readonly request: string;
  readonly items: readonly string[];
}

export interface ShownOrder {
  readonly id: string;
  readonly number: string;
  readonly total: string;
  readonly totalInWords: string;
  readonly lines: readonly {
    readonly id: string;
    readonly item: string;
    readonly amount: string;
    readonly state: string;
    readonly results: readonly object[];
  }[];
}

interface Answer<Body> {
  readonly status: number;
  readonly body: Body & { readonly code?: string };
}

/** A real book with a budget, a case and an organization, and the people who pay its advances. */
export class PaymentScene {
  private refs = 0;

  private constructor(
    readonly organizations: OrganizationScene,
    readonly officer: Someone,
    readonly colleague: Someone,
    readonly reviewer: Someone,
    readonly approver: Someone,
    readonly cashier: Someone,
    readonly member: Someone,
  ) {}

  organization = '';
  caseId = '';
  vendor: Account = { id: '', fingerprint: '' };
  day = '';

  static async open(): Promise<PaymentScene> {
    return PaymentScene.over(await OrganizationScene.open());
  }

  /** The same in a bureau that there is already. */
  static async over(organizations: OrganizationScene): Promise<PaymentScene> {
    const { approvals } = organizations;
    approvals.service.app.get(ApprovalKinds).register(nothing);
    const scene = new PaymentScene(
      organizations,
      await approvals.someone('finance_officer'),
      await approvals.someone('finance_officer'),
      await approvals.someone('reviewer', 'cashier'),
      await approvals.someone('approver'),
      await approvals.someone('cashier'),
      await approvals.memberOf(PROVINCIAL),
    );
    scene.day = await today(approvals.dataSource.manager);
    scene.organization = await organizations.register(scene.officer, scene.reviewer, PROVINCIAL);
    await scene.giveBudget('900000.00');
    scene.vendor = await scene.account('vendor', '吉林省环境检测有限公司');
    scene.caseId = await scene.openCase('(2026)吉01民初1号');
    return scene;
  }

  get dataSource(): OrganizationScene['approvals']['dataSource'] {
    return this.organizations.approvals.dataSource;
  }

  get database(): string {
    return this.organizations.approvals.service.database.name;
  }

  get bookId(): number {
    return this.organizations.approvals.bureau.bookId;
  }

  close(): Promise<void> {
    return this.organizations.approvals.service.close();
  }

  post(): Promise<unknown> {
    return settleBook(this.dataSource, this.bookId);
  }

  act<T>(by: Someone, what: (work: Work) => Promise<T>): Promise<T> {
    return inTransaction(this.dataSource, (tx) =>
      what({
        tx,
        bookId: this.bookId,
        bookKind: 'real',
        on: this.day,
        by: by.name,
        key: newKey(),
      }),
    );
  }

  /** A request that two others approved. */
  async approvedRequest(maker = this.officer): Promise<string> {
    const { approvals } = this.organizations;
    const id = await approvals.ask(maker, { note: newKey() }, { kind: APPROVED_IN_TEST });
    await approvals.decide(this.reviewer, id, 'approve');
    await approvals.decide(this.approver, id, 'approve');
    return id;
  }

  private async giveBudget(each: string): Promise<void> {
    const year = parseInt(this.day.slice(0, 4), 10);
    const id = await this.approvedRequest();
    await this.act(this.approver, (work) =>
      changeBudget(
        work,
        {
          change: 'appropriation',
          pool: 'special_fund',
          year,
          budgetLines: (['testing', 'lawyer', 'travel', 'other', 'acceptance_fee'] as const).map(
            (category) => ({ category, raise: each }),
          ),
          document: '财预〔2026〕1号',
          reason: '年度安排',
        },
        { id, maker: this.officer.name },
      ),
    );
    await this.post();
  }

  openCase(number: string): Promise<string> {
    return this.act(this.officer, async (work) => {
      const filedOn = businessDate('2026-03-02');
      const caseId = await openCase(work, {
        number,
        court: '长春市中级人民法院',
        filedOn,
        damageRoute: 'treasury',
        dayCount: 'end_minus_start',
        defendants: [{ ref: 'd1', name: '某化工公司', kind: 'company' }],
      });
      await judgeQualification(work, { organizationId: this.organization, caseId, filedOn });
      return caseId;
    });
  }

  private numbers = 0;

  /** An account that is approved to be paid to. */
  async account(holderKind: string, holderName: string, more: object = {}): Promise<Account> {
    const { approvals, bookCode } = this.organizations;
    this.numbers += 1;
    const { body } = (await this.officer.browser
      .post('/api/v1/bank-accounts', {
        book: bookCode,
        holderKind,
        holderName,
        bankName: '中国银行长春分行',
        number: `622202${String(this.numbers).padStart(10, '0')}`,
        ...more,
      })
      .expect(201)) as { body: Account };
    const content = { account: body.id, fingerprint: body.fingerprint };
    const id = await approvals.ask(this.officer, content, { kind: 'bank_account' });
    await approvals.decide(this.reviewer, id, 'approve');
    const { body: decided } = await approvals.decide(this.approver, id, 'approve');
    if (decided.state !== 'approved') throw new Error(JSON.stringify(decided));
    return { id: body.id, fingerprint: body.fingerprint };
  }

  /** An application that was approved as the service approves one. */
  async advance(...costs: readonly Cost[]): Promise<Advance> {
    const request = await this.approvedRequest();
    this.refs += 1;
    const ref = `垫2026-${String(this.refs).padStart(4, '0')}`;
    await this.act(this.officer, (work) =>
      applyForAdvance(work, {
        caseId: this.caseId,
        ref,
        organizationId: this.organization,
        items: costs.map(({ category = 'testing', amount }, index) => ({
          ref: `${ref}-${String(index + 1)}`,
          category,
          instance: 1,
          payee: '收款人',
          amount: fen(amount),
        })),
      }),
    );
    const [row] = await this.dataSource
      .query<{ id: string }[]>(
        `UPDATE fund.advance_application SET approval_request_id = $2 WHERE ref = $1 RETURNING id`,
        [ref, request],
      )
      .then(([rows]: unknown[]) => rows as { id: string }[]);
    const id = row?.id ?? '';
    const items = await this.dataSource.query<{ id: string }[]>(
      'SELECT id FROM fund.advance_item WHERE application_id = $1 ORDER BY ordinal',
      [id],
    );
    for (const [index, item] of items.entries()) {
      const { account = this.vendor } = costs[index] ?? {};
      await this.dataSource.query(
        `UPDATE fund.advance_item SET bank_account_id = $2, account_fingerprint = decode($3, 'hex'),
                purpose = '水样检测' WHERE id = $1`,
        [item.id, account.id, account.fingerprint],
      );
    }
    await this.act(this.approver, (work) =>
      approveAdvance(work, {
        applicationId: id,
        reviewer: this.reviewer.name,
        minutesNumber: null,
      }),
    );
    return { id, request, items: items.map((item) => item.id) };
  }

  /** Orders costs to be paid. */
  order(
    payments: readonly (readonly [string, string])[],
    { by = this.officer, key = newKey() }: { by?: Someone; key?: string } = {},
  ): Promise<Answer<ShownOrder>> {
    return by.browser
      .post(ORDERS, {
        book: this.organizations.bookCode,
        payments: payments.map(([item, amount]) => ({ item, amount })),
      })
      .set('idempotency-key', key);
  }

  /** Orders one cost to be paid, and looks at the order. */
  async ordered(item: string, amount: string): Promise<ShownOrder> {
    const { status, body } = await this.order([[item, amount]]);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  }

  /** Records what became of the first line of an order. */
  record(
    order: ShownOrder,
    result: string,
    more: { by?: Someone; key?: string; on?: string; reason?: string; bankReference?: string } = {},
  ): Promise<Answer<ShownOrder>> {
    const { by = this.cashier, key = newKey(), on = this.day, ...said } = more;
    return by.browser
      .post(`${ORDERS}/${order.id}/lines/${order.lines[0]?.id ?? ''}/result`, {
        result,
        on,
        ...(result !== 'paid' && { reason: '银行通知' }),
        ...said,
      })
      .set('idempotency-key', key);
  }

  /** Pays an approved cost. */
  async pay(item: string, amount: string): Promise<ShownOrder> {
    const { status, body } = await this.record(await this.ordered(item, amount), 'paid');
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  }

  /** What an item says, in fen. */
  async item(id: string): Promise<Record<string, string>> {
    const [row] = await this.dataSource.query<Record<string, string>[]>(
      'SELECT * FROM fund.advance_item WHERE id = $1',
      [id],
    );
    if (row === undefined) throw new Error('no such item');
    return row;
  }
}
