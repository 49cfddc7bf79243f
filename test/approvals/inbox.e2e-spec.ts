import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { InboxSources, readInbox } from '../../src/inbox';
import { inTransaction } from '../../src/platform/database/transaction';
import { income, pool, transfer } from '../support/ledger';
import { reportFigures, sized } from '../support/reliability';
import { ApprovalScene, type Someone } from './approval-scene';

const SCENES = sized(24, 300);
/** The same scenes in every normal run: among them must be some of every sort that is counted below. */
const SEED = sized(20150164, Date.now() % 0x7fffffff);
const ROLES = ['finance_officer', 'reviewer', 'approver'] as const;

/** Somebody of a random bureau: what they hold, and whether they can still sign in. */
const aPerson = fc.record({
  roles: fc.subarray([...ROLES], { minLength: 1 }),
  state: fc.constantFrom('active', 'active', 'active', 'disabled', 'invited'),
  demoted: fc.boolean(),
});

/** A request of a random bureau: who made it, how it goes on, and who decides; people by number. */
const aRequest = fc.record({
  maker: fc.nat(20),
  steps: fc.array(fc.constantFrom(...ROLES), { minLength: 1, maxLength: 3 }),
  verdicts: fc.array(fc.constantFrom('approved', 'returned', 'resubmitted', 'edited', 'rejected'), {
    maxLength: 4,
  }),
});

/** A meeting: who entered it, what is missing of it, whether it was concluded, and its resolutions. */
const aMeeting = fc.record({
  maker: fc.nat(20),
  minutes: fc.constantFrom('会议同意。', '会议同意。', null),
  concluded: fc.boolean(),
  resolutions: fc.array(fc.constantFrom('open', 'open', 'done', 'struck out'), { maxLength: 3 }),
});

const aScene = fc.record({
  people: fc.array(aPerson, { minLength: 2, maxLength: 9 }),
  requests: fc.array(aRequest, { minLength: 1, maxLength: 6 }),
  meetings: fc.array(aMeeting, { maxLength: 3 }),
  /** What becomes of requests for the book. */
  postings: fc.array(fc.constantFrom('failed', 'ready'), { maxLength: 3 }),
  /** What became of notices. */
  notices: fc.array(fc.constantFrom('failed', 'waiting', 'sent', 'logged'), { maxLength: 3 }),
  /** From whom to whom, which of the roles held, from which day on. */
  delegations: fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.nat(5), fc.constantFrom(-1, 0, 0, 1)), {
    minLength: 3,
    maxLength: 6,
  }),
});

const RECEIPT = transfer(pool('special'), income, 100n);

/** All open work of bureau $1, by its tables. */
const OPEN_WORK = `
  SELECT 'approval' AS source, 'approval/' || id AS key, state FROM fund.approval_request
   WHERE bureau_id = $1 AND state NOT IN ('approved', 'rejected', 'withdrawn')
  UNION ALL
  SELECT 'joint_meeting', 'joint_meeting/' || id, state FROM fund.joint_meeting
   WHERE bureau_id = $1 AND state <> 'concluded'
  UNION ALL
  SELECT 'meeting_resolution', 'meeting_resolution/' || r.id, follow_up
    FROM fund.meeting_resolution r JOIN fund.joint_meeting m ON m.id = r.meeting_id
   WHERE r.bureau_id = $1 AND m.state = 'concluded' AND NOT struck_out AND follow_up <> 'done'
  UNION ALL
  SELECT 'posting_request', 'posting_request/' || r.id, r.status
    FROM ledger.posting_request r JOIN fund.bureau_book b USING (book_id)
   WHERE b.bureau_id = $1 AND r.status = 'failed'
  UNION ALL
  SELECT 'notice', 'notice/' || e.id, e.state FROM fund.outgoing_event e
   WHERE e.bureau_id = $1 AND e.state NOT IN ('waiting', 'sent', 'logged')`;

/** Every column that says where something stands: the source that it waits in, or why it waits for nobody. */
const STATES: Readonly<Record<string, { readonly source?: string; readonly why?: string }>> = {
  'fund.account.state': { why: 'whoever was invited has a link and no inbox' },
  'fund.advance_application.state': { why: 'follows its costs, which wait in their own name' },
  'fund.advance_application.status': { source: 'advance_to_pay' },
  'fund.approval_request.state': { source: 'approval' },
  'fund.joint_meeting.state': { source: 'joint_meeting' },
  'fund.law_firm.state': { why: 'changes by a request, which waits in its own name' },
  'fund.lawyer.state': { why: 'changes by a request, which waits in its own name' },
  'fund.litigation_case.state': { why: 'the courts move a case on, and nobody of the bureau' },
  'fund.meeting_resolution.follow_up': { source: 'meeting_resolution' },
  'fund.organization.state': { why: 'changes by a request, which waits in its own name' },
  'fund.outgoing_event.state': { source: 'notice' },
  'fund.payment_order_line.state': { source: 'payment_to_record' },
  'fund.qualification.status': { why: 'is replayed from case files, in sandbox books' },
  'fund.settlement_line.state': { source: 'receipt_line' },
  'ledger.period.state': { why: 'months stay open until they are closed' },
  'ledger.posting_request.status': { source: 'posting_request' },
};

/** Sources of what amounts and rows say, and no column: what was paid, settled, demanded back, matched, confirmed. */
const BY_AMOUNTS = [
  'award_objection',
  'award_to_ask',
  'award_to_assess',
  'award_to_notice',
  'award_to_pay',
  'award_to_return',
  'award_use_to_report',
  'bank_lines',
  'bank_reconciliation',
  'damages_to_remit',
  'demand_reminder',
  'receipts_to_submit',
  'surplus_to_return',
  'write_off_to_decide',
];

type Scene = typeof aScene extends fc.Arbitrary<infer T> ? T : never;

describe('the inboxes of a bureau', () => {
  let scene: ApprovalScene;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
  });
  afterAll(() => scene.service.close());

  const query = <T extends object>(sql: string, parameters: unknown[] = []): Promise<T[]> =>
    scene.dataSource.query<T[]>(sql, parameters);

  async function addPerson(
    bureauId: string,
    roles: readonly string[],
    state = 'active',
  ): Promise<string> {
    const id = uuidv7();
    await query(
      `INSERT INTO fund.person (id, name, bureau_id, sandbox) VALUES ($1::uuid, $1::uuid::text, $2, false)`,
      [id, bureauId],
    );
    await query(
      `INSERT INTO fund.account (id, person_id, login, state) VALUES (gen_random_uuid(), $1, 'p' || $2, $3)`,
      [id, id.replaceAll('-', ''), state],
    );
    for (const role of roles) {
      await query(
        `INSERT INTO fund.role_grant (id, person_id, role, valid_from, granted_by)
         VALUES (gen_random_uuid(), $1, $2, '2020-01-01', 'test')`,
        [id, role],
      );
    }
    return id;
  }

  async function addRequest(
    bureauId: string,
    maker: string,
    steps: readonly string[],
  ): Promise<string> {
    const id = uuidv7();
    await query(
      `INSERT INTO fund.approval_request (id, bureau_id, kind, title, version, content_hash, steps, step, state,
          responsible_role, due_on, maker_id, maker_role, idempotency_key, body_hash)
       VALUES ($1::uuid, $2, 'invented', 'invented', 1, sha256('1'), $3, 0, 'open', $4, '2199-01-01', $5, 'finance_officer', $1::uuid::text, '')`,
      [id, bureauId, steps, steps[0], maker],
    );
    await query(
      `INSERT INTO fund.approval_version (request_id, version, document, content_hash, made_by_id)
       VALUES ($1, 1, '{}', sha256('1'), $2)`,
      [id, maker],
    );
    return id;
  }

  /** Lets the first one who can act do something to a request; whether anybody could. */
  async function act(id: string, verdict: string): Promise<void> {
    await inTransaction(scene.dataSource, async (tx) => {
      const [r] = await tx.query<
        {
          state: string;
          version: number;
          step: number;
          steps: string[];
          maker_id: string;
          maker_role: string;
          role: string;
        }[]
      >('SELECT *, responsible_role AS role FROM fund.approval_request WHERE id = $1', [id]);
      const [actor] = await tx.query<{ person_id: string; on_behalf_of_id: string | null }[]>(
        'SELECT * FROM fund.approval_actor WHERE request_id = $1 ORDER BY person_id, on_behalf_of_id LIMIT 1',
        [id],
      );
      if (r === undefined || actor === undefined) return;
      if (verdict === 'edited') {
        const version = r.version + 1;
        await tx.query(
          `UPDATE fund.approval_request SET version = $2, content_hash = sha256($3), step = 0, state = 'open',
                  responsible_role = steps[1], responsible_person_id = $4 WHERE id = $1 AND state IN ('open', 'returned')`,
          [id, version, String(version), actor.person_id === r.maker_id ? null : actor.person_id],
        );
        await tx.query(
          `INSERT INTO fund.approval_version (request_id, version, document, content_hash, made_by_id)
           VALUES ($1, $2, '{}', sha256($3), $4)`,
          [id, version, String(version), r.maker_id],
        );
        return;
      }
      if (verdict === 'resubmitted') {
        await tx.query(
          `UPDATE fund.approval_request r SET state = 'open', responsible_role = steps[step + 1],
                  responsible_person_id = (SELECT person_id FROM fund.approval_decision d
                    WHERE d.request_id = r.id AND d.decision = 'returned' ORDER BY decided_at DESC LIMIT 1)
            WHERE id = $1 AND state = 'returned'`,
          [id],
        );
        return;
      }
      if (r.state !== 'open') return;
      await tx.query(
        `INSERT INTO fund.approval_decision (id, request_id, version, step, role, decision, person_id, on_behalf_of_id, content_hash, reason)
         SELECT gen_random_uuid(), id, version, step, responsible_role, $2, $3, $4, content_hash, 'reason'
           FROM fund.approval_request WHERE id = $1`,
        [id, verdict, actor.person_id, actor.on_behalf_of_id],
      );
      const next = r.steps[r.step + 1];
      if (verdict === 'approved' && next !== undefined) {
        await tx.query(
          'UPDATE fund.approval_request SET step = step + 1, responsible_role = $2, responsible_person_id = NULL WHERE id = $1',
          [id, next],
        );
      } else if (verdict === 'returned') {
        await tx.query(
          `UPDATE fund.approval_request SET state = 'returned', responsible_role = maker_role, responsible_person_id = maker_id WHERE id = $1`,
          [id],
        );
      } else {
        await tx.query(
          `UPDATE fund.approval_request SET state = $2, step = step + $3, responsible_role = NULL, responsible_person_id = NULL, due_on = NULL WHERE id = $1`,
          [id, verdict, verdict === 'approved' ? 1 : 0],
        );
      }
    });
  }

  async function addMeeting(
    bureauId: string,
    makerId: string,
    { minutes, concluded, resolutions }: Scene['meetings'][number],
  ): Promise<void> {
    const id = uuidv7();
    await query(
      `INSERT INTO fund.joint_meeting (id, bureau_id, number, title, held_on, place, chaired_by, minutes, maker_id)
       VALUES ($1::uuid, $2, $1::uuid::text, 'invented', '2026-01-01', 'x', 'x', $3, $4)`,
      [id, bureauId, minutes, makerId],
    );
    await query(
      `INSERT INTO fund.meeting_agenda_item (meeting_id, version, ordinal, title) VALUES ($1, 1, 1, 'x')`,
      [id],
    );
    await query(
      `INSERT INTO fund.meeting_attendee (meeting_id, version, ordinal, agency, name) VALUES ($1, 1, 1, 'x', 'x')`,
      [id],
    );
    for (const [index, state] of resolutions.entries()) {
      const isDone = concluded && state === 'done';
      await query(
        `INSERT INTO fund.meeting_resolution (id, bureau_id, meeting_id, number, body, kind, owner, due_on, struck_out, follow_up, follow_up_note)
         VALUES (gen_random_uuid(), $1, $2::uuid, $2::uuid::text || $3, 'x', 'invented', 'x', '2026-02-01', $4, $5, $6)`,
        [
          bureauId,
          id,
          String(index),
          state === 'struck out',
          isDone ? 'done' : 'open',
          isDone ? 'x' : null,
        ],
      );
    }
    if (concluded && minutes !== null) {
      await query(
        `UPDATE fund.joint_meeting m SET state = 'concluded', concluded_at = now(),
                concluded_by_id = (SELECT p.id FROM fund.person p WHERE p.bureau_id = $2 AND p.id <> m.maker_id LIMIT 1)
          WHERE id = $1`,
        [id, bureauId],
      );
    }
  }

  async function addNotice(bureauId: string, personId: string, state: string): Promise<void> {
    const id = uuidv7();
    await query(
      `INSERT INTO fund.outgoing_event (id, kind, bureau_id, person_id, facts) VALUES ($1, 'invented', $2, $3, '{}')`,
      [id, bureauId, personId],
    );
    await query(
      `UPDATE fund.outgoing_event SET state = $2, last_error = 'ETLS',
              sent_at = CASE WHEN $2 = 'sent' THEN now() END WHERE id = $1`,
      [id, state],
    );
  }

  async function play({
    people,
    requests,
    delegations,
    meetings,
    postings,
    notices,
  }: Scene): Promise<{ bureauId: string; everybody: string[] }> {
    const { id: bureauId, bookId } = await scene.service.bureau(`b${uuidv7().slice(-12)}`);
    const ids: string[] = [];
    for (const { roles } of people) ids.push(await addPerson(bureauId, roles));
    const someone = (n: number): string => ids[n % ids.length] ?? '';
    for (const [from, to, held, day] of delegations) {
      const { roles = [] } = people[from % people.length] ?? {};
      // Many of them are refused; those that are not are enough.
      await query(
        `INSERT INTO fund.delegation (id, from_person_id, to_person_id, role, from_on, until_on, reason)
         SELECT gen_random_uuid(), $1, $2, $3, current_date + $4::int, current_date + $4::int + 3, 'x'`,
        [someone(from), someone(to), roles[held % roles.length] ?? 'none', day],
      ).catch(() => undefined);
    }
    for (const { maker, steps, verdicts } of requests) {
      const id = await addRequest(bureauId, someone(maker), steps);
      for (const verdict of verdicts) await act(id, verdict);
    }
    for (const meeting of meetings) await addMeeting(bureauId, someone(meeting.maker), meeting);
    for (const state of postings) {
      await (state === 'failed'
        ? scene.failedRequest(bookId, RECEIPT)
        : scene.acceptRequest(bookId, RECEIPT));
    }
    for (const state of notices) await addNotice(bureauId, someone(0), state);
    // Only now do some leave or lose their roles, with requests before them.
    for (const [index, { state, demoted }] of people.entries()) {
      await query('UPDATE fund.account SET state = $2 WHERE person_id = $1', [ids[index], state]);
      if (demoted) {
        await query(
          `UPDATE fund.role_grant SET revoked_at = now(), revoked_by = 'test' WHERE person_id = $1 AND role = 'reviewer'`,
          [ids[index]],
        );
      }
    }
    return { bureauId, everybody: [...ids, await addPerson(bureauId, ['system_administrator'])] };
  }

  it(
    'hold all open work and nothing else, whoever there is and whatever was decided',
    async () => {
      const seen = { scenes: 0, open: 0, stuck: 0, returned: 0, final: 0, delegated: 0 };
      const bySource = {
        approval: 0,
        joint_meeting: 0,
        meeting_resolution: 0,
        posting_request: 0,
        notice: 0,
      };
      const waits = { approver: 0, finance_officer: 0 };
      const sources = scene.service.app.get(InboxSources);
      await fc.assert(
        fc.asyncProperty(aScene, async (drawn) => {
          const { bureauId, everybody } = await play(drawn);
          const found = new Map<string, { stuck: boolean; waitingFor: string }>();
          for (const person of everybody) {
            const rows = await readInbox(scene.dataSource, sources, person, { limit: 200 });
            for (const { item } of rows) {
              const key = `${item.source}/${item.id}`;
              // One role is responsible, by one day, whoever looks.
              expect(item.waitingFor).toBe(found.get(key)?.waitingFor ?? item.waitingFor);
              expect(item.dueOn).toMatch(/^\d{4}-/);
              found.set(key, item);
              if (item.onBehalfOf !== null) seen.delegated += 1;
              // What is in an inbox can be done from there, but for what is stuck.
              expect(item.actions.length > 0).toBe(!item.stuck);
              if (item.source === 'joint_meeting') waits[item.waitingFor as 'approver'] += 1;
            }
          }
          const open = await query<{ source: keyof typeof bySource; key: string; state: string }>(
            OPEN_WORK,
            [bureauId],
          );
          expect([...found.keys()].sort()).toEqual(open.map(({ key }) => key).sort());
          for (const { source } of open) bySource[source] += 1;
          seen.scenes += 1;
          seen.open += open.length;
          seen.final +=
            drawn.requests.length - open.filter(({ source }) => source === 'approval').length;
          seen.returned += open.filter(({ state }) => state === 'returned').length;
          seen.stuck += [...found.values()].filter(({ stuck }) => stuck).length;
        }),
        { numRuns: SCENES, seed: SEED },
      );
      reportFigures('approval-inboxes', seen);
      // The scenes are worth something only if they hold all of this.
      const counts = [seen, bySource, waits].flatMap((of) => Object.values(of));
      expect(Math.min(...counts)).toBeGreaterThan(0);
      expect(seen.stuck).toBeLessThan(seen.open);
    },
    sized(300_000, 3_000_000),
  );

  it('know every state that something can be in and is not to stay in', async () => {
    const states = await query<{ name: string }>(
      `SELECT n.nspname || '.' || t.relname || '.' || a.attname AS name
         FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid JOIN pg_namespace n ON n.oid = t.relnamespace
        WHERE n.nspname IN ('fund', 'ledger') AND t.relkind = 'r' AND a.attnum > 0
          AND a.attname IN ('state', 'status', 'follow_up') ORDER BY 1`,
    );
    expect(states.map(({ name }) => name)).toEqual(Object.keys(STATES).sort());
    const { all } = scene.service.app.get(InboxSources);
    const inInboxes = Object.values(STATES).flatMap(({ source }) => source ?? []);
    expect(all.map(({ name }) => name).sort()).toEqual([...inInboxes, ...BY_AMOUNTS].sort());
  });

  it('are read page by page across all that waits, and by nobody else', async () => {
    const officer = await scene.someone('finance_officer');
    const system = await scene.someone('system_administrator');
    const { id: elsewhere } = await scene.service.bureau('yanbian');
    const stranger = await scene.service.signIn(
      await scene.service.person(['finance_officer'], { bureauId: elsewhere }),
    );
    await scene.failedRequest(scene.bureau.bookId, RECEIPT);
    await addMeeting(scene.bureau.id, officer.personId, {
      maker: 0,
      minutes: '会议同意。',
      concluded: true,
      resolutions: ['open', 'open'],
    });
    await addMeeting(scene.bureau.id, officer.personId, {
      maker: 0,
      minutes: null,
      concluded: false,
      resolutions: [],
    });
    const walk = async (browser: Someone['browser'], limit: number): Promise<string[]> => {
      const keys: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body } = (await browser
          .get(`/api/v1/inbox?limit=${String(limit)}${cursor && `&cursor=${cursor}`}`)
          .expect(200)) as {
          body: { items: { source: string; id: string; link: string }[]; next: string | null };
        };
        keys.push(...body.items.map(({ source, id, link }) => `${source} ${id} ${link}`));
        cursor = body.next;
      }
      return keys;
    };
    const whole = await walk(officer.browser, 200);
    expect(whole.filter((key) => key.startsWith('meeting_resolution'))).toHaveLength(2);
    expect(whole.filter((key) => key.startsWith('joint_meeting'))).toHaveLength(1);
    expect(await walk(officer.browser, 1)).toEqual(whole);
    const failed = (await walk(system.browser, 200)).filter((key) =>
      key.startsWith('posting_request'),
    );
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatch(/\/console\/queue$/);
    expect(await walk(stranger, 200)).toEqual([]);
  });

  it('show what is stuck to the system administrator, until somebody can act', async () => {
    const maker: Someone = await scene.someone('finance_officer');
    const administrator = await scene.someone('system_administrator');
    const id = await scene.ask(maker, scene.spending('special', 10n));
    const inboxOf = async ({ browser }: Someone): Promise<unknown> => {
      const { body } = (await browser.get('/api/v1/inbox').expect(200)) as {
        body: { items: { id: string }[] };
      };
      return body.items.find((item) => item.id === id);
    };
    expect(await inboxOf(administrator)).toMatchObject({
      stuck: true,
      title: null,
      waitingFor: 'reviewer',
      actions: [],
    });
    const reviewer = await scene.someone('reviewer');
    expect(await inboxOf(administrator)).toBeUndefined();
    expect(await inboxOf(reviewer)).toMatchObject({
      stuck: false,
      onBehalfOf: null,
      actions: ['approve', 'return', 'reject'],
    });
  });
});
