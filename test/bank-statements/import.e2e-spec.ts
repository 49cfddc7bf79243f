import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBankFile } from '../../src/commands/bank-command';
import type { FundDatabase } from '../../src/database';
import { refusalOf } from '../support/ledger';
import { asSuperuser } from '../support/test-database';
import { BankScene, OWN_PROFILE, PROFILES, STATEMENTS } from './bank-scene';
import { camt, type Movement, movement, profile, statementFile } from './files';

const OPENING = 1_000_000n;
const march = (day: number, amount: bigint, more: Partial<Movement> = {}): Movement =>
  movement(amount, { on: `2026-03-${String(day).padStart(2, '0')}`, ...more });

describe('bank statements', () => {
  let scene: BankScene;
  beforeEach(async () => {
    scene = await BankScene.open();
  });
  afterEach(() => scene.close());

  const balanceAfter = (...movements: Movement[]): bigint =>
    movements.reduce((sum, { amount }) => sum + amount, OPENING);

  it('are looked at first, and imported as they were looked at', async () => {
    const file = statementFile(OPENING, [march(2, 100_00n), march(3, -5_00n)]);
    const seen = await scene.preview(file);
    expect(seen).toMatchObject({
      status: 200,
      body: {
        newCount: 2,
        lineCount: 2,
        known: [],
        opening: '10000.00',
        closing: '10095.00',
        statedAccount: '3456',
        skipped: [6],
        lines: [
          { on: '2026-03-02', amount: '100.00', balance: '10100.00', isKnown: false },
          { on: '2026-03-03', amount: '-5.00', isKnown: false },
        ],
      },
    });
    expect(await scene.lines()).toEqual([]);
    const other = statementFile(OPENING, [march(2, 100_00n)]);
    const changed = await scene.import(other, { sha256: seen.body.sha256 });
    expect(changed).toMatchObject({ status: 409, body: { code: 'BANK_FILE_CHANGED' } });
    const imported = await scene.import(file, { sha256: seen.body.sha256 });
    expect(imported).toMatchObject({ status: 201, body: { added: 2, known: [] } });
    expect(await scene.lines()).toMatchObject([
      { on: '2026-03-03', amount: '-5.00', counterpartyAccount: '0001' },
      { on: '2026-03-02', amount: '100.00' },
    ]);
    const listed = await scene.officer.browser.get(STATEMENTS).expect(200);
    expect(listed.body).toMatchObject({
      items: [{ profile: OWN_PROFILE, profileVersion: 1, lineCount: 2, newCount: 2 }],
    });
  });

  it('add nothing when they come again, and say what was known', async () => {
    const file = statementFile(OPENING, [march(2, 100n, { serial: 'A' }), march(3, 200n)]);
    await scene.import(file);
    const again = await scene.import(file);
    expect(again).toMatchObject({
      status: 201,
      body: { id: null, added: 0, known: [{ line: 4 }, { line: 5 }] },
    });
    expect(await scene.lines()).toHaveLength(2);
  });

  it('that overlap add what is new, and follow the balance', async () => {
    const [a, b, c] = [march(2, 100n), march(3, 200n), march(4, -50n)];
    await scene.import(statementFile(OPENING, [a, b]));
    const next = await scene.import(statementFile(balanceAfter(a), [b, c]));
    expect(next.body).toMatchObject({ added: 1, known: [{ line: 4 }] });
    expect((await scene.lines()).map(({ amount }) => amount)).toEqual(['-0.50', '2.00', '1.00']);
  });

  it('may come in the wrong order, as long as no line between them is missing', async () => {
    const [a, b, c] = [march(2, 100n), march(3, 200n), march(4, -50n)];
    await scene.import(statementFile(balanceAfter(a, b), [c]));
    const early = await scene.import(statementFile(OPENING, [a]));
    expect(early).toMatchObject({
      status: 409,
      body: { code: 'BANK_BALANCE_GAP', line: 4, expected: '10003.00', found: '10001.00' },
    });
    expect((await scene.import(statementFile(OPENING, [a, b]))).body).toMatchObject({ added: 2 });
    const gap = statementFile(balanceAfter(a, b, c) + 7n, [march(9, 1n)]);
    expect(await scene.import(gap)).toMatchObject({
      status: 409,
      body: { code: 'BANK_BALANCE_GAP', line: 4, expected: '10002.50', found: '10002.57' },
    });
  });

  it('keep two payments that are equal in everything as two', async () => {
    const twice = [march(2, 100n), march(2, -100n), march(2, 100n), march(2, -100n)];
    const file = statementFile(OPENING, twice);
    expect((await scene.import(file)).body).toMatchObject({ added: 4 });
    expect((await scene.import(file)).body).toMatchObject({ added: 0 });
    expect(await scene.lines()).toHaveLength(4);
  });

  it('are refused where a serial number of the bank comes again with other content', async () => {
    await scene.import(statementFile(OPENING, [march(2, 100n, { serial: 'A' })]));
    const other = statementFile(OPENING, [march(2, 101n, { serial: 'A' }), march(3, 5n)]);
    expect(await scene.import(other)).toMatchObject({
      status: 409,
      body: { code: 'BANK_SERIAL_CHANGED', lines: [{ line: 4, serial: 'A' }] },
    });
    expect(await scene.lines()).toHaveLength(1);
  });

  it('are refused whole with every fault, and the trail keeps that', async () => {
    const file = Buffer.from(
      statementFile(OPENING, [march(2, 100n), march(3, 200n)])
        .toString()
        .replace('2026-03-02', '2026-02-30')
        .replace('2.00', '2.000'),
    );
    const refused = await scene.import(file);
    expect(refused).toMatchObject({
      status: 400,
      body: {
        code: 'BANK_FILE_INVALID',
        faults: [
          { code: 'DATE_INVALID', line: 4, column: '日期' },
          { code: 'AMOUNT_INVALID', line: 5, column: '贷方' },
        ],
      },
    });
    const unknown = await scene.import(file, { profile: 'nobody' });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'BANK_PROFILE_UNKNOWN' } });
    const events = await scene.approvals.dataSource.query<unknown[]>(
      `SELECT refusal_code AS code FROM fund.audit_event WHERE action = 'bank_statement.import' ORDER BY id`,
    );
    expect(events).toEqual([{ code: 'BANK_FILE_INVALID' }, { code: 'BANK_PROFILE_UNKNOWN' }]);
  });

  it('say in the language of whoever asks what is wrong with a place of a file', async () => {
    const told = async (amount: string, language: string): Promise<unknown> => {
      const file = statementFile(OPENING, [march(2, 100n)])
        .toString()
        .replace(',1.00,', `,${amount},`);
      const query = new URLSearchParams({
        book: scene.book,
        account: '1002.01',
        profile: OWN_PROFILE,
        name: 'a.csv',
      });
      const { body } = (await scene.officer.browser
        .postBytes(`${STATEMENTS}/preview?${query.toString()}`, Buffer.from(file))
        .set('accept-language', language)
        .expect(400)) as { body: { faults: { message: string }[] } };
      return body.faults[0];
    };
    const place = { code: 'AMOUNT_INVALID', line: 4, column: '贷方' };
    for (const amount of ['0x10', '1e3', '１.00']) {
      expect(await told(amount, 'zh')).toEqual({
        ...place,
        message: '金额格式不正确：应为阿拉伯数字表示的元，至多两位小数',
      });
      expect(await told(amount, 'en')).toEqual({
        ...place,
        message: 'The amount is not written as yuan in digits, with two decimals at most',
      });
    }
  });

  it('are imported once by two officers who send the same file at once', async () => {
    const colleague = await scene.approvals.someone('finance_officer');
    const all = Array.from({ length: 30 }, (_, place) => march(2, BigInt(place + 1)));
    const file = statementFile(OPENING, all);
    const answers = await Promise.all(
      [scene.officer, colleague, scene.officer, colleague].map((who) =>
        scene.import(file, {}, who),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(answers.map(({ body }) => body.added).toSorted((a, b) => b - a)).toEqual([30, 0, 0, 0]);
    expect(await scene.lines()).toHaveLength(30);
  });

  it('of two officers that overlap add each line once', async () => {
    const colleague = await scene.approvals.someone('finance_officer');
    const all = Array.from({ length: 20 }, (_, place) => march(2 + place, BigInt(place + 1)));
    await scene.import(statementFile(OPENING, all.slice(0, 5)));
    const answers = await Promise.all([
      scene.import(statementFile(OPENING, all.slice(0, 15))),
      scene.import(statementFile(OPENING, all), {}, colleague),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers.reduce((sum, { body }) => sum + body.added, 0)).toBe(15);
    expect(await scene.lines()).toHaveLength(20);
  });

  it('are kept apart by account, and found by day and by word', async () => {
    await scene.import(
      statementFile(OPENING, [march(2, 100n), march(20, 200n, { remark: '利息 Interest' })]),
    );
    const agent = Buffer.from(camt(0n, [march(2, 300n, { counterparty: '省财政厅' })]));
    await scene.import(agent, { account: '1011', profile: 'camt.053' });
    const amounts = async (more: Record<string, string>) =>
      (await scene.lines(more)).map(({ amount }) => amount);
    expect(await amounts({ account: '1011' })).toEqual(['3.00']);
    expect(await amounts({ from: '2026-03-03' })).toEqual(['2.00']);
    expect(await amounts({ until: '2026-03-02', account: '1002.01' })).toEqual(['1.00']);
    expect(await amounts({ q: 'interest' })).toEqual(['2.00']);
    expect(await amounts({ q: '财政' })).toEqual(['3.00']);
    expect(await amounts({ q: '%' })).toEqual([]);
  });

  it('are nobody’s but the bureau’s', async () => {
    await scene.import(statementFile(OPENING, [march(2, 100n)]));
    const elsewhere = await scene.approvals.service.bureau('jilin');
    const stranger = await scene.approvals.someoneOf(elsewhere, 'finance_officer');
    expect(await scene.lines({}, stranger)).toEqual([]);
    const file = statementFile(OPENING, [march(2, 100n)]);
    expect((await scene.import(file, {}, stranger)).status).toBe(404);
    const cashier = await scene.approvals.someone('cashier');
    expect((await scene.import(file, {}, cashier)).status).toBe(403);
  });

  it('are read by profiles that a bureau adapts, each change a version', async () => {
    const { browser } = scene.officer;
    const keep = async (name: string, more: object) =>
      (await browser.post(PROFILES, { book: scene.book, name, profile: profile(more) }).expect(201))
        .body as unknown;
    expect(await keep(OWN_PROFILE, {})).toEqual({ name: OWN_PROFILE, version: 1 });
    expect(await keep(OWN_PROFILE, { skip: ['小计'] })).toEqual({ name: OWN_PROFILE, version: 2 });
    expect(await keep('icbc', {})).toEqual({ name: 'icbc', version: 1 });
    const { body } = (await browser.get(`${PROFILES}?book=${scene.book}`).expect(200)) as {
      body: { items: { name: string; version: number }[] };
    };
    const versions = Object.fromEntries(body.items.map(({ name, version }) => [name, version]));
    expect(versions).toEqual({
      ...{ [OWN_PROFILE]: 2, icbc: 1, ccb: 0, abc: 0, boc: 0, 'zero-balance': 0 },
    });
  });

  it('are tried with a profile that is being made: the first rows and what is wrong', async () => {
    const file = statementFile(OPENING, [march(2, 100n)]);
    const tried = async (more: object) =>
      (
        await scene.officer.browser
          .post(`${PROFILES}/trial`, {
            ...{ book: scene.book, file: file.toString('base64'), profile: profile(more) },
          })
          .expect(200)
      ).body as unknown;
    expect(await tried({})).toMatchObject({
      rows: [['账号:220100123456'.replace(':', '：')], {}, { 0: '日期' }, {}, {}],
      faults: [],
      lines: [{ amount: '1.00' }],
    });
    expect(await tried({ ignored: [] })).toMatchObject({
      faults: [{ code: 'COLUMN_UNKNOWN', line: 3, column: '币种' }],
      lines: [],
    });
    expect(await scene.lines()).toEqual([]);
  });

  it('are never changed or removed, and no line stands beside the balance, whoever tries', async () => {
    await scene.import(statementFile(OPENING, [march(2, 100n)]));
    const tries = [
      `UPDATE fund.bank_line SET amount_fen = 1`,
      `DELETE FROM fund.bank_line`,
      `TRUNCATE fund.bank_statement CASCADE`,
      `UPDATE fund.bank_profile SET version = 9`,
      `INSERT INTO fund.bank_line SELECT gen_random_uuid(), statement_id, book_id, account_code, position + 1, 9, booked_on,
         serial, amount_fen, balance_fen, NULL, NULL, NULL, sha256('x'), content_hash FROM fund.bank_line`,
      `INSERT INTO fund.bank_line SELECT gen_random_uuid(), statement_id, book_id, '1011', position + 1, 9, booked_on,
         serial, amount_fen, NULL, NULL, NULL, NULL, sha256('x'), content_hash FROM fund.bank_line`,
      `INSERT INTO fund.bank_line SELECT gen_random_uuid(), statement_id, book_id, account_code, position + 1, 9, booked_on,
         serial, amount_fen, NULL, NULL, NULL, NULL, identity, content_hash FROM fund.bank_line`,
    ];
    for (const sql of tries) {
      const { name } = scene.approvals.service.database;
      await expect(
        asSuperuser(name, async (client) => {
          await client.query('SET session_replication_role = replica');
          await client.query(sql);
        }),
      ).rejects.toThrow(/APPEND_ONLY|BANK_BALANCE_GAP|account of its statement|identity/i);
    }
    expect(await scene.lines()).toHaveLength(1);
  });

  it('come from the command line as well, dry or not', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'bank-')), 'march.csv');
    writeFileSync(path, statementFile(OPENING, [march(2, 100n), march(3, 5n)]));
    const database = { dataSource: scene.approvals.dataSource } as FundDatabase;
    const given = {
      book: scene.book,
      account: '1002.01',
      profile: OWN_PROFILE,
      by: 'a person',
      language: 'zh',
    } as const;
    const run = (more: object) =>
      importBankFile(database, path, { ...given, dryRun: false, ...more });
    const told = { statement: null, lines: 2, added: 2, known: [], skipped: [6] };
    expect(await run({ dryRun: true })).toEqual(told);
    expect(await scene.lines()).toEqual([]);
    expect(await run({})).toEqual({ ...told, statement: expect.any(String) as string });
    expect(await run({})).toMatchObject({ statement: null, added: 0, known: [4, 5] });
    expect(await refusalOf(run({ account: '1001' }))).toMatchObject({
      message: 'PARAMETER_INVALID',
    });
    await expect(run({ profile: 'ccb' })).rejects.toMatchObject({
      message: 'BANK_FILE_INVALID',
      details: { faults: [{ message: '不是完好的 XLSX 工作簿' }] },
    });
  });
});
