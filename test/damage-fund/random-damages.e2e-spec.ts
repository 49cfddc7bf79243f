import fc from 'fast-check';
import { fen, formatYuan } from '../../src/money';
import type { LiveCase } from '../claims/claims-scene';
import { reportFigures, sized } from '../support/reliability';
import { BODY, CONTRACTOR, DamageScene } from './damage-scene';

const WORKS = 'restoration_plan_and_works';
const RUNS = { numRuns: sized(4, 60), seed: 20260424, endOnFailure: true };
const TIME_LIMIT = sized(300_000, 3_600_000);

/** Amounts in yuan that meet each other often, so that limits are reached exactly and passed by one. */
const YUAN = fc.integer({ min: 1, max: 12 }).map((thousands) => BigInt(thousands) * 1_000_00n);
/** Often below what is paid. */
const LITTLE = fc.oneof(
  YUAN,
  YUAN.map((amount) => amount / 4n),
);
const ANY = fc.nat({ max: 5 });

type Act =
  | { readonly act: 'receive' | 'appropriate' | 'adopt' | 'surplus'; readonly amount: bigint }
  | { readonly act: 'change'; readonly amount: bigint; readonly which: number }
  | { readonly act: 'pay' | 'report' | 'return' | 'take_back'; readonly which: number };

const ACTS: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('receive' as const), amount: YUAN }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('appropriate' as const), amount: YUAN }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('adopt' as const), amount: YUAN }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('surplus' as const), amount: YUAN }) },
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('change' as const), amount: LITTLE, which: ANY }),
  },
  { weight: 8, arbitrary: fc.record({ act: fc.constant('pay' as const), which: ANY }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('report' as const), which: ANY }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('return' as const), which: ANY }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('take_back' as const), which: ANY }) },
);

const pick = <T>(from: readonly T[], which: number): T | undefined =>
  from[which % Math.max(from.length, 1)];

/** What must hold of a case in every state, as its rows say it. */
const BROKEN = `
  SELECT c.damages_received_fen + c.trust_interest_received_fen - c.damages_elsewhere_fen - p.planned < 0 AS "plans beyond what was received",
         c.damages_planned_fen <> p.planned AS "planned is not the sum of the plans",
         c.damages_paid_fen <> p.paid AS "paid is not the sum of the plans",
         c.damages_paid_fen > p.planned AS "paid beyond the plans",
         c.damages_appropriated_fen < c.damages_paid_fen + c.damages_elsewhere_fen AS "paid beyond what was appropriated",
         EXISTS (SELECT FROM fund.restoration_plan x
                  WHERE x.case_id = c.id AND (x.paid_fen > x.amount_fen
                    OR x.amount_fen <> (SELECT sum(m.amount_fen) FROM fund.plan_milestone m WHERE m.plan_id = x.id AND m.dropped_in IS NULL)
                    OR x.paid_fen <> (SELECT coalesce(sum(m.amount_fen) FILTER (WHERE m.paid_on IS NOT NULL), 0) FROM fund.plan_milestone m WHERE m.plan_id = x.id)
                    OR x.paid_fen <> (SELECT sum(u.paid_fen) FROM fund.plan_use u WHERE u.plan_id = x.id)
                    OR x.amount_fen <> (SELECT sum(u.amount_fen) FROM fund.plan_use u WHERE u.plan_id = x.id))) AS "a plan that does not add up",
         c.damages_paid_fen <> coalesce((SELECT sum(y.amount_fen) FROM fund.milestone_payment y
             JOIN fund.restoration_plan x ON x.id = y.plan_id JOIN fund.pay_out o ON o.approval_request_id = y.approval_request_id
            WHERE x.case_id = c.id AND NOT EXISTS (SELECT FROM fund.pay_out_return r WHERE r.pay_out_id = o.id)), 0) AS "paid is not what went out",
         b.posted <> CASE c.damage_route WHEN 'treasury' THEN c.damages_paid_fen
                       ELSE c.damages_received_fen + c.trust_interest_received_fen - c.damages_paid_fen - c.damages_elsewhere_fen END AS "the books differ"
    FROM fund.litigation_case c
   CROSS JOIN LATERAL (SELECT coalesce(sum(x.amount_fen), 0) AS planned, coalesce(sum(x.paid_fen), 0) AS paid
                         FROM fund.restoration_plan x WHERE x.case_id = c.id) p
   CROSS JOIN LATERAL (SELECT coalesce(sum(y.posted), 0) AS posted FROM ledger.account a JOIN ledger.account_balance y ON y.account_id = a.id
                        WHERE a.book_id = c.book_id AND a.dimension_2 = c.id::text
                          AND a.code = CASE c.damage_route WHEN 'treasury' THEN '5001.03' ELSE '1002.99' END) b
   WHERE c.id = $1`;

/** What the pool holds is what is held for milestones that came back. */
const HELD = `
  SELECT coalesce((SELECT sum(b.held) FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
                    WHERE a.book_id = $1 AND a.code = '1011' AND a.dimension_1 = 'damage_fund'), 0)::text AS pool,
         coalesce((SELECT sum(m.amount_fen) FROM fund.plan_milestone m JOIN fund.restoration_plan x ON x.id = m.plan_id
                     JOIN fund.litigation_case c ON c.id = x.case_id
                    WHERE c.book_id = $1 AND m.hold_id IS NOT NULL AND m.paid_on IS NULL), 0)::text AS milestones`;

describe('the damage money of a case, whatever happens in whatever order', () => {
  let scene: DamageScene;
  const counts: Record<string, number> = {};
  beforeAll(async () => {
    scene = await DamageScene.open();
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
        RUNS,
      );
      reportFigures('random-damages', counts);
      const happened = Object.keys(counts);
      // It is worth something only where all of this came about.
      for (const act of ['adopt', 'change', 'pay'] as const) {
        expect(happened).toContain(`${act}: approved`);
      }
      expect(happened).toContain('return: 200');
      expect(happened).toContain('adopt: PLAN_EXCEEDS_RECEIVED');
      expect(happened).toContain('change: PLAN_BELOW_PAID');
    },
    TIME_LIMIT,
  );
});
