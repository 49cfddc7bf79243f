import { uuidv7 } from 'uuidv7';
import { refusalOf } from '../support/ledger';
import { asSuperuser } from '../support/test-database';
import { ApprovalScene, type Someone } from './approval-scene';

/** Who tries to get past the service: its own role, and a superuser whose session fires no ordinary trigger. */
const HANDS = ['service', 'superuser'] as const;
type Hand = (typeof HANDS)[number];

describe('what holds where the service is passed by', () => {
  let scene: ApprovalScene;
  let maker: Someone;
  let reviewer: Someone;
  let approver: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    await scene.fund(['special'], 1_000_000_000n);
    maker = await scene.someone('finance_officer', 'approver');
    reviewer = await scene.someone('reviewer', 'approver');
    approver = await scene.someone('approver');
  });
  afterAll(() => scene.service.close());

  const run = async (hand: Hand, sql: string, parameters: unknown[]): Promise<unknown> =>
    hand === 'service'
      ? scene.dataSource.query(sql, parameters)
      : asSuperuser(scene.service.database.name, async (client) => {
          await client.query('SET session_replication_role = replica');
          return client.query(sql, parameters);
        });

  const refused = async (hand: Hand, sql: string, parameters: unknown[]): Promise<string> =>
    (await refusalOf(run(hand, sql, parameters))).message;

  const ask = () => scene.ask(maker, scene.spending('special', 10n));

  const DECISION = `
    INSERT INTO fund.approval_decision (id, request_id, version, step, role, decision, person_id, on_behalf_of_id, content_hash, reason)
    SELECT gen_random_uuid(), r.id, $2, $3, $4, $5, $6, $7, coalesce(decode($8, 'hex'), r.content_hash), 'reason'
      FROM fund.approval_request r WHERE r.id = $1`;

  interface Forged {
    readonly version?: number;
    readonly step?: number;
    readonly role?: string;
    readonly decision?: string;
    readonly person?: Someone;
    readonly onBehalfOf?: Someone;
    readonly hash?: string;
  }
  const decision = (id: string, forged: Forged): unknown[] => [
    id,
    forged.version ?? 1,
    forged.step ?? 0,
    forged.role ?? 'reviewer',
    forged.decision ?? 'approved',
    (forged.person ?? reviewer).personId,
    forged.onBehalfOf?.personId ?? null,
    forged.hash ?? null,
  ];

  describe.each(HANDS)('by the %s', (hand) => {
    it('nobody is a request’s own judge, judges twice, or judges without the role', async () => {
      const id = await ask();
      const cannot = /cannot take this step/;
      expect(await refused(hand, DECISION, decision(id, { person: maker }))).toMatch(cannot);
      expect(await refused(hand, DECISION, decision(id, { person: approver }))).toMatch(cannot);
      expect(await refused(hand, DECISION, decision(id, { onBehalfOf: approver }))).toMatch(cannot);
      await scene.decide(reviewer, id, 'approve');
      const second = { step: 1, role: 'approver' };
      for (const person of [maker, reviewer]) {
        expect(await refused(hand, DECISION, decision(id, { ...second, person }))).toMatch(cannot);
      }
      for (const done of ['submitted', 'withdrawn']) {
        const foreign = decision(id, { ...second, person: approver, decision: done });
        expect(await refused(hand, DECISION, foreign)).toMatch(/only its maker/);
      }
    });

    it('a decision is about the version, the content and the step of now', async () => {
      const id = await ask();
      const { contentHash } = await scene.read(maker, id);
      await scene.revise(maker, id, scene.spending('special', 11n));
      const now = /as it is now/;
      expect(await refused(hand, DECISION, decision(id, { version: 1 }))).toMatch(now);
      expect(
        await refused(hand, DECISION, decision(id, { version: 2, hash: contentHash })),
      ).toMatch(now);
      expect(await refused(hand, DECISION, decision(id, { version: 2, step: 1 }))).toMatch(now);
    });

    it('no step is skipped', async () => {
      const id = await ask();
      const set = (what: string) =>
        refused(hand, `UPDATE fund.approval_request SET ${what} WHERE id = $1`, [id]);
      const final = 'responsible_role = NULL, due_on = NULL';
      expect(await set(`state = 'approved', step = 2, ${final}`)).toMatch(
        /somebody else has approved/,
      );
      expect(await set(`state = 'approved', ${final}`)).toMatch(/by all of its steps/);
      expect(await set(`step = 1, responsible_role = 'approver'`)).toMatch(
        /somebody else has approved/,
      );
      expect(await set(`steps = ARRAY['reviewer']`)).toMatch(/changes with its hash only/);
      await scene.decide(reviewer, id, 'approve');
      expect(await set(`state = 'approved', step = 2, ${final}`)).toMatch(
        /somebody else has approved/,
      );
      for (const state of ['rejected', 'withdrawn']) {
        expect(await set(`state = '${state}', ${final}`)).toMatch(/nobody has decided/);
      }
    });

    it('changed content is a new version without approvals', async () => {
      const id = await ask();
      await scene.decide(reviewer, id, 'approve');
      const set = (what: string) =>
        refused(hand, `UPDATE fund.approval_request SET ${what} WHERE id = $1`, [id]);
      const other = `content_hash = sha256('other')`;
      const void_ = /every approval of the old one is void/;
      expect(await set(other)).toMatch(void_);
      expect(await set(`${other}, version = 2`)).toMatch(void_);
      expect(await set(`${other}, version = 3, step = 0, responsible_role = 'reviewer'`)).toMatch(
        void_,
      );
      for (const same of [
        'amount_fen = 1',
        `title = 'x'`,
        `subject = 'x'`,
        'version = 2',
        'book_id = NULL',
      ]) {
        expect(await set(same)).toMatch(/changes with its hash only/);
      }
      for (const fixed of [`kind = 'x'`, `maker_role = 'approver'`, 'made_at = now()']) {
        expect(await set(fixed)).toMatch(/stays/);
      }
    });

    it('whoever is responsible is known until it is final, and then nobody is', async () => {
      const id = await ask();
      const set = (what: string) =>
        refused(hand, `UPDATE fund.approval_request SET ${what} WHERE id = $1`, [id]);
      for (const what of [
        'responsible_role = NULL',
        'due_on = NULL',
        `responsible_role = 'cashier'`,
      ]) {
        expect(await set(what)).toMatch(/ck_approval_request_responsible/);
      }
    });

    it('what is final stays as it is', async () => {
      const approved = await ask();
      await scene.decide(reviewer, approved, 'approve');
      await scene.decide(approver, approved, 'approve');
      const rejected = await ask();
      await scene.decide(reviewer, rejected, 'reject');
      for (const id of [approved, rejected]) {
        for (const what of [`title = title`, `state = 'open'`, `content_hash = sha256('x')`]) {
          const update = `UPDATE fund.approval_request SET ${what} WHERE id = $1`;
          expect(await refused(hand, update, [id])).toMatch(/stays so/);
        }
        const late = decision(id, { step: 1, role: 'approver', person: approver });
        expect(await refused(hand, DECISION, late)).toMatch(/is decided/);
      }
    });

    it('no request begins anywhere but at its beginning, in its own bureau', async () => {
      const copied = await ask();
      const elsewhere = await scene.service.bureau(`elsewhere-${hand}`);
      const insert = (change: Record<string, unknown>) =>
        refused(
          hand,
          `INSERT INTO fund.approval_request
           SELECT (jsonb_populate_record(r, $2 || jsonb_build_object('idempotency_key', $3::text))).*
             FROM fund.approval_request r WHERE r.id = $1`,
          [copied, JSON.stringify({ id: uuidv7(), ...change }), uuidv7()],
        );
      const final = { responsible_role: null, due_on: null };
      expect(await insert({ state: 'approved', step: 2, ...final })).toMatch(/begins open/);
      expect(await insert({ step: 1, responsible_role: 'approver' })).toMatch(/begins open/);
      expect(await insert({ version: 2 })).toMatch(/begins open/);
      expect(await insert({ bureau_id: elsewhere.id })).toMatch(/of one bureau/);
      expect(await insert({ book_id: elsewhere.bookId })).toMatch(/of one bureau/);
    });

    it('nothing of it is changed or removed', async () => {
      await ask();
      const evidence = ['approval_version', 'approval_decision', 'approval_part', 'policy_version'];
      const denied = hand === 'service' ? /permission denied/ : /APPEND_ONLY/;
      for (const table of evidence) {
        expect(await refused(hand, `UPDATE fund.${table} SET version = 7`, [])).toMatch(denied);
      }
      for (const table of [...evidence, 'approval_request', 'delegation']) {
        expect(await refused(hand, `DELETE FROM fund.${table}`, [])).toMatch(denied);
        expect(await refused(hand, `TRUNCATE fund.${table} CASCADE`, [])).toMatch(denied);
      }
    });
  });

  it('parts are not the service’s to make', async () => {
    const id = await ask();
    const insert = `INSERT INTO fund.approval_part VALUES ($1, 1, $2, 0)`;
    expect(await refused('service', insert, [id, approver.personId])).toMatch(/permission denied/);
    expect(await refused('superuser', insert, [id, maker.personId])).toMatch(/pk_approval_part/);
  });
});
