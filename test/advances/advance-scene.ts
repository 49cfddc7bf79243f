import { changeBudget } from '../../src/budget';
import type { CostCategory } from '../../src/law';
import { settleBook } from '../../src/ledger';
import { inTransaction } from '../../src/platform/database/transaction';
import { APPROVALS, type ApprovalScene, newKey, type Someone } from '../approvals/approval-scene';
import { OrganizationScene, PROVINCIAL } from '../organizations/organization-scene';

export interface Payee {
  readonly account: string;
  readonly fingerprint: string;
  readonly name: string;
}

/** One cost, as tests ask for it. */
export interface Cost {
  readonly category: CostCategory;
  readonly amount: string;
  readonly payee: Payee;
  readonly more?: object;
}

/** An answer to whoever asks for an advance, as far as tests look. */
export interface Asked {
  readonly status: number;
  readonly body: { readonly id: string; readonly code?: string; readonly [fact: string]: unknown };
}

/** A bureau with a budget, an organization with a case, and payees whose accounts are approved. */
export class AdvanceScene {
  private numbers = 0;

  private constructor(
    readonly organizations: OrganizationScene,
    readonly member: Someone,
    readonly officer: Someone,
    readonly reviewer: Someone,
    readonly approver: Someone,
    /** Id of the organization that applies. */
    readonly ours: string,
  ) {}

  static async open(): Promise<AdvanceScene> {
    return AdvanceScene.over(await OrganizationScene.open());
  }

  /** The same in a bureau that there is already. */
  static async over(organizations: OrganizationScene): Promise<AdvanceScene> {
    const { approvals } = organizations;
    const member = await approvals.memberOf(PROVINCIAL);
    const officer = await approvals.someone('finance_officer');
    const reviewer = await approvals.someone('reviewer');
    const approver = await approvals.someone('approver');
    const ours = await organizations.register(member, reviewer, PROVINCIAL);
    return new AdvanceScene(organizations, member, officer, reviewer, approver, ours);
  }

  get approvals(): ApprovalScene {
    return this.organizations.approvals;
  }

  get dataSource(): ApprovalScene['dataSource'] {
    return this.approvals.dataSource;
  }

  close(): Promise<void> {
    return this.approvals.service.close();
  }

  /** Gives this year's budget of the special fund lines, and the fund the money. */
  async budget(lines: Partial<Record<CostCategory, string>>, approval?: string): Promise<void> {
    const { approvals, officer } = this;
    const { bookId } = approvals.bureau;
    const id = approval ?? (await approvals.ask(officer, approvals.spending('special', 1n)));
    await inTransaction(this.dataSource, async (tx) => {
      const [row] = await tx.query<{ day: string }[]>(
        `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text AS day`,
      );
      const on = row?.day ?? '';
      await changeBudget(
        { tx, bookId, bookKind: 'real', on, by: 'approver', key: newKey() },
        {
          change: 'appropriation',
          pool: 'special_fund',
          year: Number(on.slice(0, 4)),
          budgetLines: (Object.entries(lines) as [CostCategory, string][]).map(
            ([category, raise]) => ({ category, raise }),
          ),
          document: '财预〔2026〕1号',
          reason: '年度安排',
        },
        { id, maker: officer.name },
      );
    });
    await settleBook(this.dataSource, bookId);
  }

  /** Opens a case of the organization; returns its id. */
  async openCase(plaintiffs: readonly string[] = [this.ours]): Promise<string> {
    this.numbers += 1;
    const { body } = (await this.officer.browser
      .post('/api/v1/cases', {
        book: this.organizations.bookCode,
        number: `（2026）吉01民初${String(this.numbers)}号`,
        court: '长春市中级人民法院',
        filedOn: '2026-03-02',
        damageRoute: 'treasury',
        plaintiffs,
        defendants: [{ name: '某化工有限公司', kind: 'enterprise' }],
      })
      .set('idempotency-key', newKey())
      .expect(201)) as { body: { id: string } };
    return body.id;
  }

  /** Enters an account and has it approved. */
  async payee(holderKind: string, name: string, creditCode?: string): Promise<Payee> {
    this.numbers += 1;
    const { body } = (await this.officer.browser
      .post('/api/v1/bank-accounts', {
        book: this.organizations.bookCode,
        holderKind,
        holderName: name,
        bankName: '中国银行长春分行',
        number: String(6_222_020_000_000_000_000n + BigInt(this.numbers)),
        ...(creditCode !== undefined && { creditCode }),
      })
      .expect(201)) as { body: { id: string; fingerprint: string } };
    const payee = { account: body.id, fingerprint: body.fingerprint, name };
    const content = { account: payee.account, fingerprint: payee.fingerprint };
    const id = await this.approvals.ask(this.officer, content, { kind: 'bank_account' });
    for (const person of [this.reviewer, this.approver]) {
      await this.approvals.decide(person, id, 'approve');
    }
    return payee;
  }

  content(caseId: string, costs: readonly Cost[], organization = this.ours) {
    return {
      case: caseId,
      organization,
      reason: '案件需要',
      items: costs.map(({ category, amount, payee, more = {} }) => ({
        category,
        amount,
        purpose: '现场采样检测',
        payee,
        documents: [],
        ...more,
      })),
    };
  }

  /** Asks for an advance. */
  async ask(
    by: Someone,
    caseId: string,
    costs: readonly Cost[],
    { organization, resolution }: { organization?: string; resolution?: string } = {},
  ): Promise<Asked> {
    const { status, body } = (await by.browser
      .post(APPROVALS, {
        kind: 'advance_application',
        book: this.organizations.bookCode,
        content: this.content(caseId, costs, organization),
        ...(resolution !== undefined && { resolution }),
      })
      .set('idempotency-key', newKey())) as Asked;
    return { status, body };
  }

  /** Has an application decided by both; the last answer. */
  async approve(id: string): Promise<{ status: number; body: { state: string; code?: string } }> {
    await this.approvals.decide(this.reviewer, id, 'approve');
    return this.approvals.decide(this.approver, id, 'approve');
  }

  /** A paper of a kind, uploaded by whoever applies. */
  async paper(by: Someone, kind: string): Promise<object> {
    return { ...(await this.organizations.upload(by, `${kind}.pdf`)), kind };
  }
}
