import { NO_MONEY, NO_TEXTS, NO_YUAN, YUAN } from '../support/money-corpus';
import { reportFigures } from '../support/reliability';
import { newName, received, VoucherService } from './voucher-service';

/** Whatever is not yuan above zero in plain digits with at most two decimals. */
const BAD_AMOUNTS: readonly unknown[] = [...NO_YUAN, ...NO_MONEY, ...NO_TEXTS];

describe('bad input of vouchers', () => {
  let service: VoucherService;
  let book: { code: string; id: number };
  beforeAll(async () => {
    service = await VoucherService.start();
    book = await service.openBook();
  });
  afterAll(async () => {
    expect(await service.count('hold', book.id)).toBe(0);
    await service.stop();
  });

  const withLines = (...lines: readonly object[]) => ({ ...received('1.00'), lines });
  const debit = { account: '1002.01', debit: '1.00' };
  const credit = { account: '2307.09', dimensions: { party: 'x' }, credit: '1.00' };
  const raw = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
    service
      .post(`/api/v1/books/${book.code}/vouchers`)
      .set({
        'idempotency-key': newName('key'),
        'content-type': 'application/json',
        ...headers,
      })
      // As it is: supertest would else make JSON of it.
      .serialize((content: unknown) => content as string)
      .send(body);

  it.each(BAD_AMOUNTS.map((amount) => [amount]))('refuses the amount %j', async (amount) => {
    const lines = [
      { ...debit, debit: amount },
      { ...credit, credit: amount },
    ];
    const { body } = await service.enter(book.code, withLines(...lines));
    expect(body).toMatchObject({ status: 400, code: 'BODY_INVALID' });
    const pointers = (body['faults'] as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/lines/0/debit', '/lines/1/credit']));
  });

  it.each(YUAN)('takes the amount %s', async (amount) => {
    expect((await service.enter(book.code, received(amount))).status).toBe(202);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['no object', [], ['']],
    ['nothing in it', {}, ['/businessOn', '/lines', '/summary']],
    ['an unknown member', { ...received('1.00'), colour: 'red' }, ['/colour']],
    ['a constructor', { ...received('1.00'), constructor: 'x' }, ['/constructor']],
    [
      'an unknown member of a line',
      withLines({ ...debit, 'a/b~': 1 }, credit),
      ['/lines/0/a~1b~0'],
    ],
    ['a day that is none', { ...received('1.00'), businessOn: '2024-02-30' }, ['/businessOn']],
    ['a time', { ...received('1.00'), businessOn: '2024-02-01T00:00' }, ['/businessOn']],
    ['a blank summary', { ...received('1.00'), summary: ' ' }, ['/summary']],
    ['a summary of two lines', { ...received('1.00'), summary: 'a\nb' }, ['/summary']],
    ['a long summary', { ...received('1.00'), summary: 'x'.repeat(501) }, ['/summary']],
    ['NUL in a text', { ...received('1.00'), summary: 'a\u0000b' }, ['/summary']],
    ['half a surrogate pair', { ...received('1.00'), summary: '\ud800' }, ['/summary']],
    ['a word for adjusting', { ...received('1.00'), adjusting: 'yes' }, ['/adjusting']],
    ['one line', withLines(debit), ['/lines']],
    ['no balance', withLines(debit, { ...credit, credit: '1.01' }), ['/lines']],
    ['both sides in a line', withLines({ ...debit, credit: '1.00' }, credit), ['/lines/0']],
    ['no side in a line', withLines({ account: '1002.01' }, debit, credit), ['/lines/0']],
    ['an unknown account', withLines({ ...debit, account: '9999' }, credit), ['/lines/0/account']],
    [
      'an account of Object',
      withLines({ ...debit, account: 'toString' }, credit),
      ['/lines/0/account'],
    ],
    [
      'a missing dimension',
      withLines(debit, { ...credit, dimensions: {} }),
      ['/lines/1/dimensions/party'],
    ],
    [
      'a needless dimension',
      withLines({ ...debit, dimensions: { item: 'x' } }, credit),
      ['/lines/0/dimensions/item'],
    ],
    [
      'faults in many places',
      { ...withLines({ ...debit, debit: '1,0' }, { ...credit, account: 'x' }), summary: '' },
      ['/lines/0/debit', '/lines/1/account', '/summary'],
    ],
  ])('names every fault of a voucher with %s', async (_what, voucher, pointers) => {
    const { body } = await service.enter(book.code, voucher);
    expect(body).toMatchObject({ status: 400, code: 'BODY_INVALID' });
    expect((body['faults'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual(
      pointers,
    );
  });

  it('names the faults of all vouchers of a batch at once', async () => {
    const { body } = await service.enterBatch(book.code, [
      received('x'),
      received('1.00'),
      { ...received('1.00'), summary: 5 },
    ]);
    expect((body['faults'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '/vouchers/0/lines/0/debit',
      '/vouchers/0/lines/1/credit',
      '/vouchers/2/summary',
    ]);
  });

  it.each<[string, string | Buffer, object]>([
    ['nothing', '', { position: 0 }],
    ['an open end', '{"lines": [', { position: 11 }],
    ['a comma too many', '{"lines": [1,]}', { position: 13 }],
    ['a number that is none', '{"a": 01}', { position: 7 }],
    ['two documents', '{} {}', { position: 3 }],
    [
      'bytes that are no UTF-8',
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
      { fault: 'is not UTF-8' },
    ],
  ])('refuses a body with %s', async (_what, body, details) => {
    const answer = await raw(body);
    expect(answer.body).toMatchObject({ status: 400, code: 'BODY_NOT_JSON', ...details });
  });

  it('refuses a body that nests without end, or names a prototype', async () => {
    const deep = await raw(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    expect(deep.body).toMatchObject({ status: 400, code: 'BODY_INVALID' });
    const text = JSON.stringify(received('1.00'));
    const prototype = await raw(`{"__proto__": {"polluted": true}, ${text.slice(1)}`);
    expect(prototype.body).toMatchObject({ status: 400, code: 'BODY_INVALID' });
  });

  it.each([
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/json; charset=gbk' }],
    [{ 'content-type': 'application/jsonp' }],
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-encoding': 'gzip' }],
  ])('reads no other type of content: %j', async (headers) => {
    const answer = await raw(JSON.stringify(received('1.00')), headers);
    expect(answer.body).toMatchObject({ status: 415, code: 'MEDIA_TYPE_UNSUPPORTED' });
  });

  it('refuses a body that is too large, and goes on serving', async () => {
    const answer = await raw(JSON.stringify({ summary: 'x'.repeat(300_000) }));
    expect(answer.body).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    expect((await service.enter(book.code, received('1.00'))).status).toBe(202);
  });

  it('leaves nothing behind', async () => {
    expect(await service.count('posting_request', book.id)).toBe(YUAN.length + 1);
    reportFigures('voucher-bad-input', {
      amountsRefused: BAD_AMOUNTS.length,
      amountsTaken: YUAN.length,
      acceptedInvalid: 0,
    });
  });
});
