import { keepsApart, ROLES } from '../../src/identity';
import { refusalOf } from '../support/ledger';
import { asSuperuser } from '../support/test-database';
import { ApprovalScene, type Someone } from './approval-scene';

const DELEGATIONS = '/api/v1/delegations';

describe('delegations', () => {
  let scene: ApprovalScene;
  let maker: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    await scene.fund(['special'], 1_000_000_000n);
    maker = await scene.someone('finance_officer', 'reviewer');
  });
  afterAll(() => scene.service.close());

  const day = async (later: number): Promise<string> => {
    const [row] = await scene.dataSource.query<{ day: string }[]>(
      `SELECT ((now() AT TIME ZONE 'Asia/Shanghai')::date + $1::int)::text AS day`,
      [later],
    );
    return row?.day ?? '';
  };

  const delegate = async (
    from: Someone,
    to: { personId: string },
    role: string,
    [fromOn, untilOn]: readonly [number, number] = [0, 7],
  ) =>
    from.browser.post(DELEGATIONS, {
      to: to.personId,
      role,
      fromOn: await day(fromOn),
      untilOn: await day(untilOn),
      reason: '外出培训',
    });

  it('let somebody stand in, in the days named, and say for whom', async () => {
    const [away, clerk] = [await scene.someone('reviewer'), await scene.someone('cashier')];
    const before = await delegate(away, clerk, 'reviewer', [1, 3]);
    expect(before.status).toBe(201);
    const id = await scene.ask(maker, scene.spending('special', 1n));
    expect(await scene.inboxOf(clerk)).not.toContain(id);
    expect((await scene.decide(clerk, id, 'approve')).status).toBe(403);

    const now = await delegate(away, clerk, 'reviewer', [0, 0]);
    expect(await scene.inboxOf(clerk)).toContain(id);
    expect(await scene.inboxOf(away)).toContain(id);
    const { body } = await scene.decide(clerk, id, 'approve');
    expect(body.decisions.at(-1)).toMatchObject({
      person: { id: clerk.personId },
      onBehalfOf: { id: away.personId },
    });
    // Neither of the two takes another part in it.
    for (const person of [clerk, away]) {
      await asSuperuser(scene.service.database.name, (client) =>
        client.query(
          `INSERT INTO fund.role_grant (id, person_id, role, valid_from, granted_by)
           VALUES (gen_random_uuid(), $1, 'approver', '2020-01-01', 'test')`,
          [person.personId],
        ),
      );
      expect(await scene.decide(person, id, 'reject')).toMatchObject({
        status: 403,
        body: { code: 'SAME_PERSON' },
      });
    }
    const nowId = (now.body as { id: string }).id;
    await clerk.browser.delete(`${DELEGATIONS}/${nowId}`).expect(404);
    await away.browser.delete(`${DELEGATIONS}/${nowId}`).expect(204);
    const later = await scene.ask(maker, scene.spending('special', 1n));
    expect(await scene.inboxOf(clerk)).not.toContain(later);
    const { body: list } = (await clerk.browser.get(DELEGATIONS).expect(200)) as {
      body: { items: { id: string; revokedAt: string | null }[] };
    };
    expect(list.items.find((item) => item.id === nowId)?.revokedAt).not.toBeNull();
  });

  it('end on their last day, with the role and with the account of whoever gave them', async () => {
    const standIn = await scene.someone('cashier');
    const id = await scene.ask(maker, scene.spending('special', 1n));
    const ended = [
      `UPDATE fund.role_grant SET revoked_at = now(), revoked_by = 'test' WHERE person_id = $1`,
      `UPDATE fund.account SET state = 'disabled' WHERE person_id = $1`,
    ];
    for (const end of ended) {
      const away = await scene.someone('reviewer');
      expect((await delegate(away, standIn, 'reviewer')).status).toBe(201);
      expect(await scene.inboxOf(standIn)).toContain(id);
      await scene.dataSource.query(end, [away.personId]);
      expect(await scene.inboxOf(standIn)).not.toContain(id);
      expect((await scene.decide(standIn, id, 'approve')).status).toBe(403);
    }
    const away = await scene.someone('reviewer');
    expect((await delegate(away, standIn, 'reviewer', [-5, -1])).status).toBe(201);
    expect(await scene.inboxOf(standIn)).not.toContain(id);
  });

  it('carry nothing that the maker made', async () => {
    const standIn = await scene.someone('cashier');
    expect((await delegate(maker, standIn, 'reviewer')).status).toBe(201);
    const id = await scene.ask(maker, scene.spending('special', 1n));
    expect(await scene.inboxOf(standIn)).not.toContain(id);
    expect(await scene.decide(standIn, id, 'approve')).toMatchObject({
      status: 403,
      body: { code: 'SAME_PERSON' },
    });
    const other = await scene.ask(
      await scene.someone('finance_officer'),
      scene.spending('special', 1n),
    );
    expect((await scene.decide(standIn, other, 'approve')).status).toBe(200);
  });

  it('are not passed on, so that there are no circles', async () => {
    const [a, b, c] = [
      await scene.someone('approver'),
      await scene.someone('approver'),
      await scene.someone('approver'),
    ];
    expect((await delegate(a, b, 'approver')).status).toBe(201);
    for (const [from, to] of [
      [b, a],
      [b, c],
      [c, a],
    ] as const) {
      const answer = await delegate(from, to, 'approver');
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ code: 'DELEGATION_PASSED_ON' });
    }
    expect((await delegate(b, c, 'approver', [8, 9])).status).toBe(201);
    const forged = asSuperuser(scene.service.database.name, async (client) => {
      await client.query('SET session_replication_role = replica');
      await client.query(
        `INSERT INTO fund.delegation (id, from_person_id, to_person_id, role, from_on, until_on, reason)
         VALUES (gen_random_uuid(), $1, $2, 'approver', '2020-01-01', '2199-01-01', 'x')`,
        [b.personId, a.personId],
      );
    });
    expect((await refusalOf(forged)).message).toBe('DELEGATION_PASSED_ON');
  });

  it('make no circle where everybody delegates at once', async () => {
    for (let run = 0; run < 10; run += 1) {
      const ring: string[] = [];
      for (let n = 0; n < 3; n += 1) {
        const { personId } = await scene.service.person(['approver'], {
          bureauId: scene.bureau.id,
        });
        ring.push(personId);
      }
      const made = await Promise.allSettled(
        ring.map((from, index) =>
          scene.dataSource.query(
            `INSERT INTO fund.delegation (id, from_person_id, to_person_id, role, from_on, until_on, reason)
             VALUES (gen_random_uuid(), $1, $2, 'approver', '2020-01-01', '2199-01-01', 'x')`,
            [from, ring[(index + 1) % ring.length]],
          ),
        ),
      );
      expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  it('give nobody a role that is kept apart from theirs', async () => {
    const [approver, auditor] = [await scene.someone('approver'), await scene.someone('auditor')];
    const answer = await delegate(approver, auditor, 'approver');
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([
      422,
      'ROLES_INCOMPATIBLE',
    ]);
    const rows = await scene.dataSource.query<{ one: string; other: string; apart: boolean }[]>(
      `SELECT one, other, fund.keeps_apart(one, other) AS apart FROM unnest($1::text[]) one, unnest($1::text[]) other`,
      [ROLES],
    );
    expect(rows).toHaveLength(ROLES.length ** 2);
    for (const { one, other, apart } of rows) {
      expect([one, other, apart]).toEqual([one, other, keepsApart(one as never, other as never)]);
    }
  });

  it('are of a role that one holds, to somebody else of the bureau', async () => {
    const reviewer = await scene.someone('reviewer');
    const clerk = await scene.someone('cashier');
    const elsewhere = await scene.service.bureau('jilin');
    const stranger = await scene.someoneOf(elsewhere, 'reviewer');
    const codeOf = async (answer: ReturnType<typeof delegate>) => {
      const { status, body } = (await answer) as { status: number; body: { code: string } };
      return [status, body.code];
    };
    const impossible = [422, 'DELEGATION_NOT_POSSIBLE'];
    expect(await codeOf(delegate(reviewer, clerk, 'approver'))).toEqual(impossible);
    expect(await codeOf(delegate(reviewer, reviewer, 'reviewer'))).toEqual(impossible);
    expect(await codeOf(delegate(reviewer, stranger, 'reviewer'))).toEqual([404, 'NOT_FOUND']);
    expect(await codeOf(delegate(reviewer, clerk, 'reviewer', [3, 2]))).toEqual([
      400,
      'BODY_INVALID',
    ]);
    const { body } = (await delegate(reviewer, clerk, 'reviewer')) as { body: { id: string } };
    await stranger.browser.delete(`${DELEGATIONS}/${body.id}`).expect(404);
    const { body: list } = (await stranger.browser.get(DELEGATIONS).expect(200)) as {
      body: { items: unknown[] };
    };
    expect(list.items).toEqual([]);
    const change = scene.dataSource.query(
      `UPDATE fund.delegation SET until_on = '2199-01-01' WHERE id = $1`,
      [body.id],
    );
    expect((await refusalOf(change)).message).toMatch(/only ever taken back/);
  });

  it('offer whoever may have the role, and nobody of another bureau', async () => {
    const away = await scene.someone('cashier');
    const [officer, reviewer] = [
      await scene.someone('finance_officer'),
      await scene.someone('reviewer'),
    ];
    const elsewhere = await scene.service.bureau('candidates-elsewhere');
    const stranger = await scene.service.person(['reviewer'], { bureauId: elsewhere.id });
    const { body } = (await away.browser
      .get(`${DELEGATIONS}/candidates?role=cashier`)
      .expect(200)) as { body: { items: { id: string }[] } };
    const offered = body.items.map(({ id }) => id);
    expect(offered).toContain(reviewer.personId);
    // Who keeps accounts handles no money, and nobody stands in for themselves.
    for (const { personId } of [away, officer, stranger]) expect(offered).not.toContain(personId);
  });
});
