import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import type { OrderToPrint } from './print-payment-order';
import { writePaymentBatch } from './write-payment-batch';

const line = (ordinal: number, more: Partial<OrderToPrint['lines'][number]> = {}) => ({
  ordinal,
  payee: '吉林省环境检测有限公司',
  bankName: '中国银行长春分行',
  account: '6222020000000000001',
  purpose: '垫2026-0001-1 水样检测',
  amount: '100.10',
  state: 'waiting',
  ...more,
});
const order = (...lines: OrderToPrint['lines'][number][]): OrderToPrint => ({
  number: '付2026-0001',
  book: 'changchun',
  madeOn: '2026-04-01',
  madeBy: '经办人',
  total: '100.10',
  totalInWords: '壹佰元壹角整',
  lines,
});

/** The files of an archive as text, by their names. */
async function filesIn(archive: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const zip = await fromBufferPromise(archive);
  for await (const entry of zip.eachEntry()) {
    const stream = await zip.openReadStreamPromise(entry);
    files.set(entry.fileName, (await buffer(stream)).toString());
  }
  return files;
}

/** What stands in each cell, and whether as a text, a number or a formula. */
async function cellsOf(batch: Buffer): Promise<Record<string, readonly [string, string]>> {
  const files = await filesIn(batch);
  const texts = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<t[^>]*>(.*?)<\/t>/gs)];
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
  const cells = [...sheet.matchAll(/<c r="([A-Z]+\d+)"([^>]*)>(.*?)<\/c>/gs)];
  return Object.fromEntries(
    cells.map(([, place = '', kind = '', content = '']) => {
      if (content.includes('<f')) return [place, ['formula', content]];
      const value = /<v>(.*?)<\/v>/.exec(content)?.[1] ?? '';
      const isText = kind.includes('t="s"');
      return [place, isText ? ['text', texts[Number(value)]?.[1] ?? ''] : ['number', value]];
    }),
  );
}

describe('the batch of a payment order for the bank', () => {
  it('has a line for each payment that waits, with the whole account as text', async () => {
    expect(await cellsOf(await writePaymentBatch(order(line(1))))).toEqual({
      A1: ['text', '序号'],
      B1: ['text', '收款人'],
      C1: ['text', '开户银行'],
      D1: ['text', '账号'],
      E1: ['text', '金额（元）'],
      F1: ['text', '用途'],
      A2: ['text', '1'],
      B2: ['text', '吉林省环境检测有限公司'],
      C2: ['text', '中国银行长春分行'],
      D2: ['text', '6222020000000000001'],
      E2: ['number', '100.1'],
      F2: ['text', '垫2026-0001-1 水样检测'],
    });
  });

  it.each(['=HYPERLINK(1)', '+86 431', '-1+1', '@SUM(A1)', '＝1+1', "'=1", '\u2060=1'])(
    'keeps %j the text that it is',
    async (payee) => {
      const cells = await cellsOf(await writePaymentBatch(order(line(1, { payee }))));
      expect(cells['B2']).toEqual(['text', payee]);
    },
  );

  it.each(['0.01', '0.10', '9999999999999.99', '1234567890123.45'])(
    'has %s to the fen',
    async (amount) => {
      const cells = await cellsOf(await writePaymentBatch(order(line(1, { amount }))));
      expect(cells['E2']).toEqual(['number', amount.replace(/0$/, '')]);
    },
  );

  it('leaves out what was paid, came back or has an unknown outcome', async () => {
    const states = ['paid', 'bounced', 'unknown'].map((state, index) => line(index + 1, { state }));
    const cells = await cellsOf(await writePaymentBatch(order(...states, line(4))));
    expect(cells['A2']).toEqual(['text', '4']);
    expect(cells['A3']).toBeUndefined();
    await expect(writePaymentBatch(order(...states))).rejects.toMatchObject({
      code: 'NO_PAYMENT_WAITS',
    });
  });
});
