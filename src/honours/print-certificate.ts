import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { DomainError } from '../errors';
import { printFont } from '../platform/print-font';
import { HONOUR_NAMES } from './honour-words';
import type { HonourKind } from './honour.entity';

/** An honour as it is handed over. */
export interface CertificateToPrint {
  readonly number: string;
  readonly kind: HonourKind;
  readonly organization: string;
  /** What it is honoured for. */
  readonly ground: string;
  /** `YYYY-MM-DD`. */
  readonly grantedOn: string;
  /** The bureau that gives it. */
  readonly bureau: string;
}

const MARGIN = 72;

const WORDS: Readonly<Record<HonourKind, string>> = {
  commendation: '特予通报表扬。',
  certificate: '特发此证，以资鼓励。',
  advanced_unit: '授予“先进单位”称号，特发此证。',
};

const dayInWords = (day: string): string => {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${month.replace(/^0/, '')}月${date.replace(/^0/, '')}日`;
};

/**
 * Prints a certificate on A4 across as PDF, in the plain style of official papers.
 *
 * @param options `compress`: false leaves the page readable for programs that look into it
 * @throws DomainError GLYPH_MISSING with the characters that the font cannot show
 */
export async function printCertificate(
  honour: CertificateToPrint,
  options: { readonly compress?: boolean } = {},
): Promise<Buffer> {
  const { number, kind, organization, ground, grantedOn, bureau } = honour;
  const title = HONOUR_NAMES[kind].zh;
  const body = `你单位${ground.replace(/[。.]?\s*$/u, '')}，${WORDS[kind]}`;
  const font = printFont();
  const characters = font.missingIn([title, number, organization, body, bureau].join(''));
  if (characters.length > 0) {
    throw new DomainError('GLYPH_MISSING', 'refused', {
      characters: characters.map(
        (one) => `${one} U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase()}`,
      ),
    });
  }
  const page = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: MARGIN,
    compress: options.compress ?? true,
    info: { Title: `${title} ${number}` },
  });
  page.registerFont('paper', font.bytes);
  page.font('paper');
  page.fontSize(40).text(title, { align: 'center' });
  page.fontSize(12).text(number, { align: 'right' });
  page.moveDown(1.5).fontSize(20).text(`${organization}：`, { lineGap: 10 });
  page.text(body, { indent: 40, lineGap: 10 });
  page.moveDown(2).fontSize(18).text(bureau, { align: 'right', lineGap: 6 });
  page.text(dayInWords(grantedOn), { align: 'right' });
  page.end();
  return buffer(page);
}
