import type { DataSource } from 'typeorm';
import {
  announce,
  deliverNotices,
  type Delivered,
  Mailer,
  RETRY_AFTER_SECONDS,
  transportOptions,
} from '../../src/notices';
import { inTransaction } from '../../src/platform/database/transaction';
import { refusalOf } from '../support/ledger';
import { asSuperuser } from '../support/test-database';
import { type TestBureau, TestService } from '../support/test-service';
import { bodyOf, headerOf, headersOf, MailServer } from './mail-server';

const FROM = 'notices@bureau.example';
const REQUEST = '0198a1b2-0000-7000-8000-000000000001';
const PUBLIC_URL = 'https://fund.example';

interface Stored {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly sent_at: Date | null;
  readonly waits: number;
}

describe('notices on their way', () => {
  let service: TestService;
  let bureau: TestBureau;
  let dataSource: DataSource;
  let server: MailServer;
  let mailer: Mailer;
  beforeAll(async () => {
    service = await TestService.open();
    ({ dataSource } = service.database);
    bureau = await service.bureau('changchun');
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    server = await MailServer.open();
    mailer = new Mailer({ url: server.url(), from: FROM });
    // What a test leaves behind is no matter of the next one.
    await dataSource.query(
      `UPDATE fund.outgoing_event SET state = 'logged' WHERE state = 'waiting'`,
    );
  });
  afterEach(() => server.close());

  let people = 0;
  /** Somebody who said where notices go. */
  async function reader(email: string | null, name?: string): Promise<string> {
    const { personId } = await service.person(['reviewer'], { bureauId: bureau.id });
    people += 1;
    await dataSource.query('UPDATE fund.person SET email = $2, name = $3 WHERE id = $1', [
      personId,
      email,
      name ?? `reader ${String(people)}`,
    ]);
    return personId;
  }

  const tell = (people_: readonly string[], title = '事项'): Promise<void> =>
    inTransaction(dataSource, (tx) =>
      announce(tx, {
        kind: 'request_waiting',
        bureauId: bureau.id,
        to: { people: people_ },
        subject: `approval_request/${REQUEST}`,
        facts: { title, request: REQUEST, dueOn: '2026-12-07' },
      }),
    );

  const deliver = (by: Mailer | undefined = mailer): Promise<Delivered> =>
    deliverNotices(dataSource, { mailer: by, publicUrl: PUBLIC_URL });

  async function noticeOf(personId: string): Promise<Stored> {
    const [row] = await dataSource.query<Stored[]>(
      `SELECT *, round(extract(epoch FROM run_after - clock_timestamp()))::integer AS waits
         FROM fund.outgoing_event WHERE person_id = $1 ORDER BY id DESC LIMIT 1`,
      [personId],
    );
    if (row === undefined) throw new Error('nothing was announced');
    return row;
  }

  /** As if the wait was over. */
  const letTimePass = (): Promise<unknown> =>
    dataSource.query(`UPDATE fund.outgoing_event SET run_after = now() WHERE state = 'waiting'`);

  it('are sent once, in the language of whoever reads them, and are marked', async () => {
    const chinese = await reader('zhang@bureau.example', '张三');
    const english = await reader('li@bureau.example', 'Li Si');
    await dataSource.query(`UPDATE fund.person SET language = 'en' WHERE id = $1`, [english]);
    await tell([chinese, english], '授予王五“出纳”角色');
    expect(await deliver()).toEqual({ claimed: 2, sent: 2, logged: 0, refused: 0 });
    expect(await deliver()).toEqual({ claimed: 0, sent: 0, logged: 0, refused: 0 });
    const [first, second] = [...server.received].sort((a, b) =>
      (a.to[0] ?? '') < (b.to[0] ?? '') ? 1 : -1,
    );
    if (first === undefined || second === undefined) throw new Error('two messages were sent');
    expect([first.from, first.to, second.to]).toEqual([
      FROM,
      ['zhang@bureau.example'],
      ['li@bureau.example'],
    ]);
    const { id, ...stored } = await noticeOf(chinese);
    expect(stored).toMatchObject({ state: 'sent', attempts: 1, last_error: null });
    expect(stored.sent_at).not.toBeNull();
    expect(headerOf(first, 'Subject')).toBe('待办：授予王五“出纳”角色');
    expect(headerOf(first, 'To')).toBe('张三 <zhang@bureau.example>');
    // Sent again it would be known by this.
    expect(headerOf(first, 'Message-ID')).toBe(`<${id}@bureau.example>`);
    expect(headerOf(first, 'Auto-Submitted')).toBe('auto-generated');
    expect(headerOf(first, 'Content-Type')).toMatch(/^text\/plain; charset=utf-8/);
    expect(bodyOf(first)).toContain(`${PUBLIC_URL}/console/approvals/${REQUEST}`);
    expect(headerOf(second, 'Subject')).toBe('To decide: 授予王五“出纳”角色');
    expect(bodyOf(second)).toContain('Due on 2026-12-07');
  });

  it('wait after a refusal, longer each time, and fail after the eighth', async () => {
    const person = await reader('refused@bureau.example');
    await tell([person]);
    for (const [index, seconds] of RETRY_AFTER_SECONDS.entries()) {
      server.refusals.push({ code: 451 });
      expect((await deliver()).refused).toBe(1);
      const stored = await noticeOf(person);
      expect(stored).toMatchObject({ state: 'waiting', attempts: index + 1 });
      expect(stored.last_error).toBe('SMTP_451');
      expect(Math.abs(stored.waits - seconds)).toBeLessThan(30);
      // Not due, it is left alone.
      expect((await deliver()).claimed).toBe(0);
      await letTimePass();
    }
    server.refusals.push({ code: 550 });
    expect((await deliver()).refused).toBe(1);
    expect(await noticeOf(person)).toMatchObject({
      state: 'failed',
      attempts: 8,
      last_error: 'SMTP_550',
    });
    await letTimePass();
    expect((await deliver()).claimed).toBe(0);
    expect(server.received).toEqual([]);
  });

  it('are sent after a refusal as soon as the server takes them', async () => {
    const person = await reader('later@bureau.example');
    await tell([person]);
    server.refusals.push({ code: 450 });
    await deliver();
    await letTimePass();
    expect((await deliver()).sent).toBe(1);
    expect(await noticeOf(person)).toMatchObject({ state: 'sent', attempts: 2, last_error: null });
    expect(server.received).toHaveLength(1);
  });

  it('are sent each once by two workers at the same time', async () => {
    const readers: string[] = [];
    for (let n = 0; n < 8; n += 1) readers.push(await reader(`r${String(n)}@bureau.example`));
    // More than one claim takes.
    for (let n = 0; n < 15; n += 1) await tell(readers, `事项 ${String(n)}`);
    const work = async (): Promise<number> => {
      const own = new Mailer({ url: server.url(), from: FROM });
      let sent = 0;
      for (let delivered = await deliver(own); delivered.claimed > 0;) {
        sent += delivered.sent;
        delivered = await deliver(own);
      }
      return sent;
    };
    const counts = await Promise.all([work(), work()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(120);
    // Both had a part in it, or the test shows nothing.
    expect(Math.min(...counts)).toBeGreaterThan(0);
    const ids = new Set(server.received.map((message) => headerOf(message, 'Message-ID')));
    expect([server.received.length, ids.size]).toEqual([120, 120]);
  });

  it('are tried again by the next one where a process was killed with them in hand', async () => {
    const person = await reader('killed@bureau.example');
    await tell([person]);
    // Claimed, sent and not marked: what a killed process leaves behind.
    await dataSource.query(
      `UPDATE fund.outgoing_event SET run_after = now() + interval '10 minutes' WHERE person_id = $1`,
      [person],
    );
    expect((await deliver()).claimed).toBe(0);
    await letTimePass();
    expect((await deliver()).sent).toBe(1);
  });

  it('leave the rest untried where the server itself is away', async () => {
    const readers = [await reader('a@bureau.example'), await reader('b@bureau.example')];
    await tell(readers);
    const gone = await MailServer.open();
    const url = gone.url();
    await gone.close();
    const refused = await deliver(new Mailer({ url, from: FROM }));
    expect(refused).toMatchObject({ claimed: 2, refused: 1 });
    const tries = [];
    for (const id of readers) tries.push((await noticeOf(id)).attempts);
    expect(tries.sort()).toEqual([0, 1]);
    await letTimePass();
    expect((await deliver()).sent).toBe(2);
  });

  it('give up on a server that does not answer in time', async () => {
    const silent = await MailServer.open({ onMailFrom: () => undefined });
    try {
      const person = await reader('slow@bureau.example');
      await tell([person]);
      const started = performance.now();
      await deliver(new Mailer({ url: silent.url(), from: FROM }, 300));
      expect(performance.now() - started).toBeLessThan(5_000);
      expect(await noticeOf(person)).toMatchObject({ state: 'waiting', last_error: 'ETIMEDOUT' });
    } finally {
      await silent.close();
    }
  });

  it('take no header and no line from what people wrote', async () => {
    const hostile = '张三\r\nBcc: thief@elsewhere.example\r\n\r\n<b>x</b>';
    const person = await reader('victim@bureau.example', hostile);
    await tell([person], `标题\r\nBcc: thief@elsewhere.example\n\u2028Subject: 2`);
    expect((await deliver()).sent).toBe(1);
    const [message] = server.received;
    if (message === undefined) throw new Error('nothing was sent');
    expect(message.to).toEqual(['victim@bureau.example']);
    expect(headersOf(message)).not.toContain('bcc');
    expect(headerOf(message, 'Subject')).toBe('待办：标题 Bcc: thief@elsewhere.example Subject: 2');
    expect(headerOf(message, 'Content-Type')).toMatch(/^text\/plain/);
    const lines = bodyOf(message).split(/\r?\n/);
    expect(lines.filter((line) => /^\s*(bcc|subject):/i.test(line))).toEqual([]);
  });

  it('are kept and not sent where no mail server is configured, or nobody said where to', async () => {
    const [with_, without] = [await reader('kept@bureau.example'), await reader(null)];
    await tell([with_, without]);
    expect(await deliverNotices(dataSource, { mailer: undefined, publicUrl: undefined })).toEqual({
      claimed: 2,
      sent: 0,
      logged: 2,
      refused: 0,
    });
    expect(await noticeOf(with_)).toMatchObject({ state: 'logged', last_error: null, attempts: 0 });
    await tell([without]);
    expect((await deliver()).logged).toBe(1);
    expect(await noticeOf(without)).toMatchObject({ state: 'logged', last_error: 'NO_ADDRESS' });
    expect(server.received).toEqual([]);
  });

  it('go to nobody whose account is disabled', async () => {
    const person = await reader('gone@bureau.example');
    await dataSource.query(`UPDATE fund.account SET state = 'disabled' WHERE person_id = $1`, [
      person,
    ]);
    await tell([person]);
    expect((await deliver()).logged).toBe(1);
    expect(server.connections).toBe(0);
  });

  it('cross no network unencrypted: without STARTTLS nothing is sent', async () => {
    const url = 'smtp://user:p%40ss@mail.example';
    expect(transportOptions(url)).toMatchObject({
      host: 'mail.example',
      port: 587,
      secure: false,
      requireTLS: true,
      ignoreTLS: false,
      auth: { user: 'user', pass: 'p@ss' },
    });
    expect(transportOptions('smtps://mail.example')).toMatchObject({ port: 465, secure: true });
    // This address is this machine, and is not known to be.
    const plain = await MailServer.open({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    const selfSigned = await MailServer.open();
    try {
      const person = await reader('secret@bureau.example');
      await tell([person]);
      await deliver(new Mailer({ url: plain.url('0.0.0.0', 'user:secret@'), from: FROM }));
      expect(await noticeOf(person)).toMatchObject({ state: 'waiting', last_error: 'ETLS' });
      await letTimePass();
      // Nor to a server that cannot show who it is.
      await deliver(new Mailer({ url: selfSigned.url('0.0.0.0'), from: FROM }));
      expect(await noticeOf(person)).toMatchObject({ state: 'waiting', attempts: 2 });
      expect([plain.connections, selfSigned.connections]).toEqual([1, 1]);
      expect([...plain.received, ...selfSigned.received]).toEqual([]);
    } finally {
      await plain.close();
      await selfSigned.close();
    }
  });

  it('never change what they say, only move on, and are never removed', async () => {
    const person = await reader('kept-as-it-is@bureau.example');
    await tell([person]);
    await deliver();
    const { id } = await noticeOf(person);
    const change = (set: string): Promise<unknown> =>
      refusalOf(dataSource.query(`UPDATE fund.outgoing_event SET ${set} WHERE id = $1`, [id]));
    // The service has no right to what a notice says; what it may write only moves on.
    expect(await change(`facts = '{}'`)).toMatchObject({ sqlState: '42501' });
    expect(await change(`state = 'waiting', sent_at = NULL`)).toMatchObject({ sqlState: 'FL061' });
    expect(await change('attempts = 0')).toMatchObject({ sqlState: 'FL061' });
    const remove = 'DELETE FROM fund.outgoing_event';
    expect(await refusalOf(dataSource.query(remove))).toMatchObject({ sqlState: '42501' });
    // Not even whoever rules the database does it by mistake.
    const removal = asSuperuser(service.database.name, (client) => client.query(remove));
    expect(await refusalOf(removal)).toMatchObject({ sqlState: 'LG001' });
  });
});
