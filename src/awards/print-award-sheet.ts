import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { DomainError } from '../errors';
import { type Explanation, NO_LAW_FIXES_AWARDS } from '../law';
import { amountInWords, fen, parseYuan } from '../money';
import { printFont } from '../platform/print-font';
import { stepInChinese } from './sheet-words';

/** A computation sheet as it is printed. Amounts of yuan. */
export interface SheetToPrint {
  readonly caseNumber: string;
  readonly bureau: string;
  readonly day: string;
  readonly total: string;
  readonly fromSanctionQuota: string;
  readonly fromAwardFund: string;
  readonly shares: readonly { readonly name: string; readonly amount: string }[];
  readonly sheet: Pick<Explanation, 'ruleVersion' | 'articles' | 'inputs' | 'steps'>;
}

const MARGIN = 60;
const SIZE = 11;

interface PrintedSanction {
  readonly amountPaid: string;
  readonly grade: number;
}

/** The inputs of the rule, one a line. */
function inputLines(inputs: Explanation['inputs']): string[] {
  const { outcome, base, damagesOrdered, claimed } = inputs as Record<string, string | null>;
  const sanctions = inputs['sanctions'] as unknown as readonly PrintedSanction[];
  return [
    `结案方式：${outcome ?? ''}`,
    `已收到的损害赔偿（基数）：${base ?? ''}`,
    `判决的损害赔偿：${damagesOrdered ?? ''}`,
    `诉请的损害赔偿：${claimed ?? '—'}`,
    ...sanctions.map(
      ({ amountPaid, grade }) => `被告已缴纳制裁款：${amountPaid}（${String(grade)} 级）`,
    ),
  ];
}

/** What a sheet says, line by line, without its title. */
export function sheetLines(of: SheetToPrint): string[] {
  const { sheet, shares, total } = of;
  return [
    `案号：${of.caseNumber}`,
    `适用办法：${sheet.ruleVersion}`,
    `依据：${sheet.articles.filter((article) => article !== 'default').join('；')}`,
    '一、计算依据',
    ...inputLines(sheet.inputs),
    '二、计算过程',
    ...sheet.steps.map((step, index) => {
      const { what, gives } = stepInChinese(step);
      return `${String(index + 1)}．${what} = ${gives}`;
    }),
    '三、计算结果',
    `奖励合计：${total} 元（人民币${amountInWords(parseYuan(total) ?? fen(0n))}）`,
    `其中制裁提取额度：${of.fromSanctionQuota} 元，奖励基金：${of.fromAwardFund} 元`,
    ...shares.map(({ name, amount }) => `${name}：${amount} 元`),
    ...(sheet.articles.includes(NO_LAW_FIXES_AWARDS) ? [] : [NO_LAW_FIXES_AWARDS]),
    of.bureau,
    of.day,
  ];
}

/**
 * Prints a computation sheet on A4 as PDF.
 *
 * @param options `compress`: false leaves the pages readable for programs that look into them
 * @throws DomainError GLYPH_MISSING with the characters that the font cannot show
 */
export async function printAwardSheet(
  of: SheetToPrint,
  options: { readonly compress?: boolean } = {},
): Promise<Buffer> {
  const lines = sheetLines(of);
  const font = printFont();
  const characters = font.missingIn(lines.join(''));
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
    info: { Title: `胜诉奖励计算表 ${of.caseNumber}` },
  });
  page.registerFont('sheet', font.bytes);
  page.font('sheet');
  page.fontSize(18).text('胜诉奖励计算表', { align: 'center' });
  page.fontSize(SIZE);
  for (const one of lines) page.moveDown(0.5).text(one, { lineGap: 3 });
  page.end();
  return buffer(page);
}
