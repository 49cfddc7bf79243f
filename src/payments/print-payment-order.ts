import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { DomainError } from '../errors';
import { printFont } from '../platform/print-font';

/** A payment order as it goes to the bank. */
export interface OrderToPrint {
  readonly number: string;
  readonly book: string;
  readonly madeOn: string;
  readonly madeBy: string;
  readonly total: string;
  readonly totalInWords: string;
  readonly lines: readonly {
    readonly ordinal: number;
    readonly payee: string;
    readonly bankName: string;
    /** Whole. */
    readonly account: string;
    readonly purpose: string;
    readonly amount: string;
    readonly state: string;
  }[];
}

const MARGIN = 40;
const SIZE = 9;
const GAP = 4;
const COLUMNS = [
  { title: '序号', width: 30 },
  { title: '收款人', width: 105 },
  { title: '开户银行', width: 95 },
  { title: '账号', width: 110 },
  { title: '用途', width: 90 },
  { title: '金额（元）', width: 85 },
] as const;

const STATES: Readonly<Record<string, string>> = {
  waiting: '',
  paid: '（已付，勿重付）',
  bounced: '（已退回，勿付）',
  unknown: '（结果不明，勿重付）',
};

type Page = InstanceType<typeof PDFDocument>;

/** Draws one row; a row that does not fit begins a new page. */
function drawRow(page: Page, cells: readonly string[]): void {
  const heights = cells.map((cell, index) =>
    page.heightOfString(cell, { width: (COLUMNS[index]?.width ?? 0) - 2 * GAP }),
  );
  const height = Math.max(...heights) + 2 * GAP;
  if (page.y + height > page.page.height - MARGIN) page.addPage();
  const top = page.y;
  let left = MARGIN;
  for (const [index, cell] of cells.entries()) {
    const width = COLUMNS[index]?.width ?? 0;
    page.rect(left, top, width, height).stroke();
    page.text(cell, left + GAP, top + GAP, { width: width - 2 * GAP });
    left += width;
  }
  page.x = MARGIN;
  page.y = top + height;
}

function draw(page: Page, order: OrderToPrint): void {
  page.fontSize(18).text('付款单', { align: 'center' });
  page.fontSize(SIZE).moveDown();
  page.text(`编号：${order.number}　　账套：${order.book}　　日期：${order.madeOn}`);
  page.moveDown();
  page.lineWidth(0.5);
  drawRow(
    page,
    COLUMNS.map(({ title }) => title),
  );
  for (const line of order.lines) {
    const { ordinal, payee, bankName, account, purpose, amount, state } = line;
    const said = `${amount}${STATES[state] ?? ''}`;
    drawRow(page, [String(ordinal), payee, bankName, account, purpose, said]);
  }
  page.moveDown();
  page.text(`合计：${order.total} 元`);
  page.text(`大写：人民币${order.totalInWords}`);
  page.moveDown(2);
  page.text(`制单：${order.madeBy}　　　　出纳：　　　　　　　　复核：`);
}

/** All texts of an order that the font has to show. */
const textsOf = ({ lines, ...order }: OrderToPrint): string =>
  [order.number, order.book, order.madeBy, order.totalInWords]
    .concat(lines.flatMap(({ payee, bankName, purpose }) => [payee, bankName, purpose]))
    .join('');

/**
 * Prints a payment order on A4 as PDF.
 *
 * @param options `compress`: false leaves the pages readable for programs that look into them
 * @throws DomainError GLYPH_MISSING with the characters that the font cannot show: none is left out in silence
 */
export async function printPaymentOrder(
  order: OrderToPrint,
  options: { readonly compress?: boolean } = {},
): Promise<Buffer> {
  const font = printFont();
  const characters = font.missingIn(textsOf(order));
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
    info: { Title: `付款单 ${order.number}` },
  });
  page.registerFont('order', font.bytes);
  page.font('order');
  draw(page, order);
  page.end();
  return buffer(page);
}
