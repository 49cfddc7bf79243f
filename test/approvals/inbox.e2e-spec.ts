import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { readInbox } from '../../src/approvals';
import { inTransaction } from '../../src/platform/database/transaction';
import { reportFigures, sized } from '../support/reliability';
import { ApprovalScene, type Someone } from './approval-scene';

const SCENES = sized(40, 300);
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

const aScene = fc.record({
  people: fc.array(aPerson, { minLength: 2, maxLength: 9 }),
  requests: fc.array(aRequest, { minLength: 1, maxLength: 6 }),
  /** From whom to whom, which of the roles held, from which day on. */
  delegations: fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.nat(5), fc.constantFrom(-1, 0, 0, 1)), {
    minLength: 3,
    maxLength: 6,
  }),
});

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

  async function play({
    people,
    requests,
    delegations,
  }: Scene): Promise<{ bureauId: string; everybody: string[] }> {
    const { id: bureauId } = await scene.service.bureau(`b${uuidv7().slice(-12)}`);
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
    'hold every open request and nothing else, whoever there is and whatever was decided',
    async () => {
      const seen = { scenes: 0, open: 0, stuck: 0, returned: 0, final: 0, delegated: 0 };
      await fc.assert(
        fc.asyncProperty(aScene, async (drawn) => {
          const { bureauId, everybody } = await play(drawn);
          const found = new Map<string, { stuck: boolean }>();
          for (const person of everybody) {
            for (const { item } of await readInbox(scene.dataSource, person, { limit: 200 })) {
              found.set(item.id, item);
              if (item.onBehalfOf !== null) seen.delegated += 1;
              // What is in an inbox can be done from there, but for what is stuck.
              expect(item.actions.length > 0).toBe(!item.stuck);
            }
          }
          const all = await query<{ id: string; state: string }>(
            'SELECT id, state FROM fund.approval_request WHERE bureau_id = $1 ORDER BY id',
            [bureauId],
          );
          const open = all.filter(({ state }) => state === 'open' || state === 'returned');
          expect([...found.keys()].sort()).toEqual(open.map(({ id }) => id).sort());
          seen.scenes += 1;
          seen.open += open.length;
          seen.final += all.length - open.length;
          seen.returned += open.filter(({ state }) => state === 'returned').length;
          seen.stuck += [...found.values()].filter(({ stuck }) => stuck).length;
        }),
        { numRuns: SCENES, seed: SEED },
      );
      reportFigures('approval-inboxes', seen);
      // The scenes are worth something only if they hold all of this.
      expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
      expect(seen.stuck).toBeLessThan(seen.open);
    },
    sized(300_000, 3_000_000),
  );

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
