import { changeBudget } from '../../src/budget';
import { newKey, type Someone } from '../approvals/approval-scene';
import { ClaimsScene, type LiveCase } from '../claims/claims-scene';
import { asSuperuser } from '../support/test-database';
import type { AwardOfCase } from '../../src/awards/award-views';

/** An answer of the service, whatever it is. */
export interface Answer {
  readonly status: number;
  readonly body: { readonly id: string; readonly code?: string } & Readonly<
    Record<string, unknown>
  >;
}

/** Days long ago, in which a public notice began and ended. */
const LONG_AGO = ['2026-02-02', '2026-02-13'] as const;

/** A bureau with money for awards, cases that were won, and the people who decide on them. */
export class AwardScene {
  private constructor(
    readonly claims: ClaimsScene,
    readonly cashier: Someone,
  ) {}

  static async open(): Promise<AwardScene> {
    return AwardScene.over(await ClaimsScene.open());
  }

  /** The same in a bureau that there is already. */
  static async over(claims: ClaimsScene): Promise<AwardScene> {
    const scene = new AwardScene(claims, await claims.approvals.someone('cashier'));
    await scene.fund('award_fund', '10000000.00');
    await scene.fund('sanction_quota', '1000000.00');
    return scene;
  }

  close(): Promise<void> {
    return this.claims.close();
  }

  get officer(): Someone {
    return this.claims.officer;
  }

  get colleague(): Someone {
    return this.claims.colleague;
  }

  /** Puts money into a pool, and as much into its budget. */
  async fund(pool: 'award_fund' | 'sanction_quota', amount: string): Promise<void> {
    const { claims } = this;
    const budget = {
      change: 'appropriation',
      pool,
      year: parseInt(claims.day.slice(0, 4), 10),
      budgetLines: [{ category: 'whole', raise: amount }],
      document: '财预〔2026〕2号',
      reason: '奖励经费',
    } as const;
    const small = { ...budget, budgetLines: [{ category: 'whole', raise: '1.00' }] };
    const request = await claims.ask('budget_change', small);
    await claims.act((work) =>
      changeBudget(
        work,
        { ...budget, budgetLines: [...budget.budgetLines] },
        {
          id: request,
          maker: claims.officer.name,
        },
      ),
    );
    await claims.post();
  }

  /** A case that was won, and whose damages were received. */
  async won(damages = '1000000.00', received = damages): Promise<LiveCase> {
    const { claims } = this;
    const litigation = await claims.openCase({ settled: '100.00' });
    await claims.judge(litigation, [
      { ref: '判项1', amount: damages, dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
    ]);
    await this.receive(litigation, received);
    return litigation;
  }

  async receive(litigation: LiveCase, amount: string): Promise<void> {
    const { status, body } = await this.claims.receive(litigation, {
      ...{ payer: litigation.defendants['d1'], amount, kind: 'voluntary' },
      ...{ receivedOn: '2026-02-10', bankReference: newKey() },
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    await this.claims.post();
  }

  async read({ id }: LiveCase, { browser }: Someone = this.officer): Promise<AwardOfCase> {
    const { body } = (await browser.get(`/api/v1/cases/${id}/award`).expect(200)) as {
      body: AwardOfCase;
    };
    return body;
  }

  /** Keeps the award of a case as it is computed; the answer, whatever it is. */
  async assess(
    { id }: LiveCase,
    {
      by = this.officer,
      key = newKey(),
      plaintiffs = [{ organization: this.claims.organization }],
    }: { by?: Someone; key?: string; plaintiffs?: readonly object[] } = {},
  ): Promise<Answer> {
    return by.browser
      .post(`/api/v1/cases/${id}/award/assessments`, { plaintiffs })
      .set('idempotency-key', key);
  }

  /** The same, which is taken; returns the id of the assessment. */
  async assessed(
    litigation: LiveCase,
    more: Parameters<AwardScene['assess']>[1] = {},
  ): Promise<string> {
    const { status, body } = await this.assess(litigation, more);
    expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
    return body.id;
  }

  async send(by: Someone, path: string, body: object, key = newKey()): Promise<Answer> {
    return by.browser.post(`/api/v1/${path}`, body).set('idempotency-key', key);
  }

  /** Has it that an assessment was shown to the public long ago, which nobody can say over HTTP. */
  async noticedLongAgo(assessment: string): Promise<void> {
    await this.claims.dataSource.query(
      `INSERT INTO fund.award_notice (assessment_id, from_on, until_on, way, published_by_id)
       VALUES ($1, $2, $3, '书面提出', $4)`,
      [assessment, ...LONG_AGO, this.officer.personId],
    );
  }

  /** Has it that the notice of an assessment is over, as only a superuser can say: days pass for nobody else. */
  async noticeEnded(assessment: string): Promise<void> {
    await asSuperuser(this.claims.approvals.service.database.name, async (client) => {
      await client.query(`
        ALTER TABLE fund.award_notice DISABLE TRIGGER append_only;
        UPDATE fund.award_notice SET from_on = '${LONG_AGO[0]}', until_on = '${LONG_AGO[1]}'
         WHERE assessment_id = '${assessment}';
        ALTER TABLE fund.award_notice ENABLE ALWAYS TRIGGER append_only;`);
    });
  }

  /** Somebody objected while the notice ran; recorded by an officer. */
  object(assessment: string, more: object = {}, key = newKey()): Promise<Answer> {
    const objection = { objector: '某公司', on: LONG_AGO[0], objection: '基数有误', ...more };
    return this.send(this.officer, `award-assessments/${assessment}/objections`, objection, key);
  }

  askToDecide(
    litigation: LiveCase,
    assessment: string,
    by = this.officer,
  ): ReturnType<ClaimsScene['tryToAsk']> {
    return this.claims.tryToAsk('award_decision', { case: litigation.id, assessment }, by);
  }

  /** An award that was decided; returns the id of its assessment. */
  async awarded(
    litigation: LiveCase,
    more: Parameters<AwardScene['assess']>[1] = {},
  ): Promise<string> {
    const assessment = await this.assessed(litigation, more);
    await this.noticedLongAgo(assessment);
    const { status, body } = await this.askToDecide(litigation, assessment);
    expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
    await this.claims.carryOut(body.id);
    await this.claims.post();
    return assessment;
  }

  async payment({ id }: LiveCase, amount: string, more: object = {}): Promise<object> {
    return {
      case: id,
      organization: this.claims.organization,
      amount,
      payee: await this.claims.ofOrganization(),
      reason: '发放胜诉奖励',
      ...more,
    };
  }

  /** Pays the award of a case to its organization; the colleague asks, who had no part in it. */
  async paid(litigation: LiveCase, amount: string): Promise<void> {
    const content = await this.payment(litigation, amount);
    const { status, body } = await this.claims.tryToAsk('award_payment', content, this.colleague);
    expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
    await this.claims.carryOut(body.id);
    await this.claims.post();
  }

  /** Recalls the award of a case. */
  async recalled(litigation: LiveCase, extent: 'whole' | 'reduced'): Promise<void> {
    const { awards } = await this.read(litigation);
    const content = { case: litigation.id, award: awards[0]?.id, extent, reason: '原判决被撤销' };
    await this.claims.carryOut(await this.claims.ask('award_recall', content));
    await this.claims.post();
  }

  /** What a pool has put in, holds and has spent, in yuan. */
  async pool(name: string): Promise<{ posted: string; held: string }> {
    const [row] = await this.claims.dataSource.query<{ posted: string; held: string }[]>(
      `SELECT (b.posted / 100.0)::numeric(20,2)::text AS posted, (b.held / 100.0)::numeric(20,2)::text AS held
         FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.book_id = $1 AND a.code = '1011' AND a.dimension_1 = $2`,
      [this.claims.bookId, name],
    );
    return row ?? { posted: '0.00', held: '0.00' };
  }
}
