import { type OrderToPrint, printPaymentOrder } from './print-payment-order';

const LINE = {
  ordinal: 1,
  payee: '吉林省环境检测有限公司',
  bankName: '中国银行长春分行',
  account: '6222021234567890123',
  purpose: '垫2026-0001-1 水样检测',
  amount: '20012.34',
  state: 'waiting',
};
const ORDER: OrderToPrint = {
  number: '付2026-0001',
  book: 'changchun',
  madeOn: '2026-04-01',
  madeBy: '张三',
  total: '20012.34',
  totalInWords: '贰万零壹拾贰元叁角肆分',
  lines: [LINE],
};

/** The text of a PDF whose pages are not compressed, by the map from glyphs to characters that it carries. */
function textOf(pdf: Buffer): string {
  const source = pdf.toString('latin1');
  const glyphs = [...source.matchAll(/\[((?:<[0-9a-f ]+>\s*)+)\]\s*endbfrange/g)].flatMap(
    ([, range = '']) => [...range.matchAll(/<([0-9a-f ]+)>/g)].map(([, code = '']) => code),
  );
  const characterOf = (glyph: string): string =>
    Buffer.from((glyphs[parseInt(glyph, 16)] ?? '').replace(/ /g, ''), 'hex')
      .swap16()
      .toString('utf16le');
  return [...source.matchAll(/\[((?:<[0-9a-f]+>[^\]<]*)+)\] TJ/g)]
    .map(([, shown = '']) =>
      [...shown.matchAll(/<([0-9a-f]+)>/g)]
        .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
        .map(characterOf)
        .join(''),
    )
    .join('');
}

describe('a printed payment order', () => {
  it('says whom to pay, to which whole account, how much and in words', async () => {
    const pdf = await printPaymentOrder(ORDER, { compress: false });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const text = textOf(pdf);
    for (const said of [
      '付款单',
      '付2026-0001',
      LINE.payee,
      LINE.bankName,
      LINE.account,
      '20012.34',
      '人民币贰万零壹拾贰元叁角肆分',
      '制单：张三',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('goes on over pages, and says of what is paid that it is not to be paid again', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => ({ ...LINE, ordinal: index + 1 }));
    const paid = { ...LINE, ordinal: 61, state: 'paid' };
    const pdf = await printPaymentOrder({ ...ORDER, lines: [...lines, paid] }, { compress: false });
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
    expect(textOf(pdf)).toContain('已付，勿重付');
  });

  it('is refused where the font lacks a character, which is named', async () => {
    const lines = [{ ...LINE, payee: '张\u{1f600}公司' }];
    await expect(printPaymentOrder({ ...ORDER, lines })).rejects.toMatchObject({
      code: 'GLYPH_MISSING',
      details: { characters: ['\u{1f600} U+1F600'] },
    });
  });
});
