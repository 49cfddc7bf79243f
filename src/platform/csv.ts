/** What a spreadsheet takes for the beginning of a formula (CWE-1236). */
const FORMULA = /^[=+\-@\t\r]/;
const QUOTED = /[",\r\n]/;
/** An amount of yuan: a number below zero is no formula. */
const AMOUNT = /^-?[0-9]+(\.[0-9]+)?$/;

/** Begins a file that spreadsheets otherwise read in another encoding. */
const BOM = '\uFEFF';

function cell(value: string): string {
  const plain = FORMULA.test(value) && !AMOUNT.test(value) ? `'${value}` : value;
  return QUOTED.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/**
 * Rows as CSV (RFC 4180) for spreadsheets: UTF-8 with a byte order mark, lines end with CRLF, and no text is taken for
 * a formula. Amounts stay as they are.
 */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  BOM + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
