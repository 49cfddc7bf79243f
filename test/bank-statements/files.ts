import type { z } from 'zod';
import { bankProfileSchema, type BankProfile } from '../../src/bank/reading/profile';
import { formatYuan } from '../../src/money';
import { zip, type ZipEntry } from '../documents/files';

/** A movement as a test tells it, in the order of booking. */
export interface Movement {
  readonly on: string;
  readonly serial: string | null;
  readonly amount: bigint;
  readonly counterparty: string | null;
  readonly account: string | null;
  readonly remark: string | null;
}

export const movement = (amount: bigint, more: Partial<Movement> = {}): Movement => ({
  on: '2026-03-02',
  serial: null,
  amount,
  counterparty: '吉林省环境检测有限公司',
  account: '6222020000000000001',
  remark: '检测费',
  ...more,
});

/** Two columns, a balance, titles above and totals below, as most banks write it. */
export const profile = (more: Partial<z.input<typeof bankProfileSchema>> = {}): BankProfile =>
  bankProfileSchema.parse({
    kind: 'csv',
    encoding: 'utf-8',
    order: 'oldest_first',
    datePattern: 'YYYY-MM-DD',
    columns: {
      date: ['日期'],
      serial: ['流水号'],
      amount: { form: 'two_columns', out: ['借方'], in: ['贷方'] },
      balance: ['余额'],
      counterparty: ['对方户名'],
      counterpartyAccount: ['对方账号'],
      remark: ['摘要'],
    },
    ignored: ['币种'],
    skip: ['合计'],
    labels: { account: ['账号'], opening: ['期初余额'], closing: ['期末余额'] },
    ...more,
  });

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/** Yuan with thousands separators. */
export const grouped = (amount: bigint): string =>
  formatYuan(amount).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

const HEADER = ['日期', '流水号', '借方', '贷方', '余额', '对方户名', '对方账号', '摘要', '币种'];

/** The rows of a statement with a running balance. */
export function rowsOfMovements(opening: bigint, movements: readonly Movement[]): string[][] {
  let balance = opening;
  return movements.map(({ on, serial, amount, counterparty, account, remark }) => {
    balance += amount;
    const [out, into] = amount < 0n ? [grouped(size(amount)), ''] : ['', grouped(amount)];
    return [
      ...[on, serial ?? '', out, into, grouped(balance)],
      ...[counterparty ?? '', account ?? '', remark ?? '', '人民币'],
    ];
  });
}

const quoted = (cell: string): string =>
  /[",\n;|\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

export const csv = (rows: readonly (readonly string[])[], delimiter = ','): string =>
  rows.map((row) => row.map(quoted).join(delimiter)).join('\r\n') + '\r\n';

/** A whole statement as a CSV in UTF-8, for {@link profile}. */
export function statementText(opening: bigint, movements: readonly Movement[]): string {
  const total = movements.reduce((sum, { amount }) => sum + amount, opening);
  return csv([
    ['账号：220100123456'],
    [`期初余额：${grouped(opening)}`, '', `期末余额：${grouped(total)}`],
    HEADER,
    ...rowsOfMovements(opening, movements),
    ['合计', `${String(movements.length)} 笔`],
  ]);
}

export const statementFile = (opening: bigint, movements: readonly Movement[]): Buffer =>
  Buffer.from(statementText(opening, movements), 'utf8');

const GB18030 = new Map<string, Buffer>();

/** Node decodes GB18030 and encodes none: the characters of two bytes are turned round. */
export function inGb18030(text: string): Buffer {
  if (GB18030.size === 0) {
    const decoder = new TextDecoder('gb18030');
    for (let lead = 0x81; lead <= 0xfe; lead += 1) {
      for (let trail = 0x40; trail <= 0xfe; trail += 1) {
        const bytes = Buffer.from([lead, trail]);
        const [character = '', ...more] = Array.from(decoder.decode(bytes));
        if (more.length === 0 && !GB18030.has(character)) GB18030.set(character, bytes);
      }
    }
  }
  return Buffer.concat(
    Array.from(text, (character) => {
      const bytes = character <= '\x7f' ? Buffer.from(character) : GB18030.get(character);
      if (bytes === undefined) throw new Error(`no two bytes for ${character}`);
      return bytes;
    }),
  );
}

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A cell of a sheet: text, or XML of a cell's content with its attributes. */
export type SheetCell = string | { readonly attributes: string; readonly inside: string };

/** A cell that holds a number, by its digits. */
export const numberCell = (digits: string): SheetCell => ({
  attributes: '',
  inside: `<v>${digits}</v>`,
});

const nameOfColumn = (index: number): string => String.fromCharCode(65 + index);

/** A workbook of one sheet. @param more further entries, or others in place of the usual */
export function workbook(
  rows: readonly (readonly SheetCell[])[],
  more: readonly ZipEntry[] = [],
): Buffer {
  const sheet = rows
    .map((row, at) => {
      const cells = row.map((cell, column) => {
        const place = `r="${nameOfColumn(column)}${String(at + 1)}"`;
        return typeof cell === 'string'
          ? `<c ${place} t="inlineStr"><is><t>${xml(cell)}</t></is></c>`
          : `<c ${place} ${cell.attributes}>${cell.inside}</c>`;
      });
      return `<row r="${String(at + 1)}">${cells.join('')}</row>`;
    })
    .join('');
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const usual: readonly ZipEntry[] = [
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${main}" xmlns:r="urn:r"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content:
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
    },
  ];
  const others = usual.filter(({ name }) => !more.some((entry) => entry.name === name));
  return zip([...others, ...more]);
}

/** The rows of {@link statementText} as a sheet, with amounts as numbers. */
export function statementSheet(
  opening: bigint,
  movements: readonly Movement[],
  change: (cell: string, row: number, column: number) => SheetCell | undefined = () => undefined,
): Buffer {
  const rows = rowsOfMovements(opening, movements).map((row, at) =>
    row.map((cell, column) => {
      const changed = change(cell, at, column);
      if (changed !== undefined) return changed;
      const isAmount = column >= 2 && column <= 4 && cell !== '';
      return isAmount ? numberCell(cell.replaceAll(',', '').replace(/\.?0+$/, '')) : cell;
    }),
  );
  return workbook([['账号', '220100123456'], HEADER, ...rows, ['合计']]);
}

const amountXml = (amount: bigint): string =>
  `<Amt Ccy="CNY">${formatYuan(size(amount))}</Amt><CdtDbtInd>${amount < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;

const balanceXml = (code: string, amount: bigint): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amountXml(amount)}<Dt><Dt>2026-03-02</Dt></Dt></Bal>`;

/** A statement as camt.053. */
export function camt(
  opening: bigint,
  movements: readonly Movement[],
  version: '02' | '08' = '08',
): string {
  const isNew = version === '08';
  const closing = movements.reduce((sum, { amount }) => sum + amount, opening);
  const entries = movements.map(({ on, serial, amount, counterparty, account, remark }) => {
    const side = amount > 0n ? 'Dbtr' : 'Cdtr';
    const name = `<Nm>${xml(counterparty ?? '')}</Nm>`;
    return `<Ntry>${amountXml(amount)}<Sts>${isNew ? '<Cd>BOOK</Cd>' : 'BOOK'}</Sts><BookgDt><Dt>${on}</Dt></BookgDt>
      ${serial === null ? '' : `<AcctSvcrRef>${xml(serial)}</AcctSvcrRef>`}
      <NtryDtls><TxDtls><RltdPties>
        ${counterparty === null ? '' : `<${side}>${isNew ? `<Pty>${name}</Pty>` : name}</${side}>`}
        ${account === null ? '' : `<${side}Acct><Id><Othr><Id>${account}</Id></Othr></Id></${side}Acct>`}
      </RltdPties>${remark === null ? '' : `<RmtInf><Ustrd>${xml(remark)}</Ustrd></RmtInf>`}</TxDtls></NtryDtls></Ntry>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><Stmt><Id>1</Id>
<Acct><Id><Othr><Id>220100123456</Id></Othr></Id></Acct>
${balanceXml('OPBD', opening)}${balanceXml('CLBD', closing)}${entries.join('')}</Stmt></BkToCstmrStmt></Document>`;
}
