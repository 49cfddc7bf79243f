import fc from 'fast-check';
import { fen, formatYuan } from '../../src/money';
import { newKey } from '../approvals/approval-scene';
import { type Told, TO_FINAL } from '../case-register/case-scene';
import type { LiveCase } from '../claims/claims-scene';
import { reportFigures, sized } from '../support/reliability';
import { BODY, CONTRACTOR, DamageScene } from './damage-scene';
import { type Act, ACTS, BROKEN, EXAMPLES, HELD, retrial } from './random-acts';

const WORKS = 'restoration_plan_and_works';
const RUNS = { numRuns: sized(4, 60), seed: 20260424, endOnFailure: true };
const TIME_LIMIT = sized(300_000, 3_600_000);

const pick = <T>(from: readonly T[], which: number): T | undefined =>
  from[which % Math.max(from.length, 1)];

describe('the damage money of a case, whatever happens in whatever order', () => {
  let scene: DamageScene;
  const counts: Record<string, number> = {};
  beforeAll(async () => {
    scene = await DamageScene.open();
    // The pool has money of another case as well, which nothing of what happens may touch.
    await scene.appropriate(await scene.caseWith('900000.00'), '900000.00');
  });
  afterAll(() => scene.close());

  class Play {
    private plans = 0;
    constructor(readonly of: LiveCase) {}

    private async try(kind: string, content: object, resolution?: string): Promise<string> {
      const { claims } = scene;
      const { status, body } = await scene.ask(kind, content, resolution);
      if (status !== 201) return body.code ?? String(status);
      await claims.approvals.decide(claims.reviewer, body.id, 'approve');
      const last = await claims.approvals.decide(claims.approver, body.id, 'approve');
      await claims.post();
      return last.body.code ?? last.body.state;
    }

    private async plan(amount: bigint) {
      this.plans += 1;
      const plan = `方案${String(this.plans)}`;
      const yuan = formatYuan(fen(amount));
      const opinions = ['court', 'finance', 'audit'].map((agency) => ({ agency, notAsked: '无' }));
      const content = {
        ...{ case: this.of.id, plan, title: '修复', place: '某县', amount: yuan },
        budgetLines: [{ use: WORKS, text: '工程', amount: yuan }],
        ...{ implementer: CONTRACTOR, acceptanceBody: BODY, opinions },
        document: await scene.paper(),
      };
      return { content, subject: `restoration_plan/${this.of.id}/${plan}`, yuan };
    }

    async adopt(amount: bigint): Promise<string> {
      const { content, subject, yuan } = await this.plan(amount);
      const resolution = await scene.resolution('restoration_plan', subject, yuan);
      return this.try('restoration_plan', content, resolution);
    }

    async surplus(amount: bigint): Promise<string> {
      const { content, subject, yuan } = await this.plan(amount);
      const resolution = await scene.resolution('damage_surplus', subject, yuan);
      const asked = { goesTo: 'same_place', reason: '结余', plan: content };
      return this.try('damage_surplus', asked, resolution);
    }

    async change(amount: bigint, which: number): Promise<string> {
      const plan = pick(await scene.plans(this.of), which);
      if (plan === undefined) return 'nothing';
      const yuan = formatYuan(fen(amount));
      const subject = `restoration_plan/${this.of.id}/${String(plan['number'])}`;
      const resolution = await scene.resolution('restoration_plan_change', subject, yuan);
      const half = ['0.3', '0.7'].map((ratio) => ({ name: '分期', ratio, papers: [] }));
      return this.try(
        'restoration_plan_change',
        {
          ...{ plan: plan.id, version: plan.version, reason: '调整', amount: yuan },
          budgetLines: [{ use: WORKS, text: '工程', amount: yuan }],
          ...{ implementer: CONTRACTOR, document: await scene.paper() },
          milestones: plan.paid === yuan ? [] : half,
        },
        resolution,
      );
    }

    async pay(which: number): Promise<string> {
      const plan = pick(await scene.plans(this.of), which);
      const { steps = [] } = plan === undefined ? {} : await scene.plan(plan.id);
      const next = steps.find(({ isNext }) => isNext);
      if (plan === undefined || next === undefined) return 'nothing';
      const content = await scene.paymentOf(this.of, plan.id, next.number, next.amount);
      return this.try('milestone_payment', content);
    }

    async report(which: number): Promise<string> {
      const plan = pick(await scene.plans(this.of), which);
      if (plan === undefined) return 'nothing';
      const answers = [
        await scene.report(plan.id, 'acceptance'),
        await scene.report(plan.id, 'effect_evaluation'),
      ];
      return answers.map(({ status }) => String(status)).join(' ');
    }

    /** All of a plan that can be paid. */
    async finish(which: number): Promise<string> {
      await this.report(which);
      let last = await this.pay(which);
      let paid = 0;
      while (last === 'approved') {
        paid += 1;
        last = await this.pay(which);
      }
      return paid > 0 ? 'paid' : last;
    }

    /** Another judgment takes the place of the one in force, and orders so much. */
    async judgeAnew(amount: bigint): Promise<string> {
      const step = await this.tell(this.judgments === 0 ? TO_FINAL : retrial(this.judgments));
      if (step === undefined) return 'nothing';
      this.judgments += 1;
      const ref = `改判${String(this.judgments)}`;
      const [former] = await scene.claims.dataSource.query<{ id: string }[]>(
        'SELECT id FROM fund.judgment WHERE case_id = $1 AND reversed_on IS NULL',
        [this.of.id],
      );
      const liability = { mode: 'sole', debtors: [{ defendant: this.of.defendants['d1'] }] };
      const order = { kind: 'restoration', amount: formatYuan(fen(amount)), dueOn: '2026-12-31' };
      return this.try('judgment', {
        ...{ case: this.of.id, step, ref, outcome: 'win', replaces: former?.id },
        items: [{ ref: `修复${ref}`, ...order, liability }],
        ...{ inKind: [], refusedCosts: [], documents: [await scene.paper()] },
      });
    }

    private judgments = 0;

    private async tell(steps: readonly Told[]): Promise<string | undefined> {
      let last: string | undefined;
      for (const [kind, on, more = {}] of steps) {
        const { status, body } = (await scene.officer.browser
          .post(`/api/v1/cases/${this.of.id}/steps`, { kind, on, documents: [], ...more })
          .set('idempotency-key', newKey())) as { status: number; body: { id: string } };
        if (status !== 201) return undefined;
        last = body.id;
      }
      return last;
    }

    async return(which: number): Promise<string> {
      const { body } = (await scene.officer.browser.get(
        `/api/v1/cases/${this.of.id}/pay-outs`,
      )) as { body: { items: { id: string; returned: object | null }[] } };
      const payOut = pick(
        body.items.filter(({ returned }) => returned === null),
        which,
      );
      if (payOut === undefined) return 'nothing';
      const { status } = await scene.cashier.browser.post(`/api/v1/pay-outs/${payOut.id}/return`, {
        ...{ on: scene.claims.day, reason: '退汇' },
      });
      await scene.claims.post();
      return String(status);
    }

    async takeBack(which: number): Promise<string> {
      const receipt = pick(await scene.claims.receipts(this.of), which);
      if (receipt === undefined) return 'nothing';
      const content = { receipt: receipt.id, reason: '执行回转', document: await scene.paper() };
      return this.try('receipt_reversal', content);
    }

    async do(act: Act): Promise<string> {
      switch (act.act) {
        case 'receive':
          return scene.receive(this.of, formatYuan(fen(act.amount))).then(() => 'received');
        case 'appropriate':
          if (this.isInTrust) return 'nothing';
          return scene.appropriate(this.of, formatYuan(fen(act.amount))).then(() => 'appropriated');
        case 'adopt':
          return this.adopt(act.amount);
        case 'surplus':
          return this.surplus(act.amount);
        case 'change':
          return this.change(act.amount, act.which);
        case 'pay':
          return this.pay(act.which);
        case 'finish':
          return this.finish(act.which);
        case 'judge_anew':
          return this.judgeAnew(act.amount);
        case 'report':
          return this.report(act.which);
        case 'return':
          return this.return(act.which);
        case 'take_back':
          return this.takeBack(act.which);
      }
    }

    isInTrust = false;
  }

  it(
    'is planned within what was received, and paid within what is planned',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('treasury' as const, 'trust_account' as const),
          fc.array(ACTS, { minLength: 20, maxLength: 30 }),
          async (damageRoute, acts) => {
            const play = new Play(await scene.caseWith('20000.00', { damageRoute }));
            play.isInTrust = damageRoute === 'trust_account';
            if (!play.isInTrust) await scene.appropriate(play.of, '10000.00');
            for (const act of acts) {
              const outcome = await play.do(act);
              const name = `${act.act}: ${outcome}`;
              counts[name] = (counts[name] ?? 0) + 1;
              expect(outcome).not.toMatch(/^5|INTERNAL/);
              const { dataSource, bookId } = scene.claims;
              const [row = {}] = await dataSource.query<Record<string, boolean>[]>(BROKEN, [
                play.of.id,
              ]);
              const broken = Object.keys(row).filter((what) => row[what] === true);
              expect([name, broken]).toEqual([name, []]);
              const [held] = await dataSource.query<{ pool: string; milestones: string }[]>(HELD, [
                bookId,
              ]);
              expect([name, held?.pool]).toEqual([name, held?.milestones]);
            }
          },
        ),
        { ...RUNS, examples: EXAMPLES },
      );
      reportFigures('random-damages', counts);
      const happened = Object.keys(counts);
      // It is worth something only where all of this came about.
      for (const act of ['adopt', 'change', 'pay', 'surplus', 'judge_anew'] as const) {
        expect(happened).toContain(`${act}: approved`);
      }
      expect(happened).toContain('return: 200');
      expect(happened).toContain('adopt: PLAN_EXCEEDS_RECEIVED');
      expect(happened).toContain('change: PLAN_BELOW_PAID');
    },
    TIME_LIMIT,
  );
});
