import type { Someone } from '../approvals/approval-scene';
import { reportFigures, sized } from '../support/reliability';
import { AdvanceScene, type Payee } from './advance-scene';

const RUNS = sized(12, 300);
const EACH = 600n;

describe('two approvals of advances at once', () => {
  let scene: AdvanceScene;
  let firm: Payee;
  let approvers: readonly [Someone, Someone];
  beforeAll(async () => {
    scene = await AdvanceScene.open();
    firm = await scene.payee('law_firm', '吉林某律师事务所');
    approvers = [scene.approver, await scene.approvals.someone('approver')];
  });
  afterAll(() => scene.close());

  it(
    'over the last of the budget: exactly one has it, and no number is lost',
    async () => {
      const outcomes = new Map<string, number>();
      for (let run = 0; run < RUNS; run += 1) {
        // Enough for one of the two: each run adds what its winner takes.
        await scene.budget({ lawyer: `${String(EACH)}.00` });
        const ids: string[] = [];
        for (let each = 0; each < 2; each += 1) {
          const cost = { category: 'lawyer', amount: `${String(EACH)}.00`, payee: firm } as const;
          const { body } = await scene.ask(scene.officer, await scene.openCase(), [cost]);
          await scene.approvals.decide(scene.reviewer, body.id, 'approve');
          ids.push(body.id);
        }
        const answers = await Promise.all(
          ids.map((id, index) =>
            scene.approvals.decide(approvers[index === 0 ? 0 : 1], id, 'approve'),
          ),
        );
        const outcome = answers
          .map(({ status, body }) => `${String(status)} ${body.code ?? body.state}`)
          .sort()
          .join();
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        // The other one is taken back, so that it asks for nothing in the next run.
        const lost = ids.filter((_, index) => answers[index]?.status !== 200);
        for (const id of lost) {
          await scene.officer.browser.post(`/api/v1/approvals/${id}/withdraw`).expect(204);
        }
      }
      const [row] = await scene.dataSource.query<
        { held: string; applications: string; last: number; overdrawn: string }[]
      >(
        `SELECT (SELECT sum(held_fen) FROM fund.budget_line) AS held,
                (SELECT count(*) FROM fund.advance_application) AS applications,
                (SELECT last FROM fund.advance_counter) AS last,
                (SELECT count(*) FROM ledger.account_balance WHERE posted - held < 0 AND floor IS NOT NULL) AS overdrawn`,
      );
      reportFigures('advances-at-once', { runs: RUNS, ...row });
      const refused = [...outcomes.keys()].map((outcome) =>
        outcome.replace(/BUDGET_EXCEEDED|INSUFFICIENT_FUNDS/, 'NO_MONEY'),
      );
      expect({ refused: [...new Set(refused)], ...row }).toEqual({
        refused: ['200 approved,422 NO_MONEY'],
        held: String(EACH * 100n * BigInt(RUNS)),
        applications: String(RUNS),
        last: RUNS,
        overdrawn: '0',
      });
    },
    sized(600_000, 3_000_000),
  );
});
