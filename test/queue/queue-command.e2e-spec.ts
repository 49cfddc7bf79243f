import type { OpenRequest } from '../../src/ledger';
import { buildOnce, environmentOf, type FundRun, runFund } from '../support/fund-process';
import { auditBook, income, pool, TestLedger, transfer } from '../support/ledger';

describe('npx fund queue', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    // Builds when the sources have changed, which can take longer than a test may.
    await buildOnce();
    ledger = await TestLedger.create();
  }, 180_000);
  beforeEach(async () => {
    bookId = await ledger.openBook();
  });
  afterAll(() => ledger.drop());

  const accept = async (amount = 1n): Promise<string> => {
    const { requestId } = await ledger.accept({
      bookId,
      lines: transfer(pool('a'), income, amount),
    });
    return String(requestId);
  };

  const failed = async (): Promise<string> => {
    const request = await accept();
    await ledger.rows(`SELECT ledger.fail_request($1, 'POSTING_REFUSED', 'a defect')`, [request]);
    return request;
  };

  const queue = (...words: string[]): Promise<FundRun> =>
    runFund(['queue', ...words], environmentOf(ledger.database));

  const list = async (...options: string[]): Promise<OpenRequest[]> => {
    const { status, stdout, stderr } = await queue('list', ...options);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as OpenRequest);
  };

  const trail = (): Promise<object[]> =>
    ledger.rows(
      `SELECT person, action, outcome, refusal_code AS refusal, content FROM fund.audit_event
        WHERE book_id = $1 ORDER BY recorded_at`,
      [bookId],
    );

  const problemOf = ({ status, stdout, stderr }: FundRun): unknown => {
    expect(stdout).toBe('');
    return { exit: status, ...(JSON.parse(stderr) as object) };
  };

  const refused = (refusal: string, content: object): object => ({
    person: 'A',
    action: 'posting.retry',
    outcome: 'refused',
    refusal,
    content,
  });

  it('lists what failed, why, and what waits; nothing that is posted', async () => {
    await ledger.fund(bookId, pool('a'), 5n);
    const [ready, broken] = [await accept(), await failed()];
    const [first, second, ...others] = await list();
    expect(others).toEqual([]);
    expect(first).toEqual({
      request: broken,
      book: expect.stringMatching(/^book-/) as string,
      status: 'failed',
      fact: 'tested',
      summary: 'A test',
      businessOn: '2024-03-15',
      madeBy: 'tester',
      acceptedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      runAfter: expect.stringMatching(/Z$/) as string,
      attempts: 1,
      failureCode: 'POSTING_REFUSED',
      failureDetail: 'a defect',
    });
    expect(second).toMatchObject({ request: ready, status: 'ready', failureCode: null });
    expect((await list('--failed')).map(({ request }) => request)).toEqual([broken]);
    expect((await list('--waiting')).map(({ request }) => request)).toEqual([ready]);
  });

  it('puts a failed request back, which is then posted, and says in the trail who did it', async () => {
    const request = await failed();
    const { status, stdout, stderr } = await queue('retry', request, '--by', '李审');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ request, status: 'ready' });
    expect(await trail()).toEqual([
      {
        person: '李审',
        action: 'posting.retry',
        outcome: 'accepted',
        refusal: null,
        content: { request, failureCode: 'POSTING_REFUSED', failureDetail: 'a defect' },
      },
    ]);
    await ledger.drain(bookId);
    expect((await ledger.requestState(BigInt(request))).status).toBe('posted');
    expect(await auditBook(ledger, bookId)).toEqual([]);
  });

  it('refuses what is not failed, and says so in the trail; what is not there, and what nobody stands for', async () => {
    const request = await accept();
    const refusals = await Promise.all([
      queue('retry', request, '--by', 'A'),
      queue('retry', '999999999', '--by', 'A'),
      queue('retry', 'nonsense', '--by', 'A'),
      queue('retry', request, '--by', ' '),
    ]);
    expect(refusals.map(problemOf)).toMatchObject([
      { exit: 2, code: 'REQUEST_NOT_FAILED', request, status: 409 },
      { exit: 2, code: 'REQUEST_NOT_FOUND', status: 404 },
      { exit: 2, code: 'REQUEST_NOT_FOUND', status: 404 },
      { exit: 2, code: 'PARAMETER_INVALID', status: 400 },
    ]);
    const content = { request, failureCode: null, failureDetail: null };
    const faults = [{ pointer: '/by', message: 'must name who does it' }];
    const nameless = refused('PARAMETER_INVALID', { details: { faults } });
    const found = await trail();
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(refused('REQUEST_NOT_FAILED', content));
    expect(found).toContainEqual({ ...nameless, person: null });
    const ofNoBook = await ledger.rows(
      `SELECT person, subject, refusal_code AS refusal FROM fund.audit_event
        WHERE book_id IS NULL AND action = 'posting.retry' ORDER BY subject`,
    );
    expect(ofNoBook).toEqual(
      ['999999999', 'nonsense'].map((number) => ({
        person: 'A',
        subject: `posting_request/${number}`,
        refusal: 'REQUEST_NOT_FOUND',
      })),
    );
  });

  it('refuses to put back what belongs to a month that is closed, and says so in the trail', async () => {
    const request = await failed();
    await ledger.setPeriod(bookId, '2024-03-01', 'closed');
    expect(problemOf(await queue('retry', request, '--by', 'A'))).toMatchObject({
      exit: 2,
      code: 'PERIOD_NOT_OPEN',
    });
    expect((await ledger.requestState(BigInt(request))).status).toBe('failed');
    const content = { request, failureCode: 'POSTING_REFUSED', failureDetail: 'a defect' };
    expect(await trail()).toEqual([refused('PERIOD_NOT_OPEN', content)]);
  });
});
