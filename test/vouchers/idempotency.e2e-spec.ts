import { settleBook } from '../../src/ledger';
import { reportFigures, sized } from '../support/reliability';
import { type Answer, newName, paid, received, VoucherService } from './voucher-service';

const KEYS = sized(20, 400);
const PARALLEL = 50;

describe('vouchers under an idempotency key', () => {
  let service: VoucherService;
  beforeAll(async () => {
    service = await VoucherService.start();
  });
  afterAll(() => service.stop());

  const said = ({ status, text, headers }: Answer) => [status, text, headers['location']];

  it('give the same answer again and do nothing again, also after the posting', async () => {
    const { code, id } = await service.openBook();
    const headers = { 'idempotency-key': newName('key') };
    const first = await service.enter(code, received('10.00'), headers);
    expect(first.status).toBe(202);
    expect(first.body).toEqual({
      request: expect.stringMatching(/^\d+$/) as string,
      status: 'ready',
    });
    expect(first.headers['location']).toBe(
      `/api/v1/books/${code}/requests/${String(first.body['request'])}`,
    );
    expect(said(await service.enter(code, received('10.00'), headers))).toEqual(said(first));
    await settleBook(service.dataSource, id);
    expect(said(await service.enter(code, received('10.00'), headers))).toEqual(said(first));
    expect(await service.count('journal', id)).toBe(1);
    expect(await service.count('audit_event', id)).toBe(1);
  });

  it(`have one effect when ${String(PARALLEL)} of one key come at once, holds included`, async () => {
    const { code, id } = await service.openBookWith('1000000.00');
    const [before, holdsBefore] = [
      await service.count('posting_request', id),
      await service.count('hold', id),
    ];
    for (let n = 0; n < KEYS; n += 1) {
      const headers = { 'idempotency-key': newName('key') };
      const answers = await Promise.all(
        Array.from({ length: n === 0 ? PARALLEL : 8 }, () =>
          service.enter(code, paid('1.00'), headers),
        ),
      );
      expect(new Set(answers.map((answer) => JSON.stringify(said(answer)))).size).toBe(1);
      expect(answers[0]?.status).toBe(202);
    }
    const doubled = (await service.count('posting_request', id)) - before - KEYS;
    expect(doubled).toBe(0);
    expect(await service.count('hold', id)).toBe(holdsBefore + KEYS);
    reportFigures('voucher-idempotency', { keys: KEYS, parallel: PARALLEL, doubled });
  });

  it('have one effect as a batch as well', async () => {
    const { code, id } = await service.openBookWith('100.00');
    const headers = { 'idempotency-key': newName('key') };
    const batch = [paid('1.00'), received('2.00'), paid('3.00')];
    const answers = await Promise.all(
      Array.from({ length: PARALLEL }, () => service.enterBatch(code, batch, headers)),
    );
    expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(202);
    expect(await service.count('posting_request', id)).toBe(4);
    expect(await service.count('hold', id)).toBe(2);
    const shorter = await service.enterBatch(code, batch.slice(0, 2), headers);
    expect([shorter.status, shorter.body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    const longer = await service.enterBatch(code, [...batch, paid('1.00')], headers);
    expect(longer.status).toBe(422);
    expect(await service.count('posting_request', id)).toBe(4);
  });

  it('are refused where the key stands for another voucher, and do nothing', async () => {
    const { code, id } = await service.openBookWith('100.00');
    const headers = { 'idempotency-key': newName('key') };
    await service.enter(code, paid('1.00'), headers);
    const others = [
      paid('1.01'),
      { ...paid('1.00'), summary: 'Other' },
      { ...paid('1.00'), businessOn: '2024-03-17' },
      { ...paid('1.00'), adjusting: true },
    ];
    for (const other of others) {
      const answer = await service.enter(code, other, headers);
      expect([answer.status, answer.body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    }
    expect(await service.count('posting_request', id)).toBe(2);
    expect(await service.count('hold', id)).toBe(1);
  });

  it('may share a key with another book, and with a batch', async () => {
    const headers = { 'idempotency-key': newName('key') };
    const [one, two] = [await service.openBook(), await service.openBook()];
    const first = await service.enter(one.code, received('1.00'), headers);
    const second = await service.enter(two.code, received('2.00'), headers);
    const batch = await service.enterBatch(one.code, [received('3.00')], headers);
    expect([first.status, second.status, batch.status]).toEqual([202, 202, 202]);
    expect(first.body['request']).not.toBe(second.body['request']);
    expect(await service.count('posting_request', one.id)).toBe(2);
  });

  it('need a key of 1 to 255 visible ASCII characters', async () => {
    const { code, id } = await service.openBook();
    const without = await service.post(`/api/v1/books/${code}/vouchers`).send(received('1.00'));
    expect([without.status, (without.body as { code: string }).code]).toEqual([
      400,
      'IDEMPOTENCY_KEY_MISSING',
    ]);
    for (const key of ['', 'x'.repeat(256), 'a b', 'clé', '\u00e9'.repeat(3), 'a\tb']) {
      const answer = await service.enter(code, received('1.00'), { 'idempotency-key': key });
      expect([answer.status, answer.body['code']]).toEqual([400, 'IDEMPOTENCY_KEY_INVALID']);
    }
    for (const key of ['~', '!"#$%&', 'x'.repeat(255)]) {
      const answer = await service.enter(code, received('1.00'), { 'idempotency-key': key });
      expect(answer.status).toBe(202);
    }
    expect(await service.count('posting_request', id)).toBe(3);
  });
});
