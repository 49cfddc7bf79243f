import type { Fen } from '../../money';
import { checkSums } from './check-sums';
import { layOut } from './columns';
import { valueAfter } from './labels';
import { lineReader } from './lines-of-rows';
import type { BankProfile } from './profile';
import type { Row } from './rows';
import {
  FileRefused,
  refusedFor,
  type StatementFault,
  type StatementLine,
  type StatementReading,
} from './statement';
import { parseNumberCell, parseStatedAmount } from './values';

const isSkipped = ({ cells }: Row, { skip }: BankProfile): boolean => {
  const first = cells.find(({ text }) => text !== '')?.text ?? '';
  return skip.some((word) => first.startsWith(word));
};

/** A labelled balance, which may be there or not; what is there is an amount. */
function statedBalance(
  rows: readonly Row[],
  labels: readonly string[] | undefined,
  faults: StatementFault[],
): Fen | null {
  const found = valueAfter(rows, labels);
  if (found === undefined) return null;
  const amount = parseStatedAmount(found.text) ?? parseNumberCell(found.text);
  if (amount === undefined) {
    faults.push({ code: 'BALANCE_INVALID', line: found.line, column: labels?.[0] ?? null });
  }
  return amount ?? null;
}

/**
 * Reads a statement out of the rows of a table, by its profile.
 *
 * @throws FileRefused FILE_EMPTY, HEADER_MISSING
 */
export function readTable(rows: readonly Row[], profile: BankProfile): StatementReading {
  const { titles, body, columns, faults: ofHeader } = layOut(rows, profile);
  const faults: StatementFault[] = [...ofHeader];
  const skippedRows = body.filter((row) => isSkipped(row, profile));
  const around = [...titles, ...skippedRows];
  const opening = statedBalance(around, profile.labels.opening, faults);
  const closing = statedBalance(around, profile.labels.closing, faults);
  const account = valueAfter(titles, profile.labels.account)?.text.replace(/\s/g, '') ?? null;
  if (ofHeader.length > 0) return refusedFor(faults);

  const readLine = lineReader(profile, columns);
  const lines: StatementLine[] = [];
  for (const row of body) {
    if (skippedRows.includes(row)) continue;
    const read = readLine(row);
    if ('line' in read) lines.push(read.line);
    else faults.push(...read.faults);
  }
  if (faults.length > 0) return refusedFor(faults);
  if (lines.length === 0) throw new FileRefused('NO_LINES');
  if (profile.order === 'newest_first') lines.reverse();
  const summed = checkSums(lines, { opening, closing });
  if (summed.faults.length > 0) return refusedFor(summed.faults);
  const skipped = skippedRows.map(({ line }) => line);
  const { lines: whole, ...balances } = summed;
  return {
    state: 'read',
    statement: {
      account,
      opening: balances.opening,
      closing: balances.closing,
      lines: whole,
      skipped,
    },
  };
}
