import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import type { z } from 'zod';
import { DomainError } from '../errors';
import { addFen, amountInWords, fen, formatYuan, parseYuan, subtractFen, sumFen } from '../money';
import { printFont } from '../platform/print-font';
import type { letterView } from './demand-letter-schemas';
import { ITEM_KIND_NAMES } from './words';

/** A letter as it goes to the defendant. */
export type LetterToPrint = Pick<
  z.infer<typeof letterView>,
  'number' | 'madeOn' | 'principal' | 'interest' | 'content'
> & {
  /** Who demands it. */
  readonly bureau: string;
};

const MARGIN = 60;
const SIZE = 11;

const fenOf = (yuan: string) => parseYuan(yuan) ?? fen(0n);

/** The paragraphs of a letter, in order. */
function paragraphsOf({ content, madeOn, principal, interest, bureau }: LetterToPrint): string[] {
  const { caseNumber, court, defendant, payTo, lines } = content;
  const total = addFen(fenOf(principal), fenOf(interest));
  const general = sumFen(lines.map((line) => fenOf(line.general ?? '0.00')));
  const doubled = subtractFen(fenOf(interest), general);
  const generalWords = (amount: string | undefined, inAll = '') =>
    amount === undefined ? '' : `一般债务利息${inAll}${amount}元，`;
  return [
    `${defendant}：`,
    `${court}${caseNumber}一案的裁判文书已经发生法律效力。截至${madeOn}，你（单位）有下列款项逾期未付：`,
    ...lines.map(
      ({ itemRef, kind, dueOn, principal: owed, general: own, interest: late }, index) => {
        const due = dueOn === null ? '' : `，履行期限${dueOn}`;
        return `${String(index + 1)}．${itemRef}（${ITEM_KIND_NAMES[kind].zh}）${due}：本金${owed}元，${generalWords(own)}加倍部分债务利息${late}元。`;
      },
    ),
    `以上本金合计${principal}元，${generalWords(general > 0n ? formatYuan(general) : undefined, '合计')}加倍部分债务利息合计${formatYuan(doubled)}元，共计${formatYuan(total)}元（人民币${amountInWords(total)}）。`,
    '依据《中华人民共和国民事诉讼法》第二百六十四条和法释〔2014〕8号第一条至第三条，未按期履行给付金钱义务的，按日万分之一点七五加倍支付迟延履行期间的债务利息，计至实际付清之日。',
    `请将上述款项汇入：户名${payTo.name}，开户银行${payTo.bankName}，账号${payTo.number}，并注明案号。`,
    bureau,
    madeOn,
  ];
}

/**
 * Prints a letter of demand on A4 as PDF.
 *
 * @param options `compress`: false leaves the pages readable for programs that look into them
 * @throws DomainError GLYPH_MISSING with the characters that the font cannot show
 */
export async function printDemandLetter(
  letter: LetterToPrint,
  options: { readonly compress?: boolean } = {},
): Promise<Buffer> {
  const paragraphs = paragraphsOf(letter);
  const font = printFont();
  const characters = font.missingIn([letter.number, ...paragraphs].join(''));
  if (characters.length > 0) {
    throw new DomainError('GLYPH_MISSING', 'refused', {
      characters: characters.map(
        (one) => `${one} U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase()}`,
      ),
    });
  }
  const page = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    compress: options.compress ?? true,
    info: { Title: `催告函 ${letter.number}` },
  });
  page.registerFont('letter', font.bytes);
  page.font('letter');
  page.fontSize(18).text('催告函', { align: 'center' });
  page.fontSize(SIZE).text(letter.number, { align: 'right' });
  for (const paragraph of paragraphs) page.moveDown().text(paragraph, { lineGap: 4 });
  page.end();
  return buffer(page);
}
