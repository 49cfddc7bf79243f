import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordEvent } from '../../src/audit';
import { environmentOf, type FundRun, runFund } from '../support/fund-process';
import { income, pool, TestLedger, transfer } from '../support/ledger';
import { keyInFolder, withoutGuards } from './support';

// Every test runs several processes one after the other.
jest.setTimeout(300_000);

describe('npx fund verify, as a process', () => {
  let ledger: TestLedger;
  let folder: string;
  let keyFile: string;
  let code: string;
  let bookId: number;

  const fund = (...args: string[]): Promise<FundRun> =>
    runFund(args, {
      ...environmentOf(ledger.database),
      FUND_SEAL_KEY_FILE: keyFile,
      FUND_CHECKPOINT_DIR: folder,
    });
  const published = (): string => join(folder, code, '000000000003.txt');

  beforeAll(async () => {
    ledger = await TestLedger.create();
    ({ folder, keyFile } = keyInFolder());
    bookId = await ledger.openBook();
    const [book] = await ledger.rows<{ code: string }>('SELECT code FROM ledger.book');
    code = book?.code ?? '';
    for (let made = 0; made < 3; made += 1) {
      await ledger.accept({ bookId, lines: transfer(pool('a'), income, 5n) });
    }
    await ledger.drain(bookId);
    expect(await fund('seal')).toMatchObject({ status: 0 });
    expect(existsSync(published())).toBe(true);
  });
  afterAll(async () => {
    await ledger.drop();
    rmSync(folder, { recursive: true });
  });

  it('ends with 0 and says what it saw, where all is whole', async () => {
    const { status, stdout } = await fund('verify', '--book', code, '--checkpoint', published());
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      book: code,
      journals: '3',
      entries: 6,
      sealed: '3',
      // That of the database, and the one that was kept.
      checkpoints: 2,
      signatures: 'checked',
    });
  });

  it('ends with 2 and a problem document on standard error, where something differs', async () => {
    const alter = (summary: string): Promise<void> =>
      withoutGuards(ledger.database, ['ledger.journal'], async (client) => {
        await client.query(
          'UPDATE ledger.journal SET summary = $1 WHERE book_id = $2 AND number = 2',
          [summary, bookId],
        );
      });
    await alter('invented');
    try {
      const { status, stdout, stderr } = await fund('verify');
      expect([status, stdout]).toEqual([2, '']);
      expect(JSON.parse(stderr)).toMatchObject({
        code: 'LEDGER_DIFFERS',
        status: 409,
        book: code,
        difference: { kind: 'journal_altered', journal: '2' },
      });
    } finally {
      await alter('A test');
    }
    expect(await fund('verify')).toMatchObject({ status: 0 });
  });

  it('covers the audit trail, and names the event that differs', async () => {
    await recordEvent(ledger.dataSource.manager, { action: 'test.act' });
    const sealed = await fund('seal', '--audit');
    expect([sealed.status, sealed.stdout]).toEqual([
      0,
      expect.stringMatching(/^_audit 0 → 1 .{44}\n$/),
    ]);
    const bundle = join(folder, 'trail.jsonl');
    expect(await fund('bundle', bundle)).toMatchObject({ status: 1 });
    expect(await fund('bundle', '--audit', bundle)).toMatchObject({ status: 0 });
    const args = ['--bundle', bundle, '--checkpoint', join(folder, '_audit', '000000000001.txt')];
    const whole = await fund('verify', ...args);
    expect(JSON.parse(whole.stdout)).toMatchObject({ log: 'audit', events: '1', sealed: '1' });

    const alter = (action: string): Promise<void> =>
      withoutGuards(ledger.database, ['fund.audit_event'], async (client) => {
        await client.query('UPDATE fund.audit_event SET action = $1', [action]);
      });
    await alter('invented');
    const { status, stderr } = await fund('verify');
    expect(status).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'LEDGER_DIFFERS',
      log: 'audit',
      difference: { kind: 'event_altered', event: '1' },
    });
    await alter('test.act');
  });

  it('ends with 2 for a book or a checkpoint that is not there, and for none of these books', async () => {
    const foreign = join(folder, 'foreign.txt');
    writeFileSync(foreign, readFileSync(published(), 'utf8').replaceAll(code, 'another'));
    const refusals: readonly [string, string[]][] = [
      ['NOT_FOUND', ['--book', 'absent']],
      ['CHECKPOINT_INVALID', ['--checkpoint', join(folder, 'absent.txt')]],
      ['CHECKPOINT_INVALID', ['--checkpoint', keyFile]],
      ['CHECKPOINT_INVALID', ['--checkpoint', foreign]],
      ['BUNDLE_INVALID', ['--bundle', keyFile]],
    ];
    for (const [problem, args] of refusals) {
      const { status, stdout, stderr } = await fund('verify', ...args);
      expect([status, stdout]).toEqual([2, '']);
      expect(JSON.parse(stderr)).toMatchObject({ code: problem });
    }
  });

  it('checks a bundle without a database, and ends with 2 where it was changed', async () => {
    const bundle = join(folder, 'bundle.jsonl');
    expect(await fund('bundle', '--book', code, bundle)).toMatchObject({ status: 0 });
    const nowhere = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/absent' };
    const args = ['verify', '--bundle', bundle, '--key', keyFile, '--checkpoint', published()];
    const whole = await runFund(args, nowhere);
    expect(whole.status).toBe(0);
    expect(JSON.parse(whole.stdout)).toMatchObject({ journals: '3', entries: 6, key: 'given' });
    // A number that is none must be told like any other change.
    for (const [from, to] of [
      ['tester', 'nobody'],
      [String.raw`\"amount\":\"5\"`, String.raw`\"amount\":\"five\"`],
      [String.raw`\"amount\":\"5\"`, String.raw`\"amount\":5`],
    ] as const) {
      const changed = join(folder, 'changed.jsonl');
      writeFileSync(changed, readFileSync(bundle, 'utf8').replace(from, to));
      const run = await runFund(['verify', '--bundle', changed], nowhere);
      expect([run.status, run.stdout]).toEqual([2, '']);
      expect(JSON.parse(run.stderr)).toMatchObject({
        code: 'LEDGER_DIFFERS',
        difference: { journal: '1' },
      });
    }
  });

  it('ends with 1 where it could not be done', async () => {
    const nowhere = await runFund(['verify'], {
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/absent',
    });
    expect([nowhere.status, nowhere.stdout]).toEqual([1, '']);
    expect(nowhere.stderr).toContain('The database cannot be reached');
    const keyless = await fund('verify', '--key', join(folder, 'absent.pem'));
    expect([keyless.status, keyless.stdout]).toEqual([1, '']);
  });
});
