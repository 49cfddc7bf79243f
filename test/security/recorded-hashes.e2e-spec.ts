import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { ApprovalScene } from '../approvals/approval-scene';
import { exampleText } from '../support/examples';

interface Recorded {
  readonly action: string;
  readonly outcome: 'accepted' | 'refused';
  readonly before: string | null;
  readonly after: string | null;
}

describe('the hashes of what an act changed', () => {
  let scene: ApprovalScene;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
  });
  afterAll(() => scene.service.close());

  const recorded = (condition: string, value: unknown): Promise<Recorded[]> =>
    scene.dataSource.query<Recorded[]>(
      `SELECT action, outcome, encode(before_hash, 'hex') AS before, encode(after_hash, 'hex') AS after
         FROM fund.audit_event WHERE ${condition} ORDER BY id`,
      [value],
    );

  it('chain the accepted events of a case file, and a refused one has none', async () => {
    const file = parseCaseFile(exampleText('02-nanping-2015'));
    const { bookId } = await replayCaseFile(scene.dataSource, file);
    const events = await recorded('book_id = $1', bookId);
    const refused = events.filter(({ outcome }) => outcome === 'refused');
    expect(refused.length).toBeGreaterThan(0);
    for (const event of refused) expect(event).toMatchObject({ before: null, after: null });
    const accepted = events.filter(({ outcome }) => outcome === 'accepted');
    expect(refused.length + accepted.length).toBe(file.events.length);
    expect(new Set(accepted.map(({ after }) => after)).size).toBe(accepted.length);
    expect(accepted.slice(1).map(({ before }) => before)).toEqual(
      accepted.slice(0, -1).map(({ after }) => after),
    );
  });

  it('tell a failed request from the one that was put back', async () => {
    const system = await scene.someone('system_administrator');
    await scene.fund(['special'], 100_000n);
    const request = await scene.failedRequest();
    const retry = `/api/v1/queue/requests/${request}/retry`;
    await system.browser.post(retry).expect(200);
    await system.browser.post(retry).expect(409);
    const tries = await recorded(
      `action = 'posting.retry' AND content ->> 'request' = $1`,
      request,
    );
    expect(tries).toMatchObject([
      { outcome: 'accepted', before: expect.any(String) as string },
      { outcome: 'refused', before: null, after: null },
    ]);
    expect([null, tries[0]?.before]).not.toContain(tries[0]?.after);
  });
});
