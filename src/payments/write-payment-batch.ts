import writeXlsxFile from 'write-excel-file/node';
import { DomainError } from '../errors';
import type { OrderToPrint } from './print-payment-order';

const COLUMNS = [
  { title: '序号', width: 6 },
  { title: '收款人', width: 30 },
  { title: '开户银行', width: 30 },
  { title: '账号', width: 24 },
  { title: '金额（元）', width: 18 },
  { title: '用途', width: 40 },
] as const;

/** A text as it is: a cell of this type is never taken for a formula, whatever it begins with. */
const text = (value: string) => ({ value, type: String });

/**
 * An amount as a number, so that a sheet can add it up. A sheet keeps 15 decimal digits, and the largest
 * amount of yuan and fen has no more.
 */
const amount = (yuan: string) => ({ value: Number(yuan), type: Number, format: '0.00' });

/**
 * Writes the lines of a payment order that wait to be paid as XLSX, for the bank's batch transfer; what was
 * paid, came back or has an unknown outcome is not in it, so that it cannot be sent again.
 *
 * @throws DomainError NO_PAYMENT_WAITS
 */
export async function writePaymentBatch({ number, lines }: OrderToPrint): Promise<Buffer> {
  const waiting = lines.filter(({ state }) => state === 'waiting');
  if (waiting.length === 0) throw new DomainError('NO_PAYMENT_WAITS', 'refused', { number });
  const header = COLUMNS.map(({ title }) => ({ ...text(title), fontWeight: 'bold' as const }));
  const rows = waiting.map((line) => [
    text(String(line.ordinal)),
    text(line.payee),
    text(line.bankName),
    text(line.account),
    amount(line.amount),
    text(line.purpose),
  ]);
  const columns = COLUMNS.map(({ width }) => ({ width }));
  return writeXlsxFile([header, ...rows], { columns, sheet: number }).toBuffer();
}
