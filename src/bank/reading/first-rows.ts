import type { BankProfile } from './profile';
import { rowsOf } from './read-statement';
import { FileRefused } from './statement';

const MOST_SHOWN = 30;
const LONGEST_SHOWN = 100;

/** The first rows of a table as they stand in the file, for whoever says what its columns are. */
export async function firstRows(bytes: Uint8Array, profile: BankProfile): Promise<string[][]> {
  try {
    const rows = await rowsOf(bytes, profile);
    return rows
      .slice(0, MOST_SHOWN)
      .map(({ cells }) => cells.map(({ text }) => text.slice(0, LONGEST_SHOWN)));
  } catch (error) {
    // Why it has no rows is told by its reading.
    if (error instanceof FileRefused) return [];
    throw error;
  }
}
