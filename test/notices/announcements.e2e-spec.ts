import { remindOverdue, type Delivered, deliverNotices, Mailer } from '../../src/notices';
import { OPEN_WORK } from '../../src/open-work';
import { inTransaction } from '../../src/platform/database/transaction';
import {
  ApprovalScene,
  BY_AMOUNT,
  BY_ORGANIZATION,
  IN_ONE_STEP,
  newKey,
  type Someone,
} from '../approvals/approval-scene';
import { headerOf, MailServer } from './mail-server';

const NOTICES = '/api/v1/notices';
const CONTACT = '/api/v1/accounts/current/contact';

interface Notice {
  readonly id: string;
  readonly kind: string;
  readonly person: { readonly id: string; readonly name: string } | null;
  readonly state: string;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly content: {
    readonly subject: string;
    readonly text: string;
    readonly link: string;
  } | null;
}

describe('what people are told', () => {
  let scene: ApprovalScene;
  let officer: Someone;
  let reviewer: Someone;
  let approver: Someone;
  let administrator: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    await scene.fund(['special'], 1_000_000_000n);
    officer = await scene.someone('finance_officer');
    reviewer = await scene.someone('reviewer');
    approver = await scene.someone('approver');
    administrator = await scene.someone('system_administrator');
  });
  afterAll(() => scene.service.close());

  async function noticesOf(who: Someone, query = ''): Promise<Notice[]> {
    const { body } = (await who.browser.get(`${NOTICES}?limit=200${query}`).expect(200)) as {
      body: { items: Notice[] };
    };
    return body.items;
  }

  /** Kinds of what somebody was told about a request, the oldest first. */
  async function toldOf(who: Someone, request: string): Promise<string[]> {
    const all = await noticesOf(who, '&mine=true');
    return all
      .filter(({ content }) => content?.link.endsWith(request) === true)
      .map(({ kind }) => kind)
      .reverse();
  }

  const countNotices = async (): Promise<number> => {
    const [row] = await scene.dataSource.query<{ count: number }[]>(
      'SELECT count(*)::integer AS count FROM fund.outgoing_event',
    );
    return row?.count ?? 0;
  };

  const deliver = (server: MailServer): Promise<Delivered> =>
    deliverNotices(scene.dataSource, {
      mailer: new Mailer({ url: server.url(), from: 'notices@bureau.example' }),
      publicUrl: undefined,
    });

  it('is what waits for them, step by step, and what came of their own requests', async () => {
    const id = await scene.ask(officer, scene.spending('special', 10n));
    expect(await toldOf(reviewer, id)).toEqual(['request_waiting']);
    expect(await toldOf(approver, id)).toEqual([]);
    await scene.decide(reviewer, id, 'return');
    expect(await toldOf(officer, id)).toEqual(['request_returned']);
    await scene.revise(officer, id, scene.spending('special', 20n));
    expect(await toldOf(reviewer, id)).toEqual(['request_waiting', 'request_waiting']);
    await scene.decide(reviewer, id, 'approve');
    expect(await toldOf(approver, id)).toEqual(['request_waiting']);
    await scene.decide(approver, id, 'approve');
    expect(await toldOf(officer, id)).toEqual(['request_returned', 'request_approved']);
    const rejected = await scene.ask(officer, scene.spending('special', 10n));
    await scene.decide(reviewer, rejected, 'reject');
    expect(await toldOf(officer, rejected)).toEqual(['request_rejected']);
    const [latest] = await noticesOf(reviewer, '&kind=request_waiting');
    expect(latest?.content?.subject).toBe('To decide: 支出 10.00 元');
  });

  it('is told to whoever stands in for somebody, and never to whoever does it', async () => {
    const both = await scene.someone('finance_officer', 'approver');
    const id = await scene.ask(both, scene.spending('special', 10n), { kind: IN_ONE_STEP });
    expect(await toldOf(both, id)).toEqual([]);
    expect(await toldOf(approver, id)).toEqual(['request_waiting']);
    await both.browser.post(`/api/v1/approvals/${id}/withdraw`).expect(204);
    expect(await toldOf(both, id)).toEqual([]);
    const deputy = await scene.someone('finance_officer');
    await reviewer.browser
      .post('/api/v1/delegations', {
        to: deputy.personId,
        role: 'reviewer',
        fromOn: '2026-01-01',
        untilOn: '2099-01-01',
        reason: '外出',
      })
      .expect(201);
    const next = await scene.ask(officer, scene.spending('special', 10n));
    expect(await toldOf(deputy, next)).toEqual(['request_waiting']);
  });

  it('reaches the people of a bureau from an organization, and back', async () => {
    const member = await scene.memberOf('51220000MJ00010109');
    const id = await scene.ask(member, scene.spending('special', 10n), { kind: BY_ORGANIZATION });
    expect(await toldOf(reviewer, id)).toEqual(['request_waiting']);
    await scene.decide(reviewer, id, 'return');
    expect(await toldOf(member, id)).toEqual(['request_returned']);
    const colleague = await scene.memberOf('51220000MJ00010109');
    expect(await toldOf(colleague, id)).toEqual([]);
  });

  it('is to all of an organization what was decided on its request', async () => {
    const [member, colleague, stranger] = [
      await scene.memberOf('51220000MJ00010109'),
      await scene.memberOf('51220000MJ00010109'),
      await scene.memberOf('51220000MJ0003010P'),
    ];
    const ask = () => scene.ask(member, scene.spending('special', 10n), { kind: BY_ORGANIZATION });
    const approved = await ask();
    await scene.decide(reviewer, approved, 'approve');
    await scene.decide(approver, approved, 'approve');
    const rejected = await ask();
    await scene.decide(reviewer, rejected, 'reject');
    for (const told of [member, colleague]) {
      expect(await toldOf(told, approved)).toEqual(['request_approved']);
      expect(await toldOf(told, rejected)).toEqual(['request_rejected']);
      await told.browser.get(`/api/v1/approvals/${approved}`).expect(200);
    }
    expect(await noticesOf(stranger)).toEqual([]);
  });

  it('is nothing where the act is rolled back', async () => {
    const before = await countNotices();
    const ask = (content: object) =>
      officer.browser
        .post('/api/v1/approvals', {
          kind: BY_AMOUNT,
          content,
          book: scene.bureau.bookCode,
        })
        .set('idempotency-key', newKey());
    await ask({ pool: 'special' }).expect(400);
    expect(await countNotices()).toBe(before);
    // What cannot be carried out falls with its last approval, which nobody is told of.
    const id = await scene.ask(officer, scene.spending('empty', 10n), {
      kind: IN_ONE_STEP,
    });
    const asked = await countNotices();
    expect(asked).toBeGreaterThan(before);
    expect((await scene.decide(approver, id, 'approve')).body.code).toBe('INSUFFICIENT_FUNDS');
    expect(await countNotices()).toBe(asked);
    expect(await toldOf(officer, id)).toEqual([]);
  });

  it('is a new role, to whoever has it and to the audit administrators', async () => {
    const security = await scene.someone('security_administrator');
    const audit = await scene.someone('audit_administrator');
    const newcomer = await scene.someone('reviewer');
    const id = await scene.ask(
      administrator,
      { person: newcomer.personId, role: 'approver', validFrom: '2026-01-01' },
      { kind: 'role_grant', inBook: false },
    );
    expect((await scene.decide(security, id, 'approve')).body.state).toBe('approved');
    for (const told of [newcomer, audit]) {
      const [notice] = await noticesOf(told, '&kind=role_granted');
      expect(notice?.content?.subject).toBe(`Role granted: ${newcomer.name}, Approver`);
      expect(notice?.content?.text).toContain(`decided by ${security.name}`);
    }
    expect(await noticesOf(reviewer, '&kind=role_granted')).toEqual([]);
  });

  it('is what is overdue, once a working day and in one notice, wherever and however often it runs', async () => {
    const late = await scene.someone('reviewer');
    const teller = await scene.someone('finance_officer');
    await scene.dataSource.query(
      `UPDATE fund.approval_request SET due_on = '2199-01-01' WHERE due_on IS NOT NULL`,
    );
    const ids = [
      await scene.ask(teller, scene.spending('special', 10n)),
      await scene.ask(teller, scene.spending('special', 20n)),
    ];
    await scene.dataSource.query(
      `UPDATE fund.approval_request SET due_on = '2026-01-04' WHERE id = ANY ($1)`,
      [ids],
    );
    const remind = (day: string): Promise<number> =>
      inTransaction(scene.dataSource, (tx) => remindOverdue(tx, OPEN_WORK, day));
    const remindersOf = async (): Promise<(string | undefined)[]> =>
      (await noticesOf(late, '&kind=work_overdue')).map(({ content }) => content?.subject);
    // A Sunday, on which it is not yet overdue for a day.
    expect(await remind('2026-01-04')).toBe(0);
    const reminded = await Promise.all([remind('2026-01-05'), remind('2026-01-05')]);
    expect(Math.min(...reminded)).toBe(0);
    expect(Math.max(...reminded)).toBeGreaterThan(0);
    expect(await remind('2026-01-05')).toBe(0);
    expect(await remindersOf()).toEqual(['Overdue: 2 to act on']);
    expect(await remind('2026-01-06')).toBeGreaterThan(0);
    expect(await remindersOf()).toHaveLength(2);
    // A day off, and then nothing is left to be done.
    expect(await remind('2026-01-10')).toBe(0);
    for (const id of ids) await teller.browser.post(`/api/v1/approvals/${id}/withdraw`).expect(204);
    await remind('2026-01-07');
    expect(await remindersOf()).toHaveLength(2);
  });

  it('goes by e-mail where they say, in their language; nobody else sees where', async () => {
    const server = await MailServer.open();
    try {
      const reader = await scene.someone('approver');
      const { body: before } = (await reader.browser.get(CONTACT).expect(200)) as { body: unknown };
      expect(before).toEqual({ email: null, language: 'zh' });
      const contact = { email: 'approver@bureau.example', language: 'en' };
      await reader.browser.put(CONTACT, contact).expect(204);
      expect((await reader.browser.get(CONTACT).expect(200)).body).toEqual(contact);
      for (const email of ['a@b.example, c@d.example', 'x\r\nBcc: y@z.example', 'nobody', '']) {
        await reader.browser.put(CONTACT, { ...contact, email }).expect(400);
      }
      await scene.ask(officer, scene.spending('special', 10n), { kind: IN_ONE_STEP });
      await deliver(server);
      expect(server.received.map((message) => [message.to, headerOf(message, 'Subject')])).toEqual([
        [['approver@bureau.example'], 'To decide: 支出 10.00 元'],
      ]);
      const [event] = await scene.dataSource.query<{ content: object }[]>(
        `SELECT content FROM fund.audit_event WHERE action = 'person.contact' AND person_id = $1`,
        [reader.personId],
      );
      expect(event?.content).toEqual({ hasEmail: true, language: 'en' });
      const { text } = await administrator.browser.get(`${NOTICES}?limit=200`).expect(200);
      expect(text).not.toContain('approver@bureau.example');
    } finally {
      await server.close();
    }
  });

  it('is looked after by the system administrator, who sees how far it came and not what it says', async () => {
    const server = await MailServer.open();
    try {
      const reader = await scene.someone('approver');
      await reader.browser
        .put(CONTACT, { email: 'fails@bureau.example', language: 'zh' })
        .expect(204);
      await scene.ask(officer, scene.spending('special', 30n), { kind: IN_ONE_STEP });
      const [own] = await noticesOf(reader);
      if (own === undefined) throw new Error('nothing was announced');
      const seen = async (): Promise<Notice | undefined> =>
        (await noticesOf(administrator)).find(({ id }) => id === own.id);
      expect(await seen()).toMatchObject({
        state: 'waiting',
        person: { id: reader.personId },
        content: null,
      });
      const { text } = await administrator.browser.get(`${NOTICES}?limit=200`).expect(200);
      // As an amount: seconds may be as many.
      expect(text).not.toMatch(/(?<![:\d])30\.00(?!\d)/);
      // The last try.
      for (let attempts = 0; attempts < 7; attempts += 1) {
        await scene.dataSource.query(
          `UPDATE fund.outgoing_event SET attempts = attempts + 1 WHERE id = $1`,
          [own.id],
        );
      }
      await deliverFailing(server);
      expect(await seen()).toMatchObject({ state: 'failed', attempts: 8, lastError: 'SMTP_550' });
      expect(await scene.inboxOf(administrator)).toContain(own.id);
      const retry = (who: Someone) => who.browser.post(`${NOTICES}/${own.id}/retry`);
      await retry(reader).expect(403);
      const stranger = await scene.someoneOf(
        await scene.service.bureau('jilin'),
        'system_administrator',
      );
      await retry(stranger).expect(404);
      expect(await noticesOf(stranger)).toEqual([]);
      await retry(administrator).expect(204);
      expect(await scene.inboxOf(administrator)).not.toContain(own.id);
      const { body } = (await retry(administrator).expect(409)) as { body: unknown };
      expect(body).toMatchObject({ code: 'NOTICE_NOT_FAILED', state: 'waiting' });
      await deliver(server);
      expect(await seen()).toMatchObject({ state: 'sent', attempts: 9, lastError: null });
    } finally {
      await server.close();
    }
  });

  /** Every message is refused for good. */
  async function deliverFailing(server: MailServer): Promise<void> {
    for (let n = 0; n < 50; n += 1) server.refusals.push({ code: 550 });
    await deliver(server);
    server.refusals.length = 0;
  }

  it('is listed by state and kind, page by page', async () => {
    const waiting = await noticesOf(administrator, '&state=waiting');
    expect(waiting.every(({ state }) => state === 'waiting')).toBe(true);
    const all = await noticesOf(approver);
    expect(all.length).toBeGreaterThan(2);
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = (await approver.browser
        .get(`${NOTICES}?limit=2${cursor && `&cursor=${cursor}`}`)
        .expect(200)) as { body: { items: Notice[]; next: string | null } };
      ids.push(...body.items.map(({ id }) => id));
      cursor = body.next;
    }
    expect(ids).toEqual(all.map(({ id }) => id));
  });
});
