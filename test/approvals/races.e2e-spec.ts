import { sized, reportFigures } from '../support/reliability';
import { ApprovalScene, IN_ONE_STEP, type Someone } from './approval-scene';

const RUNS = sized(100, 500);

describe('approvals at the same instant', () => {
  let scene: ApprovalScene;
  let maker: Someone;
  let approvers: [Someone, Someone];
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    maker = await scene.someone('finance_officer');
    approvers = [await scene.someone('approver'), await scene.someone('approver')];
  });
  afterAll(() => scene.service.close());

  const spending = (name: string) =>
    scene.ask(maker, scene.spending(name, 60n), { kind: IN_ONE_STEP });

  it(
    'spend the last money of a pool once',
    async () => {
      const names = Array.from({ length: RUNS }, (_, run) => `pool-${String(run)}`);
      await scene.fund(names, 10_000n);
      let bothOrNone = 0;
      for (const name of names) {
        const ids = [await spending(name), await spending(name)];
        const seen: string[] = [];
        for (const id of ids) seen.push((await scene.read(maker, id)).contentHash);
        const answers = await Promise.all(
          approvers.map((approver, index) =>
            scene.decide(approver, ids[index] ?? '', 'approve', seen[index]),
          ),
        );
        const outcomes = answers.map(
          ({ status, body }) => `${String(status)} ${body.code ?? body.state}`,
        );
        if (outcomes.sort().join() !== '200 approved,422 INSUFFICIENT_FUNDS') bothOrNone += 1;
      }
      const [row] = await scene.dataSource.query<
        { overdrawn: string; holds: string; states: object }[]
      >(
        `SELECT (SELECT count(*) FROM ledger.account_balance WHERE posted - held < 0 AND floor IS NOT NULL) AS overdrawn,
                (SELECT count(*) FROM ledger.hold) AS holds,
                (SELECT jsonb_object_agg(state, n) FROM (SELECT state, count(*) AS n FROM fund.approval_request
                  GROUP BY state) s) AS states`,
      );
      reportFigures('approvals-at-once', { runs: RUNS, bothOrNone, ...row });
      expect({ bothOrNone, ...row }).toEqual({
        bothOrNone: 0,
        overdrawn: '0',
        holds: String(RUNS),
        states: { approved: RUNS, open: RUNS },
      });
    },
    sized(300_000, 3_000_000),
  );

  it('count once where one person clicks twice', async () => {
    await scene.fund(['twice'], 1_000_000n);
    for (let run = 0; run < 10; run += 1) {
      const id = await spending('twice');
      const { contentHash } = await scene.read(maker, id);
      const [one] = approvers;
      const clicks = await Promise.all(
        [1, 2, 3].map(() => scene.decide(one, id, 'approve', contentHash)),
      );
      expect(clicks.map(({ status, body }) => [status, body.state])).toEqual([
        [200, 'approved'],
        [200, 'approved'],
        [200, 'approved'],
      ]);
      const { decisions } = await scene.read(maker, id);
      expect(decisions.map(({ decision }) => decision)).toEqual(['submitted', 'approved']);
    }
    const [row] = await scene.dataSource.query<{ held: string }[]>(
      `SELECT sum(h.remaining) AS held FROM ledger.hold h JOIN ledger.account a ON a.id = h.account_id
        WHERE a.dimension_1 = 'twice'`,
    );
    expect(row?.held).toBe('60000');
  });

  it('let one of two approvers decide one request', async () => {
    await scene.fund(['one'], 1_000_000n);
    for (let run = 0; run < 10; run += 1) {
      const id = await spending('one');
      const { contentHash } = await scene.read(maker, id);
      const answers = await Promise.all(
        approvers.map((approver) => scene.decide(approver, id, 'approve', contentHash)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect((await scene.read(maker, id)).decisions).toHaveLength(2);
    }
  });

  it('void an approval that comes with an edit, or come before it', async () => {
    await scene.fund(['edited'], 1_000_000n);
    for (let run = 0; run < 10; run += 1) {
      const id = await spending('edited');
      const { contentHash } = await scene.read(maker, id);
      const [answer, edit] = await Promise.all([
        scene.decide(approvers[0], id, 'approve', contentHash),
        scene.revise(maker, id, scene.spending('edited', 61n)),
      ]);
      const { state, version } = await scene.read(maker, id);
      const approvedFirst = answer.status === 200;
      expect([state, version]).toEqual(approvedFirst ? ['approved', 1] : ['open', 2]);
      expect(edit.status).toBe(
        approvedFirst ? (edit.body.code === 'PRECONDITION_FAILED' ? 412 : 409) : 200,
      );
      if (!approvedFirst) expect(answer.body.code).toBe('APPROVAL_STALE');
    }
  });
});
