import type { BankProfile } from './profile';
import { readCamt } from './read-camt';
import { readTable } from './read-table';
import type { Row } from './rows';
import { rowsOfCsv } from './rows-of-csv';
import { rowsOfXlsx } from './rows-of-xlsx';
import { FileRefused, refusedFor, type StatementReading } from './statement';

/** Of a statement, in bytes: 5 MiB. */
export const LARGEST_STATEMENT = 5 * 1_024 * 1_024;

/** How a file is read: by a profile, or as camt.053, which needs none. */
export type Format = BankProfile | 'camt.053';

/**
 * The rows of a table as its profile reads them.
 *
 * @throws FileRefused
 */
export async function rowsOf(bytes: Uint8Array, profile: BankProfile): Promise<Row[]> {
  if (bytes.byteLength > LARGEST_STATEMENT) throw new FileRefused('FILE_TOO_LARGE');
  return profile.kind === 'csv' ? rowsOfCsv(bytes, profile) : rowsOfXlsx(bytes);
}

/**
 * Reads a bank statement that may be hostile: whole, with sums that hold, or not at all with every fault that was
 * found. Says nothing of which of its lines are known already.
 */
export async function readStatement(bytes: Uint8Array, format: Format): Promise<StatementReading> {
  try {
    if (bytes.byteLength === 0) throw new FileRefused('FILE_EMPTY');
    if (bytes.byteLength > LARGEST_STATEMENT) throw new FileRefused('FILE_TOO_LARGE');
    if (format === 'camt.053') return readCamt(bytes);
    return readTable(await rowsOf(bytes, format), format);
  } catch (error) {
    if (error instanceof FileRefused) return refusedFor([error.fault]);
    throw error;
  }
}
