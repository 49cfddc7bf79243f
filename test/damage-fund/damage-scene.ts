import { changeBudget } from '../../src/budget';
import { APPROVALS, ApprovalScene, newKey, type Someone } from '../approvals/approval-scene';
import { type Answer, ClaimsScene, type LiveCase } from '../claims/claims-scene';

export const CONTRACTOR = { name: '吉林省绿洲生态修复有限公司', creditCode: '91220101MA0Y2WX49U' };
export const BODY = '某市生态环境科学研究院';
export const DAY = '2026-06-08';

export interface Named {
  readonly id: string;
  readonly sha256: string;
}

type Opened = Awaited<ReturnType<ApprovalScene['ask']>>;

/** What the page of a case says, as far as tests look. */
export interface ShownFund {
  readonly received: string;
  readonly interest: string;
  readonly remitted: string;
  readonly toRemit: string;
  readonly appropriated: string | null;
  readonly planned: string;
  readonly unplanned: string;
  readonly paid: string;
  readonly left: string | null;
  readonly [fact: string]: unknown;
}

export interface ShownPlan {
  readonly id: string;
  readonly version: number;
  readonly amount: string;
  readonly paid: string;
  readonly steps: readonly {
    readonly id: string;
    readonly number: number;
    readonly amount: string;
    readonly paidOn: string | null;
    readonly isNext: boolean;
  }[];
  readonly [fact: string]: unknown;
}

/** A real book with cases whose defendants have paid damages. */
export class DamageScene {
  private constructor(
    readonly claims: ClaimsScene,
    readonly cashier: Someone,
    private readonly second: Someone,
  ) {}

  static async open(): Promise<DamageScene> {
    return DamageScene.over(await ClaimsScene.open());
  }

  static async over(claims: ClaimsScene): Promise<DamageScene> {
    const { approvals } = claims;
    return new DamageScene(
      claims,
      await approvals.someone('cashier'),
      await approvals.someone('approver'),
    );
  }

  get officer(): Someone {
    return this.claims.officer;
  }

  close(): Promise<void> {
    return this.claims.close();
  }

  /** A case whose defendant was ordered to restore for an amount, and has paid so much of it in time. */
  async caseWith(
    received: string,
    {
      damageRoute = 'treasury',
      ordered = '1000000.00',
    }: { damageRoute?: 'treasury' | 'trust_account'; ordered?: string } = {},
  ): Promise<LiveCase> {
    const litigation = await this.claims.openCase({ damageRoute });
    await this.claims.judge(litigation, [
      { ref: '修复', amount: ordered, dueOn: '2026-12-31', debtors: [{ ref: 'd1' }] },
    ]);
    await this.receive(litigation, received);
    return litigation;
  }

  async receive(litigation: LiveCase, amount: string, receivedOn = DAY): Promise<string> {
    const { status, body } = await this.claims.receive(litigation, {
      ...{ payer: litigation.defendants['d1'], amount, kind: 'voluntary', receivedOn },
      bankReference: newKey(),
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    await this.claims.post();
    return body.id;
  }

  appropriation(litigation: LiveCase | undefined, amount: string, more: object = {}) {
    return {
      change: 'appropriation',
      pool: 'damage_fund',
      year: this.year,
      budgetLines: [{ category: 'whole', raise: amount }],
      document: '财环〔2026〕8号',
      reason: '生态环境修复支出',
      ...(litigation !== undefined && { case: litigation.id }),
      ...more,
    };
  }

  get year(): number {
    return parseInt(this.claims.day.slice(0, 4), 10);
  }

  /** Budget money for a case, without the request that brings it. */
  async appropriate(litigation: LiveCase, amount: string): Promise<void> {
    const { claims } = this;
    // For one yuan nobody asks for a resolution; it is there to be named.
    const request: Opened = await claims.approvals.ask(
      this.officer,
      this.appropriation(litigation, '1.00'),
      { kind: 'budget_change' },
    );
    const content = this.appropriation(litigation, amount) as unknown as Parameters<
      typeof changeBudget
    >[1];
    await claims.act((work) =>
      changeBudget(work, content, { id: request, maker: this.officer.name }),
    );
    await claims.post();
  }

  paper(): Promise<Named> {
    return this.claims.organizations.upload(this.officer);
  }

  async opinion(
    litigation: LiveCase,
    of: string,
    more: object = {},
    plan = '修复〔2026〕1号',
  ): Promise<string> {
    const { status, body } = await this.tellOpinion(litigation, of, more, plan);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id;
  }

  async tellOpinion(
    litigation: LiveCase,
    of: string,
    more: object = {},
    plan = '修复〔2026〕1号',
    { key = newKey(), by = this.officer }: { key?: string; by?: Someone } = {},
  ): Promise<Answer<{ readonly id: string }>> {
    const opinion = {
      ...{ plan, of, agency: `某市${of}`, givenOn: '2026-06-10', stance: 'for' },
      document: await this.paper(),
      ...more,
    };
    return by.browser
      .post(`/api/v1/cases/${litigation.id}/plan-opinions`, opinion)
      .set('idempotency-key', key);
  }

  /** A plan whose opinions are on record. */
  async planOf(
    litigation: LiveCase,
    amount: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<Record<string, unknown>> {
    const plan = (more['plan'] as string | undefined) ?? '修复〔2026〕1号';
    return {
      case: litigation.id,
      plan,
      title: '受污染河段修复',
      place: '某市某县',
      amount,
      budgetLines: [{ use: 'restoration_plan_and_works', text: '修复工程', amount }],
      implementer: CONTRACTOR,
      acceptanceBody: BODY,
      document: await this.paper(),
      opinions: [
        { agency: 'court', opinion: await this.opinion(litigation, 'court', {}, plan) },
        { agency: 'finance', opinion: await this.opinion(litigation, 'finance', {}, plan) },
        { agency: 'audit', notAsked: '尚未设立审计联系机制' },
      ],
      ...more,
    };
  }

  /** A resolution of a concluded meeting; returns its id. */
  resolution(kind: string, subject: string, amount: string): Promise<string> {
    const { approvals, officer, approver } = this.claims;
    return approvals.resolution(officer, approver, { kind, subject, amount });
  }

  /** Asks for something with a resolution. */
  ask(
    kind: string,
    content: object,
    resolution?: string,
    by: Someone = this.officer,
  ): Promise<Answer<{ readonly id: string; readonly [fact: string]: unknown }>> {
    const request = {
      ...{ kind, content, book: this.claims.bookCode },
      ...(resolution !== undefined && { resolution }),
    };
    return by.browser.post(APPROVALS, request).set('idempotency-key', newKey());
  }

  /** The same, which all steps approve. */
  async carryOut(kind: string, content: object, resolution?: string): Promise<string> {
    const { status, body } = await this.ask(kind, content, resolution);
    if (status !== 201) throw new Error(JSON.stringify(body));
    const { approvals, reviewer, approver } = this.claims;
    let state = '';
    // Above an amount a second approver decides as well.
    for (const person of [reviewer, approver, this.second]) {
      if (state === 'approved') break;
      const { status: answer, body: decided } = await approvals.decide(person, body.id, 'approve');
      if (answer !== 200) throw new Error(JSON.stringify(decided));
      state = decided.state;
    }
    await this.claims.post();
    return body.id;
  }

  /** Has a plan adopted; returns its id. */
  async adopt(
    litigation: LiveCase,
    amount: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<string> {
    const content = await this.planOf(litigation, amount, more);
    const subject = `restoration_plan/${litigation.id}/${String(content['plan'])}`;
    const resolution = await this.resolution('restoration_plan', subject, amount);
    await this.carryOut('restoration_plan', content, resolution);
    const plans = await this.plans(litigation);
    return plans.at(-1)?.id ?? '';
  }

  /** The contractor's account. */
  contractor(): ReturnType<ClaimsScene['account']> {
    this.account ??= this.claims.account('vendor', CONTRACTOR.name);
    return this.account;
  }

  private account: ReturnType<ClaimsScene['account']> | undefined;

  /** An invoice of the contractor's that is used nowhere yet. */
  async invoice(amount: string) {
    this.invoices += 1;
    const number = `2622000000${String(this.invoices).padStart(10, '0')}`;
    return { issuer: CONTRACTOR.name, number, amount, document: await this.paper() };
  }

  private invoices = 0;

  async paymentOf(
    litigation: LiveCase,
    plan: string,
    milestone: number,
    amount: string,
    more: object = {},
  ): Promise<object> {
    return {
      ...{ case: litigation.id, plan, milestone, amount, reason: '按方案付款' },
      ...{ purpose: 'restoration_plan_and_works', payee: await this.contractor() },
      invoices: [await this.invoice(amount)],
      papers: [],
      ...more,
    };
  }

  /** Records a report on the works of a plan. */
  async report(
    plan: string,
    kind: string,
    more: object = {},
    by: Someone = this.claims.colleague,
    key = newKey(),
  ): Promise<Answer<object>> {
    const report = { kind, body: BODY, reportedOn: '2026-06-20', document: await this.paper() };
    return by.browser
      .post(`/api/v1/restoration-plans/${plan}/reports`, { ...report, ...more })
      .set('idempotency-key', key);
  }

  private async read<Body>(path: string, by: Someone): Promise<Body> {
    const { body } = (await by.browser.get(path).expect(200)) as { body: Body };
    return body;
  }

  fund({ id }: LiveCase, by = this.officer): Promise<ShownFund> {
    return this.read(`/api/v1/cases/${id}/damage-fund`, by);
  }

  async plans({ id }: LiveCase): Promise<readonly ShownPlan[]> {
    const path = `/api/v1/cases/${id}/restoration-plans`;
    const { items } = await this.read<{ items: ShownPlan[] }>(path, this.officer);
    return items;
  }

  plan(id: string): Promise<ShownPlan> {
    return this.read(`/api/v1/restoration-plans/${id}`, this.officer);
  }
}
